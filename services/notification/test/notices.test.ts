import { randomUUID } from 'node:crypto';
import type { EventData } from '@licheng/contracts/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, type Student, changeOf, createHarness } from './harness.ts';

let house: Harness;
beforeAll(async () => {
  house = await createHarness();
});
afterAll(() => house.close());

const list = ({ token }: Student, pageSize = 0, pageToken = '') =>
  house.notification.call('listNotices', { pageSize, pageToken }, { token });
const tell = (data: EventData<'outcome.changed.v1'>, at?: Date, times?: number) =>
  house.publish({ type: 'outcome.changed.v1', subject: data.outcomeId, data }, at, times);

describe('a notice', () => {
  test.each([
    ['certified', 'outcome_certified'],
    ['refused', 'outcome_refused'],
    ['revoked', 'outcome_revoked'],
    ['handed_in', 'handed_in'],
  ])('tells the student that an outcome was %s', async (change, kind) => {
    const student = await house.student();
    const data = changeOf(student, change);
    const at = new Date('2026-09-01T04:00:00Z');
    await tell(data, at);
    expect(await list(student)).toEqual({
      notices: [
        {
          id: expect.any(String),
          kind,
          outcomeId: data.outcomeId,
          courseId: data.courseId,
          subject: '英文(三)',
          createdAt: at,
          read: false,
        },
      ],
      unreadCount: 1,
      nextPageToken: '',
    });
  });

  test('tells the owner of a file that it was rejected', async () => {
    const student = await house.student();
    const data = {
      uploadId: randomUUID(),
      institutionId: student.institutionId,
      ownerId: student.personId,
      rejection: 'infected',
    };
    await house.publish({ type: 'media.rejected.v1', subject: data.uploadId, data });
    expect((await list(student)).notices).toMatchObject([{ kind: 'file_rejected', outcomeId: '', read: false }]);
  });

  test('is one, however often the same fact is told', async () => {
    const student = await house.student();
    const data = changeOf(student, 'certified');
    await tell(data, new Date(), 4);
    // Events about one subject are handled in order: after this one the repetitions are done too.
    await tell({ ...data, change: 'revoked' });
    expect((await list(student)).notices.map(({ kind }) => kind)).toEqual(['outcome_revoked', 'outcome_certified']);
  });

  test('is not made of what the student did, nor of a reminder nobody is known to need', async () => {
    const student = await house.student();
    const data = changeOf(student, 'submitted');
    const subject = data.outcomeId;
    const untold = [await house.send({ type: 'outcome.changed.v1', subject, data })];
    const reminder = {
      windowId: randomUUID(),
      institutionId: student.institutionId,
      academicYear: 115,
      operation: 'submit',
      closesAt: new Date(),
      lead: '1d',
    };
    untold.push(await house.send({ type: 'reminder.due.v1', subject, data: reminder }));
    // Handled after what was sent about the same subject before.
    await tell({ ...data, change: 'certified' });
    expect((await list(student)).notices.map(({ kind }) => kind)).toEqual(['outcome_certified']);
    // Acknowledged without a transaction: not even remembered as heard, and not waiting to be tried again.
    const heard = await house.owner.transaction(null, (tx) =>
      tx.query('SELECT 1 FROM inbox_messages WHERE message_id = ANY($1)', [untold]),
    );
    expect(heard).toEqual([]);
    expect(await house.waitingForRetry()).toBe(0);
  });
});

describe('a list of notices', () => {
  test('is newest first and holds at most fifty, with all unread ones counted', async () => {
    const student = await house.student();
    const first = new Date('2026-09-01T00:00:00Z').getTime();
    const changes = Array.from({ length: 55 }, (_, n) => ({ ...changeOf(student, 'certified'), subject: `第${n}件` }));
    await Promise.all(changes.map((data, n) => tell(data, new Date(first + n * 1_000))));
    const all = await list(student, 1_000);
    expect(all.unreadCount).toBe(55);
    expect(all.notices.map(({ subject }) => subject)).toEqual(Array.from({ length: 50 }, (_, n) => `第${54 - n}件`));
    expect((await list(student, 3)).notices).toEqual(all.notices.slice(0, 3));
  });

  test('goes on where a page ended, notices of the same moment included, and newer ones move nothing', async () => {
    const student = await house.student();
    const at = new Date('2026-09-01T00:00:00Z');
    await Promise.all(Array.from({ length: 5 }, () => tell(changeOf(student, 'certified'), at)));
    const first = await list(student, 2);
    await tell(changeOf(student, 'refused'), new Date('2026-09-02T00:00:00Z'));
    const second = await list(student, 2, first.nextPageToken);
    const third = await list(student, 2, second.nextPageToken);
    const seen = [...first.notices, ...second.notices, ...third.notices].map(({ id, kind }) => `${kind} ${id}`);
    expect(new Set(seen).size).toBe(5);
    expect(seen.every((one) => one.startsWith('outcome_certified'))).toBe(true);
    expect(third.nextPageToken).toBe('');
    await expect(list(student, 2, 'x')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('shows what was read, and only the person’s own can be marked', async () => {
    const institutionId = randomUUID();
    const [mine, other] = [await house.student(institutionId), await house.student(institutionId)];
    await tell(changeOf(mine, 'certified'));
    await tell(changeOf(mine, 'refused'));
    const ids = (await list(mine)).notices.map(({ id }) => id);
    await house.notification.call('markNoticesRead', { ids }, { token: other.token });
    expect((await list(mine)).unreadCount).toBe(2);
    await house.notification.call('markNoticesRead', { ids: ids.slice(0, 1) }, { token: mine.token });
    const after = await list(mine);
    expect(after.unreadCount).toBe(1);
    expect(after.notices.map(({ read }) => read)).toEqual([true, false]);
    await expect(
      house.notification.call('markNoticesRead', { ids: ['x'] }, { token: mine.token }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('shows nobody another person’s, within an institution or outside', async () => {
    const institutionId = randomUUID();
    const [mine, classmate, stranger] = [
      await house.student(institutionId),
      await house.student(institutionId),
      await house.student(),
    ];
    await tell(changeOf(mine, 'certified'));
    for (const who of [classmate, stranger]) expect(await list(who)).toMatchObject({ notices: [], unreadCount: 0 });
    const seenAs = (as: string) => house.app.transaction(as, (tx) => tx.query('SELECT 1 FROM notices'));
    expect(await seenAs(institutionId)).toHaveLength(1);
    expect(await seenAs(stranger.institutionId)).toHaveLength(0);
  });
});

test('a person is remembered with institution and role', async () => {
  const student = await house.student();
  const data = { personId: student.personId, institutionId: student.institutionId, role: 'student', name: '學生' };
  await house.publish({ type: 'identity.person.created.v1', subject: data.personId, data });
  await house.publish({ type: 'identity.person.created.v1', subject: data.personId, data });
  const people = await house.owner.transaction(null, (tx) =>
    tx.query('SELECT institution_id, role FROM people WHERE person_id = $1', [data.personId]),
  );
  expect(people).toEqual([{ institution_id: student.institutionId, role: 'student' }]);
});

test('the service says that it is ready', async () => {
  const answer = await fetch(`${house.httpUrl}/readyz`);
  expect(await answer.json()).toMatchObject({ status: 'ready', checks: { database: 'ok' } });
});
