import { type ErrorDetails, LichengError, isErrorCode } from '@licheng/portfolio-rules';
import { HTTP_STATUS, type Language, type Problem, problemOf } from '@licheng/rest-contract';

/** Why one of several was refused, in the form every refusal has; null when it was not. */
export function itemProblem(
  { refusedBy, detailsJson }: { refusedBy: string; detailsJson: string },
  language: Language,
): Problem | null {
  if (refusedBy === '') return null;
  const code = isErrorCode(refusedBy) ? refusedBy : 'internal';
  const details = detailsJson === '' ? {} : (JSON.parse(detailsJson) as ErrorDetails);
  return problemOf(new LichengError(code, details), HTTP_STATUS[code], language);
}
