import { type Transaction, prismaTransaction } from '@licheng/database';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';

/** Consumers hand on the plain transaction of packages/messaging; this finds the typed client of the same transaction. */
export class PrismaTransactions {
  readonly #prisma: PrismaClient;
  readonly #clients = new WeakMap<Transaction, Prisma.TransactionClient>();

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  run<T>(institutionId: string | null, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return prismaTransaction(this.#prisma, institutionId, (client, tx) => {
      this.#clients.set(tx, client);
      return work(tx);
    });
  }

  clientOf(tx: Transaction): Prisma.TransactionClient {
    const client = this.#clients.get(tx);
    if (client === undefined) throw new Error('this transaction was begun elsewhere');
    return client;
  }
}
