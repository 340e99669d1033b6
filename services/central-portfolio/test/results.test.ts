import { randomUUID } from 'node:crypto';
import type { EventData } from '@licheng/contracts/events';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, createHarness } from './harness.ts';

let house: Harness;
beforeAll(async () => {
  house = await createHarness();
});
afterAll(() => house.close());

type Result = EventData<'certification.result.certified.v1'>;
const NOON = new Date('2026-09-01T04:00:00Z').getTime();

function result(minutes: number, known: Partial<Result> = {}): Result {
  return {
    outcomeId: randomUUID(),
    version: 1,
    institutionId: randomUUID(),
    studentId: randomUUID(),
    courseId: randomUUID(),
    academicYear: 115,
    files: [
      {
        slot: 'document',
        uploadId: randomUUID(),
        fileName: '報告.pdf',
        mediaType: 'application/pdf',
        sizeBytes: 10,
        sha256: 'a'.repeat(64),
        hasThumbnail: false,
      },
    ],
    certifierId: randomUUID(),
    certifierName: '王老師',
    comment: '',
    decidedAt: new Date(NOON + minutes * 60_000),
    teacherIds: [],
    deputyIds: [],
    refusalReason: '',
    onBehalfOfId: '',
    onBehalfOfName: '',
    ...known,
  };
}

const tell = (fact: 'certified' | 'revoked', data: Result) =>
  house.publish({ type: `certification.result.${fact}.v1`, subject: data.outcomeId, data });

const known = (outcomeId: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query<{ version: number; revoked: boolean; decided_at: Date; files: object[] }>(
      'SELECT version, revoked, decided_at, files FROM certified_results WHERE outcome_id = $1 ORDER BY version',
      [outcomeId],
    ),
  );
const handled = (count: number) =>
  waitUntil(
    async () => (await house.owner.transaction(null, (tx) => tx.query('SELECT 1 FROM inbox_messages'))).length >= count,
    { what: `${count} events to be handled` },
  );

describe('what is known of a result', () => {
  const certified = result(0);
  const revoked = result(10, certified);
  revoked.decidedAt = new Date(NOON + 600_000);
  const again = { ...certified, decidedAt: new Date(NOON + 1_200_000) };

  test('is the same in whatever order certified, revoked and certified again are heard', async () => {
    const facts = [
      ['certified', certified],
      ['revoked', revoked],
      ['certified', again],
    ] as const;
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const outcomes = orders.map(() => randomUUID());
    for (const [n, order] of orders.entries()) {
      for (const index of order) {
        const [fact, data] = facts[index] ?? facts[0];
        await tell(fact, { ...data, outcomeId: outcomes[n] ?? '' });
      }
    }
    await handled(18);
    for (const outcomeId of outcomes) {
      expect(await known(outcomeId)).toEqual([
        {
          version: 1,
          revoked: false,
          decided_at: again.decidedAt,
          files: [{ slot: 'document', sha256: 'a'.repeat(64), sizeBytes: 10 }],
        },
      ]);
    }
  });

  test('a revocation that overtakes its certification stands', async () => {
    const outcomeId = randomUUID();
    await tell('revoked', { ...revoked, outcomeId });
    await tell('certified', { ...certified, outcomeId });
    await handled(20);
    expect(await known(outcomeId)).toMatchObject([{ revoked: true, decided_at: revoked.decidedAt }]);
  });

  test('each version has a result of its own', async () => {
    const outcomeId = randomUUID();
    await tell('certified', { ...certified, outcomeId });
    await tell('revoked', { ...revoked, outcomeId });
    await tell('certified', { ...again, outcomeId, version: 2 });
    await handled(23);
    expect((await known(outcomeId)).map(({ version, revoked }) => [version, revoked])).toEqual([
      [1, true],
      [2, false],
    ]);
  });
});
