import type { OutcomeListResource, OutcomeResource } from '@licheng/rest-contract';
import { keys, outcomeQuery, queryClient } from '../../api/queries.ts';

/** One outcome; coming from a list there is nothing to wait for. */
export const openedOutcomeQuery = (outcomeId: string) => ({
  ...outcomeQuery(outcomeId),
  placeholderData: () => fromLists(outcomeId),
});

function fromLists(outcomeId: string): OutcomeResource | undefined {
  return queryClient
    .getQueriesData<OutcomeListResource>({ queryKey: ['outcomes'] })
    .flatMap(([, list]) => list?.outcomes ?? [])
    .find((outcome) => outcome.id === outcomeId);
}

/** After anything was done to outcomes: every list, count and home page shows it. */
export async function refreshOutcomes(): Promise<void> {
  await Promise.all(
    [['outcomes'], ['outcome'], ['versions'], keys.courses, keys.home].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}
