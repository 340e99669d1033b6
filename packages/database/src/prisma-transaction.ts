import { LichengError } from '@licheng/portfolio-rules';
import type { Transaction } from './database.ts';
import { isUnavailable } from './failures.ts';

interface RawCapable {
  $queryRawUnsafe<T = unknown>(query: string, ...values: unknown[]): Promise<T>;
}
interface TransactionCapable<Tx extends RawCapable> {
  $transaction<T>(work: (tx: Tx) => Promise<T>, options?: { timeout?: number }): Promise<T>;
}

/**
 * The same promise as `Database.transaction` for services that use the Prisma client: `work` gets the typed client and,
 * beside it, the plain `Transaction` that the outbox and inbox write through.
 */
export async function prismaTransaction<Tx extends RawCapable, T>(
  prisma: TransactionCapable<Tx>,
  institutionId: string | null,
  work: (prismaTx: Tx, tx: Transaction) => Promise<T>,
): Promise<T> {
  const afterCommit: (() => void)[] = [];
  try {
    const result = await prisma.$transaction(async (prismaTx) => {
      const tx: Transaction = {
        query: <Row extends object>(text: string, values: readonly unknown[] = []) =>
          prismaTx.$queryRawUnsafe<Row[]>(text, ...values),
        afterCommit: (action) => afterCommit.push(action),
      };
      if (institutionId !== null) {
        await prismaTx.$queryRawUnsafe(`SELECT set_config('licheng.institution_id', $1, true)`, institutionId);
      }
      return work(prismaTx, tx);
    });
    for (const action of afterCommit) action();
    return result;
  } catch (error) {
    if (isUnavailable(error)) throw new LichengError('service_unavailable', {}, { cause: error });
    throw error;
  }
}
