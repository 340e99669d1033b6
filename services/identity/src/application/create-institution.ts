import { requireId, requireName } from '../domain/person.ts';
import type { Institutions } from './ports.ts';

/** The same id again changes nothing. */
export async function createInstitution(
  institutions: Institutions,
  given: { id: string; name: string },
): Promise<void> {
  await institutions.create(requireId(given.id, 'id'), requireName(given.name, 'name'));
}
