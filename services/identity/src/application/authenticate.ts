import { LichengError } from '@licheng/portfolio-rules';
import { type Person, loginKeyOf } from '../domain/person.ts';
import type { Passwords, People } from './ports.ts';

/** @throws LichengError `invalid_credentials`, the same for an unknown login, a wrong password and an inactive person. */
export async function authenticate(
  { people, passwords }: { people: People; passwords: Passwords },
  given: { login: string; password: string; address: string },
): Promise<Person> {
  const credential = await people.findCredential(loginKeyOf(given.login));
  const matches = await passwords.matches(given.password, credential?.passwordHash ?? null);
  if (credential === null) throw new LichengError('invalid_credentials');
  if (matches && credential.active) {
    const person = await people.signedIn(credential, given.address);
    if (person !== null) return person;
  }
  people.signInFailed(credential, given.address);
  throw new LichengError('invalid_credentials');
}
