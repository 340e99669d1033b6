import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toOutcome, toSelection } from '../resources/outcomes.ts';

export const selectionHandlers = ({ courseRecord }: Peers) =>
  ({
    getSelection: async ({ query, read }) =>
      toSelection(query.academicYear, await courseRecord.call('listSelectable', query, read)),

    selectOutcome: async ({ params, write }) =>
      toOutcome((await courseRecord.call('selectOutcome', params, write)).outcome),

    unselectOutcome: async ({ params, write }) =>
      toOutcome((await courseRecord.call('unselectOutcome', params, write)).outcome),
  }) satisfies Partial<Handlers>;
