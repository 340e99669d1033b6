import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toDeputy, toDeputyList } from '../resources/deputies.ts';

/** What certifiers keep for themselves, and who stands in for whom. */
export const deputyHandlers = ({ certification }: Peers) =>
  ({
    listSavedComments: async ({ read }) => {
      const { comments } = await certification.call('listSavedComments', {}, read);
      return { comments };
    },

    putSavedComment: async ({ params, body, write }) => {
      await certification.call('putSavedComment', { comment: { ...params, ...body } }, write);
    },

    deleteSavedComment: async ({ params, write }) => {
      await certification.call('deleteSavedComment', params, write);
    },

    listDeputies: async ({ read }) => toDeputyList(await certification.call('listDeputies', {}, read)),

    appointDeputy: async ({ params, body, write }) => {
      const request = { ...params, ...body, courseId: body.courseId ?? '' };
      return toDeputy((await certification.call('appointDeputy', request, write)).deputy);
    },

    endDeputy: async ({ params, write }) => toDeputy((await certification.call('endDeputy', params, write)).deputy),
  }) satisfies Partial<Handlers>;
