import { LichengError } from '@licheng/portfolio-rules';
import type { CaseFile, Certifier } from '../domain/certification-case.ts';
import { findOwnCase } from './find-own-case.ts';
import type { CaseStore, FileLinks, PreviewLinks } from './ports.ts';

async function findFile(
  store: CaseStore,
  certifier: Certifier,
  { outcomeId, slot }: { outcomeId: string; slot: string },
): Promise<CaseFile> {
  const file = await store.transaction(certifier.institutionId, async (cases) =>
    (await findOwnCase(cases, certifier, outcomeId)).case.files.find((one) => one.slot === slot),
  );
  if (file === undefined) throw new LichengError('not_found');
  return file;
}

/** A link to one of a case's files for whoever may certify it. */
export async function createFileLink(
  store: CaseStore,
  links: FileLinks,
  certifier: Certifier,
  request: { outcomeId: string; slot: string; variant: 'file' | 'thumbnail' },
): Promise<string> {
  const file = await findFile(store, certifier, request);
  if (request.variant === 'thumbnail' && !file.hasThumbnail) throw new LichengError('not_found');
  return links.create(file.uploadId, request.variant);
}

/** Links to the page images of a document for whoever may certify it. */
export async function createPreviewLinks(
  store: CaseStore,
  links: FileLinks,
  certifier: Certifier,
  request: { outcomeId: string; slot: string },
): Promise<PreviewLinks> {
  return links.createPreview((await findFile(store, certifier, request)).uploadId);
}
