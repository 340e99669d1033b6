import {
  IdentityServiceService,
  type IdentityServiceServer,
  type Person as PersonMessage,
} from '@licheng/contracts/identity';
import { type Logger, type TokenVerifier, requirePerson, requireService, unary } from '@licheng/service-kit';
import { authenticate } from '../application/authenticate.ts';
import { createInstitution } from '../application/create-institution.ts';
import { createPerson } from '../application/create-person.ts';
import { getSelf } from '../application/get-self.ts';
import type { Institutions, Passwords, People } from '../application/ports.ts';
import type { Person } from '../domain/person.ts';

const toMessage = (person: Person): PersonMessage => ({ ...person });

export function identityService(
  entry: { verifier: TokenVerifier; log: Logger },
  { people, institutions, passwords }: { people: People; institutions: Institutions; passwords: Passwords },
) {
  const implementation: IdentityServiceServer = {
    authenticate: unary(entry, async (request, { principal }) => {
      requireService(principal, 'gateway');
      return { person: toMessage(await authenticate({ people, passwords }, request)) };
    }),
    getSelf: unary(entry, async (_, { principal }) => {
      return { person: toMessage(await getSelf(people, requirePerson(principal))) };
    }),
    createInstitution: unary(entry, async (request, { principal }) => {
      requirePerson(principal, 'operator');
      await createInstitution(institutions, request);
      return {};
    }),
    createPerson: unary(entry, async (request, { principal }) => {
      await createPerson({ people, passwords }, requirePerson(principal, 'administrator', 'operator'), request);
      return {};
    }),
  };
  return { definition: IdentityServiceService, implementation };
}
