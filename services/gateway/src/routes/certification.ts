import { caseQuery, verdict } from '@licheng/rest-contract';
import { type Api, idOf, ok, parsed, seeOther } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toCase, toCaseList } from '../resources/certification.ts';
import { type FileVariant, slotOf } from './file-links.ts';

export function certificationRoutes(api: Api, { certification }: Peers): void {
  api.read('/certification/cases', async ({ request, read }) => {
    const { status, ...page } = parsed(caseQuery, request.query);
    const list = await certification.call('listCases', { ...page, status: status === 'all' ? '' : status }, read);
    return ok(toCaseList(list));
  });

  api.read('/certification/cases/:outcomeId', async ({ request, read }) => {
    const answer = await certification.call('getCase', { outcomeId: idOf(request, 'outcomeId') }, read);
    return ok(toCase(answer.case));
  });

  api.writeBody('post', '/certification/cases/:outcomeId/verdict', verdict, async ({ request, write }, body) => {
    const answer = await certification.call('recordVerdict', { outcomeId: idOf(request, 'outcomeId'), ...body }, write);
    return ok(toCase(answer.case));
  });

  const link = (path: string, variant: FileVariant) =>
    api.read(path, async ({ request, read }) => {
      const about = { outcomeId: idOf(request, 'outcomeId'), slot: slotOf(request), variant };
      return seeOther((await certification.call('createFileLink', about, read)).path);
    });
  link('/certification/cases/:outcomeId/files/:slot', 'file');
  link('/certification/cases/:outcomeId/files/:slot/thumbnail', 'thumbnail');
}
