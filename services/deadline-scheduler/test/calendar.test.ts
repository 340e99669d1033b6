import { randomUUID } from 'node:crypto';
import { CalendarServiceClient, type PutWindowRequest } from '@licheng/contracts/calendar';
import { peer } from '@licheng/service-kit';
import { waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, createHarness } from './harness.ts';

let house: Harness;
beforeAll(async () => {
  house = await createHarness();
});
afterAll(() => house.close());

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

function windowOf(institutionId: string, change: Partial<PutWindowRequest> = {}): PutWindowRequest {
  const opensAt = new Date('2030-08-01T00:00:00+08:00');
  const closesAt = new Date('2030-09-01T00:00:00+08:00');
  return { institutionId, academicYear: 119, operation: 'submit', opensAt, closesAt, ...change };
}

async function put(request: PutWindowRequest, role: 'administrator' | 'operator' | 'student' = 'administrator') {
  const token = await house.tokenFor({ role, institutionId: request.institutionId });
  return (await house.calendar.call('putWindow', request, { token })).window;
}

const outboxOf = (subject: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query<{ type: string }>('SELECT type FROM outbox_events WHERE subject = $1 ORDER BY seq', [subject]),
  );

const remindersOf = (windowId: string) =>
  house.owner.transaction(null, (tx) =>
    tx.query<{ lead: string; window_version: number; due_at: Date; emitted_at: Date | null; dropped_at: Date | null }>(
      'SELECT lead, window_version, due_at, emitted_at, dropped_at FROM reminders WHERE window_id = $1 ORDER BY due_at',
      [windowId],
    ),
  );

describe('setting a window', () => {
  test('it is told whole, listed with the clock, and planned with its three reminders', async () => {
    const institutionId = randomUUID();
    const window = await put(windowOf(institutionId));
    expect(window).toMatchObject({ institutionId, academicYear: 119, operation: 'submit', version: 1 });
    const token = await house.tokenFor({ role: 'student', institutionId });
    const listed = await house.calendar.call('listWindows', {}, { token });
    expect(listed.windows).toEqual([window]);
    expect(Math.abs((listed.serverTime?.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
    expect((await remindersOf(window?.id ?? '')).map(({ lead }) => lead)).toEqual(['7d', '1d', '1h']);
    const told = await waitUntil(
      async () => (await house.drain('course-record.facts')).find(({ subject }) => subject === window?.id),
      { what: 'the fact at course-record' },
    );
    expect(told).toMatchObject({ type: 'calendar.window.set.v1', source: '/licheng/deadline-scheduler' });
    expect(told.data).toEqual({
      windowId: window?.id,
      institutionId,
      academicYear: 119,
      operation: 'submit',
      opensAt: window?.opensAt,
      closesAt: window?.closesAt,
      version: 1,
    });
  });

  test('the same times again change nothing and tell nobody', async () => {
    const request = windowOf(randomUUID());
    const first = await put(request);
    expect(await put(request)).toEqual(first);
    expect(await outboxOf(first?.id ?? '')).toHaveLength(1);
  });

  test('moving it grows the version, keeps the history and plans its reminders anew', async () => {
    const institutionId = randomUUID();
    const first = await put(windowOf(institutionId));
    const closesAt = new Date('2030-10-01T00:00:00+08:00');
    const moved = await put(windowOf(institutionId, { closesAt }));
    expect(moved).toMatchObject({ id: first?.id, version: 2, closesAt });
    const reminders = await remindersOf(moved?.id ?? '');
    expect(reminders.map(({ lead, window_version }) => [lead, window_version])).toEqual([
      ['7d', 2],
      ['1d', 2],
      ['1h', 2],
    ]);
    expect(reminders[2]?.due_at).toEqual(new Date(closesAt.getTime() - HOUR_MS));
    const history = await house.owner.transaction(null, (tx) =>
      tx.query('SELECT version, set_by_name FROM window_versions WHERE window_id = $1 ORDER BY version', [moved?.id]),
    );
    expect(history).toEqual([
      { version: 1, set_by_name: '辦理者' },
      { version: 2, set_by_name: '辦理者' },
    ]);
    expect(await outboxOf(moved?.id ?? '')).toHaveLength(2);
  });

  test('of ten at once each answer is a version of its own or a told conflict', async () => {
    const institutionId = randomUUID();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => put(windowOf(institutionId, { closesAt: inHours(50_000 + n) }))),
    );
    const versions = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value?.version ?? 0] : []));
    for (const result of results) if (result.status === 'rejected') expect(result.reason.code).toBe('version_conflict');
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions.map((_, n) => n + 1));
    expect(versions.length).toBeGreaterThan(0);
  });

  test.each([
    ['closes before it opens', { closesAt: new Date('2030-07-01T00:00:00+08:00') }, 'closesAt'],
    ['closes as it opens', { closesAt: new Date('2030-08-01T00:00:00+08:00') }, 'closesAt'],
    ['has no opening', { opensAt: undefined }, 'opensAt'],
    ['is for an operation that is none', { operation: 'nap' }, 'operation'],
    ['is for a year that is none', { academicYear: 2030 }, 'academicYear'],
    ['is for no institution', { institutionId: "'" }, 'institutionId'],
  ])('a window that %s is refused', async (_, change, field) => {
    const token = await house.tokenFor({ role: 'operator', institutionId: randomUUID() });
    const request = windowOf(randomUUID(), change);
    await expect(house.calendar.call('putWindow', request, { token })).rejects.toMatchObject({
      code: 'invalid_request',
      details: { field },
    });
  });
});

describe('who may', () => {
  test('another institution is not found, for an administrator; an operator may set any', async () => {
    const institutionId = randomUUID();
    const stranger = await house.tokenFor({ role: 'administrator', institutionId: randomUUID() });
    await expect(house.calendar.call('putWindow', windowOf(institutionId), { token: stranger })).rejects.toMatchObject({
      code: 'not_found',
    });
    const operator = await house.tokenFor({ role: 'operator', institutionId: randomUUID() });
    const { window } = await house.calendar.call('putWindow', windowOf(institutionId), { token: operator });
    expect(window?.institutionId).toBe(institutionId);
    const listed = await house.calendar.call('listWindows', {}, { token: stranger });
    expect(listed.windows).toEqual([]);
  });

  test('a student or teacher sets nothing', async () => {
    await expect(put(windowOf(randomUUID()), 'student')).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the database itself shows one institution nothing of another', async () => {
    const institutionId = randomUUID();
    await put(windowOf(institutionId));
    const seen = (as: string) =>
      house.app.transaction(as, (tx) =>
        tx.query('SELECT 1 FROM calendar_windows WHERE institution_id = $1', [institutionId]),
      );
    expect(await seen(institutionId)).toHaveLength(1);
    expect(await seen(randomUUID())).toHaveLength(0);
  });
});

describe('reminders', () => {
  async function plant(count: number, lead: string, closesAt: Date, dueIn = '-1 second'): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await house.owner.transaction(null, (tx) =>
      tx.query(
        `INSERT INTO reminders (id, window_id, window_version, institution_id, academic_year, operation, closes_at, lead, due_at)
         SELECT id, id, 1, id, 119, 'submit', $2, $3, now() + $4::interval FROM unnest($1::uuid[]) AS id`,
        [ids, closesAt, lead, dueIn],
      ),
    );
    return ids;
  }

  test('a reminder is told when its time has come', async () => {
    const window = await put(
      windowOf(randomUUID(), { opensAt: inHours(-5), closesAt: new Date(Date.now() + HOUR_MS + 1_200) }),
    );
    const reminders = () => remindersOf(window?.id ?? '');
    expect(await reminders()).toMatchObject([{ lead: '1h', emitted_at: null }]);
    await waitUntil(async () => (await reminders())[0]?.emitted_at, { what: 'the timer' });
    const heard = await waitUntil(
      async () => (await house.drain('notification.facts')).find(({ subject }) => subject === window?.id),
      { what: 'the reminder' },
    );
    expect(heard).toMatchObject({
      type: 'reminder.due.v1',
      data: { lead: '1h', operation: 'submit', closesAt: window?.closesAt },
    });
    const [settled] = await reminders();
    expect(settled?.emitted_at?.getTime()).toBeGreaterThanOrEqual(settled?.due_at.getTime() ?? 0);
  });

  test('two replicas tell each of 30 due reminders once', async () => {
    await house.startReplica();
    const ids = await plant(30, '1h', inHours(0.5));
    const heard: string[] = [];
    await waitUntil(
      async () => {
        heard.push(...(await house.drain('notification.facts')).map(({ subject }) => subject));
        return heard.length >= ids.length;
      },
      { what: '30 reminders', timeoutMs: 30_000 },
    );
    const pending = await house.owner.transaction(null, (tx) =>
      tx.query('SELECT 1 FROM outbox_events WHERE sent_at IS NULL AND subject = ANY($1)', [ids]),
    );
    expect(pending).toHaveLength(0);
    expect(heard.toSorted()).toEqual(ids.toSorted());
  });

  test('a timer that another replica holds is passed over, and not told again once that one has told it', async () => {
    const isTold = (id: string) =>
      waitUntil(async () => (await remindersOf(id))[0]?.emitted_at, { what: 'a free timer to be told' });
    const [held = ''] = await plant(1, '1h', inHours(0.5), '1 second');
    await house.owner.transaction(null, async (tx) => {
      await tx.query('SELECT 1 FROM reminders WHERE id = $1 FOR UPDATE', [held]);
      await waitUntil(async () => (await remindersOf(held)).some(({ due_at }) => due_at.getTime() < Date.now() - 50), {
        what: 'the held timer to be due',
      });
      for (const id of await plant(2, '1h', inHours(0.5))) await isTold(id);
      await tx.query('UPDATE reminders SET emitted_at = now() WHERE id = $1', [held]);
    });
    for (const id of await plant(2, '1h', inHours(0.5))) await isTold(id);
    expect(await outboxOf(held)).toHaveLength(0);
  });

  test('what would no longer be true is dropped: the close has passed, or a shorter lead has come', async () => {
    const [late] = await plant(1, '1h', inHours(-1));
    const [overtaken] = await plant(1, '7d', inHours(2));
    for (const id of [late, overtaken]) {
      await waitUntil(async () => (await remindersOf(id ?? ''))[0]?.dropped_at, { what: 'the timer to be dropped' });
      expect(await outboxOf(id ?? '')).toHaveLength(0);
    }
  });
});

test('the service says that it is ready', async () => {
  const answer = await fetch(`${house.httpUrl}/readyz`);
  expect(await answer.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' } });
});

test('with its database away it starts, says that it is not ready and refuses as unavailable', async () => {
  const replica = await house.startReplica({ DATABASE_URL: 'postgresql://nobody:none@127.0.0.1:1/none' });
  const answer = await fetch(`http://127.0.0.1:${replica.httpPort}/readyz`);
  expect(answer.status).toBe(503);
  const calendar = peer(CalendarServiceClient, `127.0.0.1:${replica.grpcPort}`);
  const institutionId = randomUUID();
  const token = await house.tokenFor({ role: 'administrator', institutionId });
  await expect(calendar.call('listWindows', {}, { token })).rejects.toMatchObject({ code: 'service_unavailable' });
  await expect(calendar.call('putWindow', windowOf(institutionId), { token })).rejects.toMatchObject({
    code: 'service_unavailable',
  });
  calendar.close();
});
