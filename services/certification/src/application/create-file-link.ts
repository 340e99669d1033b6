import { LichengError } from '@licheng/portfolio-rules';
import type { Certifier } from '../domain/certification-case.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, FileLinks } from './ports.ts';

/** A link to one of a case's files for whoever may certify it. */
export async function createFileLink(
  store: CaseStore,
  links: FileLinks,
  certifier: Certifier,
  request: { outcomeId: string; slot: string; variant: 'file' | 'thumbnail' },
): Promise<string> {
  const file = await store.transaction(certifier.institutionId, async (cases) => {
    const found = await findOwnCase(cases, certifier, request.outcomeId);
    return found.case.files.find(({ slot }) => slot === request.slot);
  });
  if (file === undefined || (request.variant === 'thumbnail' && !file.hasThumbnail))
    throw new LichengError('not_found');
  return links.create(file.uploadId, request.variant);
}
