import { LichengError, type Role } from '@licheng/portfolio-rules';
import { type NewPerson, newPerson, requirePassword } from '../domain/person.ts';
import type { Creation, Passwords, People } from './ports.ts';

export interface Creator {
  institutionId: string;
  role: Role;
}

function requireMayCreate(creator: Creator, person: NewPerson): void {
  if (creator.role === 'operator') return;
  if (creator.role !== 'administrator') throw new LichengError('forbidden');
  if (creator.institutionId !== person.institutionId) throw new LichengError('not_found');
  // An administrator of one institution must not make someone who reaches into every other.
  if (person.role === 'operator') throw new LichengError('forbidden');
}

function settle(creation: Creation): void {
  switch (creation) {
    case 'created':
    case 'already_there':
      return;
    case 'id_taken':
      throw new LichengError('idempotency_key_reused');
    case 'login_taken':
      throw new LichengError('login_taken');
    case 'no_institution':
      throw new LichengError('not_found');
  }
}

/** The same id again changes nothing. */
export async function createPerson(
  { people, passwords }: { people: People; passwords: Passwords },
  creator: Creator,
  given: Omit<NewPerson, 'loginKey' | 'role'> & { role: string; password: string },
): Promise<void> {
  const person = newPerson(given);
  requireMayCreate(creator, person);
  const password = requirePassword(given.password);
  const earlier = await people.findEarlier(person);
  settle(earlier ?? (await people.create(person, await passwords.hash(password))));
}
