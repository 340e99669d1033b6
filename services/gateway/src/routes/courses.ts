import { addOutcome } from '@licheng/rest-contract';
import { type Api, created, idOf, ok } from '../http/api.ts';
import type { Peers } from '../peers.ts';
import { toCourseList } from '../resources/courses.ts';
import { toOutcome, toOutcomeList } from '../resources/outcomes.ts';

export function courseRoutes(api: Api, { courseRecord }: Peers): void {
  api.read('/courses', async ({ read }) => ok(toCourseList(await courseRecord.call('listCourses', {}, read))));

  api.read('/courses/:courseId/outcomes', async ({ request, read }) => {
    const courseId = idOf(request, 'courseId');
    return ok(toOutcomeList(await courseRecord.call('listOutcomes', { courseId }, read)));
  });

  api.writeBody('post', '/courses/:courseId/outcomes', addOutcome, async ({ request, write }, body) => {
    const { outcome } = await courseRecord.call(
      'addOutcome',
      {
        outcomeId: body.outcomeId,
        courseId: idOf(request, 'courseId'),
        summary: body.summary,
        documentUploadId: body.documentUploadId ?? '',
        mediaUploadId: body.mediaUploadId ?? '',
      },
      write,
    );
    return created(toOutcome(outcome));
  });
}
