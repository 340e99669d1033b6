import { LichengError } from '@licheng/portfolio-rules';
import type { Person } from '../domain/person.ts';
import type { People } from './ports.ts';

/** @throws LichengError `authentication_required` when the person is no longer active. */
export async function getSelf(people: People, who: { institutionId: string; personId: string }): Promise<Person> {
  const person = await people.find(who.institutionId, who.personId);
  if (person === null) throw new LichengError('authentication_required');
  return person;
}
