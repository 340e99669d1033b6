import { type Api, ok } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toHoldingList } from '../resources/holdings.ts';
import { academicYearOf } from './academic-year.ts';

export function centralRoutes(api: Api, { central }: Peers): void {
  api.read('/central/holdings', async ({ request, read }) =>
    ok(toHoldingList(await central.call('listHoldings', { academicYear: academicYearOf(request) }, read))),
  );
}
