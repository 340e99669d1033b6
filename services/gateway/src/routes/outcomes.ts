import { editOutcome, expectedVersion } from '@licheng/rest-contract';
import { type Api, idOf, noContent, ok, parsed, seeOther } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toOutcome } from '../resources/outcomes.ts';
import { type FileVariant, slotOf } from './file-links.ts';

export function outcomeRoutes(api: Api, { courseRecord }: Peers): void {
  api.read('/outcomes/:outcomeId', async ({ request, read }) => {
    const { outcome } = await courseRecord.call('getOutcome', { outcomeId: idOf(request, 'outcomeId') }, read);
    return ok(toOutcome(outcome));
  });

  api.writeBody('put', '/outcomes/:outcomeId', editOutcome, async ({ request, write }, body) => {
    const { outcome } = await courseRecord.call(
      'editOutcome',
      {
        outcomeId: idOf(request, 'outcomeId'),
        expectedVersion: body.expectedVersion,
        summary: body.summary,
        documentUploadId: body.documentUploadId ?? '',
        mediaUploadId: body.mediaUploadId ?? '',
      },
      write,
    );
    return ok(toOutcome(outcome));
  });

  api.write('delete', '/outcomes/:outcomeId', async ({ request, write }) => {
    const outcomeId = idOf(request, 'outcomeId');
    await courseRecord.call('deleteOutcome', { outcomeId, ...parsed(expectedVersion, request.query) }, write);
    return noContent;
  });

  api.writeBody('post', '/outcomes/:outcomeId/submission', expectedVersion, async ({ request, write }, body) => {
    const outcomeId = idOf(request, 'outcomeId');
    const { outcome } = await courseRecord.call('submitOutcome', { outcomeId, ...body }, write);
    return ok(toOutcome(outcome));
  });

  const link = (path: string, variant: FileVariant) =>
    api.read(path, async ({ request, read }) => {
      const about = { outcomeId: idOf(request, 'outcomeId'), slot: slotOf(request), variant };
      return seeOther((await courseRecord.call('createFileLink', about, read)).path);
    });
  link('/outcomes/:outcomeId/files/:slot', 'file');
  link('/outcomes/:outcomeId/files/:slot/thumbnail', 'thumbnail');
}
