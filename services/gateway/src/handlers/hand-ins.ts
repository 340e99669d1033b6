import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toBatch, toPreview } from '../resources/hand-ins.ts';
import { toHoldingList } from '../resources/holdings.ts';

/** A whole school's outcomes are sealed and written in one call. */
const HAND_IN_TIMEOUT_MS = 30_000;

export const handInHandlers = ({ courseRecord, central }: Peers) =>
  ({
    listHandIns: async ({ read }) => ({
      batches: (await courseRecord.call('listHandIns', {}, read)).batches.map(toBatch),
    }),

    previewHandIn: async ({ query, read }) =>
      toPreview(query.academicYear, await courseRecord.call('previewHandIn', query, read)),

    handIn: async ({ body, write }) => {
      const options = { ...write, timeoutMs: HAND_IN_TIMEOUT_MS };
      return toBatch((await courseRecord.call('handIn', body, options)).batch);
    },

    listHoldings: async ({ query, read }) => toHoldingList(await central.call('listHoldings', query, read)),
  }) satisfies Partial<Handlers>;
