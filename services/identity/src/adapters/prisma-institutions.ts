import { prismaTransaction } from '@licheng/database';
import type { Institutions } from '../application/ports.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';

export class PrismaInstitutions implements Institutions {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async create(id: string, name: string): Promise<void> {
    await prismaTransaction(this.#prisma, id, (prisma: Prisma.TransactionClient) =>
      prisma.institution.createMany({ data: [{ id, name }], skipDuplicates: true }),
    );
  }
}
