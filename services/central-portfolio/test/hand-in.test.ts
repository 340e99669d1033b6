import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, waitUntil } from '@licheng/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, createHarness, handIn } from './harness.ts';

let house: Harness;
beforeAll(async () => {
  house = await createHarness();
});
afterAll(() => house.close());
afterEach(() => house.upload.misbehave('not'));

const acknowledgedTimes = (itemId: string, times: number) =>
  waitUntil(
    async () => {
      const told = await house.acknowledged(itemId);
      return told.length >= times ? told : null;
    },
    { what: `${times} acknowledgements`, timeoutMs: 20_000 },
  );

async function holdings(academicYear: number) {
  const token = await house.tokenFor('operator');
  return (await house.central.call('listHoldings', { academicYear }, { token })).holdings;
}

const stored = (sha256: string) => readFile(join(house.storeDir, sha256.slice(0, 2), sha256));
const isStored = (sha256: string) =>
  stored(sha256).then(
    () => true,
    () => false,
  );

describe('a handed-in item', () => {
  test('is received with the bytes of all its files under their SHA-256, and acknowledged', async () => {
    const [document, media] = [house.upload.add(bytes(300_000)), house.upload.add(bytes(2_000_000))];
    const item = handIn(115, document, media);
    await house.publishHandIn(item);
    const heard = await waitUntil(() => house.broker.take('course-record.facts'), { what: 'the acknowledgement' });
    expect(JSON.parse(heard.content.toString())).toMatchObject({
      type: 'central.acknowledged.v1',
      subject: item.itemId,
      data: { itemId: item.itemId, batchId: item.batchId, institutionId: item.institutionId, result: 'received' },
    });
    const [held] = await holdings(115);
    expect(held).toMatchObject({ itemId: item.itemId, outcomeId: item.outcomeId, version: 2 });
    expect(held?.files).toEqual([
      { slot: 'document', sha256: document.sha256, sizeBytes: 300_000 },
      { slot: 'media', sha256: media.sha256, sizeBytes: 2_000_000 },
    ]);
    for (const file of [document, media]) expect((await stored(file.sha256)).equals(file.bytes)).toBe(true);
  });

  test('told thrice is held once and acknowledged once', async () => {
    const file = house.upload.add(bytes(10_000));
    const item = handIn(114, file);
    await house.publishHandIn(item, 3);
    // The same subject is handled in order: after this one the repetitions are done too.
    await house.publishHandIn(item);
    const told = await acknowledgedTimes(item.itemId, 2);
    expect(told).toHaveLength(2);
    expect(told[1]?.data).toEqual(told[0]?.data);
    expect(await holdings(114)).toHaveLength(1);
    expect(house.upload.fetches(file.uploadId)).toBe(1);
  });

  test.each([
    ['hash', { sha256: 'f'.repeat(64) }, 'hash_mismatch'],
    ['size', { sizeBytes: 9_999 }, 'size_mismatch'],
  ])('of another %s than its manifest says is rejected and nothing is kept', async (_, change, rejection) => {
    const good = house.upload.add(bytes(10_000));
    const item = handIn(113, good);
    const files = item.files.map((file) => ({ ...file, ...change }));
    await house.publishHandIn({ ...item, files });
    const [told] = await acknowledgedTimes(item.itemId, 1);
    expect(told?.data).toMatchObject({ result: 'rejected', rejection });
    expect(await isStored(good.sha256)).toBe(false);
    expect(await holdings(113)).toEqual([]);
    expect(await readdir(join(house.storeDir, 'incoming'))).toEqual([]);
  });

  test('is not read further than its size', async () => {
    house.upload.misbehave('send too much');
    const file = house.upload.add(bytes(50_000));
    const item = handIn(112, file);
    await house.publishHandIn(item);
    const [told] = await acknowledgedTimes(item.itemId, 1);
    expect(told?.data).toMatchObject({ result: 'rejected', rejection: 'size_mismatch' });
  });

  test('whose file upload does not know is rejected as missing, and received when it is sent again later', async () => {
    const file = house.upload.add(bytes(10_000));
    house.upload.remove(file.uploadId);
    const item = handIn(111, file);
    await house.publishHandIn(item);
    const [told] = await acknowledgedTimes(item.itemId, 1);
    expect(told?.data).toMatchObject({ result: 'rejected', rejection: 'file_missing' });
    const again = house.upload.add(file.bytes);
    await house.publishHandIn({ ...item, files: item.files.map((one) => ({ ...one, uploadId: again.uploadId })) });
    expect((await acknowledgedTimes(item.itemId, 2)).at(-1)?.data).toMatchObject({ result: 'received', rejection: '' });
    expect(await holdings(111)).toMatchObject([{ itemId: item.itemId, files: [{ sha256: file.sha256 }] }]);
    // The rejection told again late takes nothing away.
    await house.publishHandIn(item);
    expect((await acknowledgedTimes(item.itemId, 3)).at(-1)?.data).toMatchObject({ result: 'received' });
  });

  test.each(['refuse', 'break off'] as const)(
    'waits while upload is unwell (%s) and is received afterwards',
    async (how) => {
      const file = house.upload.add(bytes(40_000));
      const item = handIn(110, file);
      house.upload.misbehave(how);
      await house.publishHandIn(item);
      await waitUntil(() => house.upload.fetches(file.uploadId) >= 2, { what: 'a second try' });
      expect(await house.acknowledged(item.itemId)).toEqual([]);
      expect(await isStored(file.sha256)).toBe(false);
      house.upload.misbehave('not');
      expect((await acknowledgedTimes(item.itemId, 1))[0]?.data).toMatchObject({ result: 'received' });
      expect((await stored(file.sha256)).equals(file.bytes)).toBe(true);
    },
  );

  test('whatever the order and repetition, the same set is held in the end', async () => {
    const items = Array.from({ length: 12 }, (_, n) => handIn(109, house.upload.add(bytes(1_000 + n))));
    const shuffled = [...items, ...items.toReversed(), ...items.filter((_, n) => n % 3 === 0)];
    for (const item of shuffled) await house.publishHandIn(item);
    for (const item of items) {
      await acknowledgedTimes(item.itemId, shuffled.filter((one) => one === item).length);
    }
    const held = await holdings(109);
    expect(held.map(({ itemId }) => itemId).toSorted()).toEqual(items.map(({ itemId }) => itemId).toSorted());
    expect(held.flatMap(({ files }) => files.map(({ sha256 }) => sha256)).toSorted()).toEqual(
      items.flatMap(({ files }) => files.map(({ sha256 }) => sha256)).toSorted(),
    );
  });
});

test('only an operator may look', async () => {
  for (const role of ['student', 'teacher', 'administrator'] as const) {
    const token = await house.tokenFor(role);
    await expect(house.central.call('listHoldings', { academicYear: 0 }, { token })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
});

test('the service says that it is ready', async () => {
  const answer = await fetch(`${house.httpUrl}/readyz`);
  expect(await answer.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' } });
});
