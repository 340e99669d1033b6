import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toCourseList } from '../resources/courses.ts';
import { toHome } from '../resources/home.ts';
import { toOutcome, toOutcomeList } from '../resources/outcomes.ts';

export const courseHandlers = ({ courseRecord }: Peers) =>
  ({
    getHome: async ({ read }) => toHome(await courseRecord.call('getHome', {}, read)),

    listCourses: async ({ read }) => toCourseList(await courseRecord.call('listCourses', {}, read)),

    listOutcomes: async ({ params, read }) => toOutcomeList(await courseRecord.call('listOutcomes', params, read)),

    addOutcome: async ({ params, body, write }) => {
      const { documentUploadId, mediaUploadId, ...content } = body;
      const request = {
        ...params,
        ...content,
        documentUploadId: documentUploadId ?? '',
        mediaUploadId: mediaUploadId ?? '',
      };
      return toOutcome((await courseRecord.call('addOutcome', request, write)).outcome);
    },
  }) satisfies Partial<Handlers>;
