import { type Api, idOf, ok } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toOutcome, toSelection } from '../resources/outcomes.ts';
import { academicYearOf } from './academic-year.ts';

export function selectionRoutes(api: Api, { courseRecord }: Peers): void {
  api.read('/selection', async ({ request, read }) => {
    const academicYear = academicYearOf(request);
    return ok(toSelection(academicYear, await courseRecord.call('listSelectable', { academicYear }, read)));
  });

  api.write('put', '/selection/:outcomeId', async ({ request, write }) => {
    const { outcome } = await courseRecord.call('selectOutcome', { outcomeId: idOf(request, 'outcomeId') }, write);
    return ok(toOutcome(outcome));
  });

  api.write('delete', '/selection/:outcomeId', async ({ request, write }) => {
    const { outcome } = await courseRecord.call('unselectOutcome', { outcomeId: idOf(request, 'outcomeId') }, write);
    return ok(toOutcome(outcome));
  });
}
