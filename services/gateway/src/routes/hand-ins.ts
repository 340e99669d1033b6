import { handIn } from '@licheng/rest-contract';
import { type Api, created, ok } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toBatch, toPreview } from '../resources/hand-ins.ts';
import { academicYearOf } from './academic-year.ts';

/** A whole school's outcomes are sealed and written in one call. */
const HAND_IN_TIMEOUT_MS = 30_000;

export function handInRoutes(api: Api, { courseRecord }: Peers): void {
  api.read('/hand-ins', async ({ read }) => {
    const { batches } = await courseRecord.call('listHandIns', {}, read);
    return ok({ batches: batches.map(toBatch) });
  });

  api.read('/hand-ins/preview', async ({ request, read }) => {
    const academicYear = academicYearOf(request);
    return ok(toPreview(academicYear, await courseRecord.call('previewHandIn', { academicYear }, read)));
  });

  api.writeBody('post', '/hand-ins', handIn, async ({ write }, body) => {
    const { batch } = await courseRecord.call('handIn', body, { ...write, timeoutMs: HAND_IN_TIMEOUT_MS });
    return created(toBatch(batch));
  });
}
