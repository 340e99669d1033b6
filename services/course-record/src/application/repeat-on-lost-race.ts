import { LichengError } from '@licheng/portfolio-rules';
import { LostRace } from './ports.ts';

const MAX_ATTEMPTS = 4;

/**
 * Runs a command's transaction again when somebody else was faster: the second look gives the true answer, be it the
 * result of the same command sent twice or a refusal that names the new state.
 * @throws LichengError `lastRefusal` when it never wins.
 */
export async function repeatOnLostRace<T>(
  work: () => Promise<T>,
  lastRefusal: 'version_conflict' | 'idempotency_key_reused' = 'version_conflict',
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      if (attempt === MAX_ATTEMPTS) throw new LichengError(lastRefusal, {}, { cause: error });
    }
  }
}
