import { ROLES } from '@licheng/portfolio-rules';
import { type Transaction, prismaTransaction } from '@licheng/database';
import type { Outbox } from '@licheng/messaging';
import type { Logger } from '@licheng/service-kit';
import type { Creation, Credential, People } from '../application/ports.ts';
import type { NewPerson, Person } from '../domain/person.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

type PrismaTransaction = Prisma.TransactionClient;

export class PrismaPeople implements People {
  readonly #prisma: PrismaClient;
  readonly #outbox: Outbox;
  readonly #log: Logger;
  readonly #pending = new Set<Promise<void>>();

  constructor(prisma: PrismaClient, outbox: Outbox, log: Logger) {
    this.#prisma = prisma;
    this.#outbox = outbox;
    this.#log = log;
  }

  #transaction<T>(
    institutionId: string | null,
    work: (prisma: PrismaTransaction, tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return prismaTransaction<PrismaTransaction, T>(this.#prisma, institutionId, work);
  }

  async findCredential(loginKey: string): Promise<Credential | null> {
    const rows = await this.#transaction(null, (_, tx) =>
      tx.query<{ person_id: string; institution_id: string; active: boolean; password_hash: string }>(
        'SELECT person_id::text, institution_id::text, active, password_hash FROM find_credential($1)',
        [loginKey],
      ),
    );
    const row = rows[0];
    if (row === undefined) return null;
    return {
      personId: row.person_id,
      institutionId: row.institution_id,
      active: row.active,
      passwordHash: row.password_hash,
    };
  }

  find(institutionId: string, personId: string): Promise<Person | null> {
    return this.#transaction(institutionId, (prisma) => findActive(prisma, institutionId, personId));
  }

  signedIn({ institutionId, personId }: Credential, address: string): Promise<Person | null> {
    return this.#transaction(institutionId, async (prisma) => {
      const person = await findActive(prisma, institutionId, personId);
      if (person !== null)
        await prisma.signInEvent.create({ data: { institutionId, personId, address, succeeded: true } });
      return person;
    });
  }

  signInFailed({ institutionId, personId }: Credential, address: string): void {
    const noted = this.#transaction(institutionId, async (prisma) => {
      await prisma.signInEvent.create({ data: { institutionId, personId, address, succeeded: false } });
    })
      .catch((error: unknown) => this.#log.warn({ err: error, personId }, 'failed sign-in not noted'))
      .finally(() => this.#pending.delete(noted));
    this.#pending.add(noted);
  }

  findEarlier(person: NewPerson): Promise<Creation | null> {
    return this.#transaction(person.institutionId, (prisma) => existing(prisma, person));
  }

  async create(person: NewPerson, passwordHash: string): Promise<Creation> {
    const { id, institutionId, login, loginKey, name, role, email } = person;
    try {
      return await this.#transaction(institutionId, async (prisma, tx) => {
        if ((await prisma.institution.count({ where: { id: institutionId } })) === 0) return 'no_institution';
        await prisma.person.create({ data: { id, institutionId, login, loginKey, name, role, email } });
        await prisma.credential.create({ data: { personId: id, institutionId, passwordHash } });
        await this.#outbox.add(tx, [
          { type: 'identity.person.created.v1', subject: id, data: { personId: id, institutionId, role, name } },
        ]);
        return 'created';
      });
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
      // Whoever was faster may be the same command sent twice.
      return (await this.findEarlier(person)) ?? (violates(error, 'people_login_key') ? 'login_taken' : 'id_taken');
    }
  }

  /** Resolves when what was still to be noted is. */
  async stop(): Promise<void> {
    await Promise.all(this.#pending);
  }
}

async function findActive(prisma: PrismaTransaction, institutionId: string, personId: string): Promise<Person | null> {
  const row = await prisma.person.findFirst({
    where: { id: personId, institutionId, active: true },
    include: { institution: { select: { name: true } } },
  });
  const role = ROLES.find((known) => known === row?.role);
  if (row === null || role === undefined) return null;
  const { id, login, name, email, institution } = row;
  return { id, institutionId, institutionName: institution.name, login, name, role, email };
}

async function existing(prisma: PrismaTransaction, person: NewPerson): Promise<Creation | null> {
  const row = await prisma.person.findFirst({ where: { id: person.id, institutionId: person.institutionId } });
  if (row === null) return null;
  return row.loginKey === person.loginKey && row.role === person.role ? 'already_there' : 'id_taken';
}

/** With a driver adapter the constraint's name stands here, not in `meta.target`. */
function violates(error: Prisma.PrismaClientKnownRequestError, constraint: string): boolean {
  const { driverAdapterError } = (error.meta ?? {}) as {
    driverAdapterError?: { cause?: { constraint?: { index?: string } } };
  };
  return driverAdapterError?.cause?.constraint?.index === constraint;
}
