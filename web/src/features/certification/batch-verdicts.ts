import type { CaseResource } from '@licheng/rest-contract';
import { ApiProblem } from '../../api/api-problem.ts';
import { api, type VerdictContent } from '../../api/endpoints.ts';
import { tellCaseChanged } from './case-changes.ts';

/** The server takes so many at once. */
const AT_ONCE = 100;

export interface BatchResult {
  /** As it was when it was chosen, or as it stands now when it was decided. */
  item: CaseResource;
  problem: unknown;
}

/**
 * Gives one verdict on many cases; each is decided on its own. `onProgress` hears how many have an answer. A part that finds
 * no server fails for its cases alone, and what has been decided before stays decided.
 */
export async function giveVerdicts(
  items: readonly CaseResource[],
  verdict: VerdictContent,
  onProgress: (done: number) => void,
): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const part = items.slice(from, from + AT_ONCE);
    results.push(...(await givePart(part, verdict)));
    onProgress(results.length);
  }
  return results;
}

async function givePart(part: readonly CaseResource[], verdict: VerdictContent): Promise<BatchResult[]> {
  try {
    const answer = await api.recordVerdicts({
      items: part.map(({ outcomeId, version }) => ({ outcomeId, version })),
      ...verdict,
    });
    return part.map((item, index) => {
      const result = answer.results[index];
      if (result === undefined || result.outcomeId !== item.outcomeId) {
        return { item, problem: new ApiProblem('answer_not_understood') };
      }
      if (result.case !== null) tellCaseChanged(result.case);
      const { problem } = result;
      return {
        item: result.case ?? item,
        problem: problem === null ? null : new ApiProblem(problem.code, problem.status, problem.details),
      };
    });
  } catch (error) {
    return part.map((item) => ({ item, problem: error }));
  }
}
