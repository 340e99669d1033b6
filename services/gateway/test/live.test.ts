import { randomUUID } from 'node:crypto';
import type { EventData, EventType } from '@licheng/contracts/events';
import { type OutgoingEvent, EVENTS_EXCHANGE, encodeEvent } from '@licheng/messaging';
import type { Role } from '@licheng/portfolio-rules';
import type { LiveEvent } from '@licheng/rest-contract';
import { waitUntil } from '@licheng/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LiveHub } from '../src/live/live-hub.ts';
import { type Browser, type Harness, startGateway } from './harness.ts';

interface Page {
  events: LiveEvent[];
  text: string;
  closed: boolean;
  close(): void;
}

let gateway: Harness;
const pages: Page[] = [];
beforeAll(async () => {
  gateway = await startGateway();
  await brokerListens();
});
afterEach(() => pages.splice(0).forEach((page) => page.close()));
afterAll(() => gateway.stop());

async function openPage(browser: Browser): Promise<Page> {
  const abort = new AbortController();
  const answer = await fetch(`${gateway.url}/api/v1/events`, {
    headers: { cookie: browser.cookie },
    signal: abort.signal,
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  const page: Page = { events: [], text: '', closed: false, close: () => abort.abort() };
  pages.push(page);
  const read = async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      page.text += chunk;
      page.events = [...page.text.matchAll(/^event: change\ndata: (.*)\n\n/gm)].map(([, data]) =>
        JSON.parse(data ?? ''),
      );
    }
  };
  void read()
    .catch(() => {})
    .then(() => (page.closed = true));
  await waitUntil(() => page.events.length > 0, { what: 'the first event' });
  return page;
}

async function publish<T extends EventType>(type: T, data: EventData<T>): Promise<void> {
  const event = { type, subject: randomUUID(), data } as OutgoingEvent;
  const content = encodeEvent('test', event, new Date(), undefined);
  await gateway.broker.publish(EVENTS_EXCHANGE, type, Buffer.from(content));
}

const hasKind = (page: Page, kind: LiveEvent['kind']) => page.events.some((event) => event.kind === kind);

/** The gateway's queue is there once something published arrives. */
async function brokerListens(): Promise<void> {
  const browser = await gateway.signIn();
  const page = await openPage(browser);
  await waitUntil(
    async () => {
      await publish('outcome.changed.v1', changed(browser, 'added'));
      return hasKind(page, 'outcome');
    },
    { what: 'the gateway to hear the broker' },
  );
  page.close();
}

const changed = ({ person }: Browser, change: string) => ({
  outcomeId: randomUUID(),
  courseId: randomUUID(),
  institutionId: person.institutionId,
  studentId: person.id,
  change,
  status: 'certified',
  subject: '不該讓人看到的科目',
});

const of = (institutionId: string, role: Role) => gateway.signIn(gateway.person({ institutionId, role }));

/** What each page heard, after one more event that all of them are sure to hear. */
async function heard(all: { browser: Browser; page: Page }[]): Promise<LiveEvent[][]> {
  for (const { browser, page } of all) {
    const last = changed(browser, 'last');
    await publish('outcome.changed.v1', last);
    await waitUntil(() => page.events.some((event) => event.kind === 'outcome' && event.outcomeId === last.outcomeId), {
      what: 'the last event',
    });
  }
  return all.map(({ page }) =>
    page.events.filter((event) => event.kind !== 'resync' && !(event.kind === 'outcome' && event.change === 'last')),
  );
}

describe('live hints', () => {
  test('begin with resync', async () => {
    const page = await openPage(await gateway.signIn());
    expect(page.events).toEqual([{ kind: 'resync' }]);
  });

  test('of an outcome reach its student alone, a notice after a verdict, and name nobody', async () => {
    const student = await gateway.signIn();
    const classmate = await of(student.person.institutionId, 'student');
    const administrator = await of(student.person.institutionId, 'administrator');
    const open = async (browser: Browser) => ({ browser, page: await openPage(browser) });
    const all = [await open(student), await open(student), await open(classmate), await open(administrator)];
    const fact = changed(student, 'certified');
    await publish('outcome.changed.v1', fact);
    const [first, second, ...others] = await heard(all);
    const hint = { kind: 'outcome', outcomeId: fact.outcomeId, courseId: fact.courseId, change: 'certified' };
    expect([first, second]).toEqual([[hint], [hint]]);
    expect(others).toEqual([[], []]);
    await waitUntil(() => all[0] && hasKind(all[0].page, 'notice'), { what: 'the notice' });
    expect(all.map(({ page }) => page.text).join()).not.toContain('科目');
    expect(all.map(({ page }) => page.text).join()).not.toContain(student.person.id);
  });

  test('of a file’s check reach its owner', async () => {
    const owner = await gateway.signIn();
    const other = await of(owner.person.institutionId, 'student');
    const all = [
      { browser: owner, page: await openPage(owner) },
      { browser: other, page: await openPage(other) },
    ];
    const about = { institutionId: owner.person.institutionId, ownerId: owner.person.id };
    const [passed, rejected] = [randomUUID(), randomUUID()];
    await publish('media.validated.v1', {
      ...about,
      uploadId: passed,
      mediaType: 'application/pdf',
      hasThumbnail: true,
    });
    await publish('media.rejected.v1', { ...about, uploadId: rejected, rejection: 'infected' });
    expect(await heard(all)).toEqual([
      [
        { kind: 'upload', uploadId: passed, check: 'passed' },
        { kind: 'upload', uploadId: rejected, check: 'rejected' },
      ],
      [],
    ]);
  });

  test('of a case reach its teachers, their deputies and the institution’s administrators, and say who and what', async () => {
    const teacher = await gateway.signIn(gateway.person({ role: 'teacher' }));
    const { institutionId } = teacher.person;
    const deputy = await of(institutionId, 'teacher');
    const browsers = [
      teacher,
      deputy,
      await of(institutionId, 'administrator'),
      await of(institutionId, 'teacher'),
      await of(randomUUID(), 'administrator'),
    ];
    const all = await Promise.all(browsers.map(async (browser) => ({ browser, page: await openPage(browser) })));
    const about = {
      outcomeId: randomUUID(),
      institutionId,
      courseId: randomUUID(),
      teacherIds: [teacher.person.id],
      deputyIds: [deputy.person.id],
    };
    const by = { certifierId: deputy.person.id, certifierName: '陳老師' };
    await publish('certification.case.opened.v1', about);
    await publish('certification.case.touched.v1', { ...about, ...by, change: 'claimed' });
    await publish('certification.case.touched.v1', { ...about, ...by, change: 'of a later version' });
    await publish('certification.result.refused.v1', {
      ...about,
      ...by,
      version: 1,
      studentId: randomUUID(),
      academicYear: 115,
      files: [],
      comment: '請補充',
      decidedAt: new Date(),
      refusalReason: 'other',
      onBehalfOfId: teacher.person.id,
      onBehalfOfName: '王老師',
    });
    const hint = { kind: 'case', outcomeId: about.outcomeId };
    const told = [
      { ...hint, change: 'opened', certifierName: null },
      { ...hint, change: 'claimed', certifierName: '陳老師' },
      { ...hint, change: 'published', certifierName: '陳老師' },
    ];
    expect(await heard(all)).toEqual([told, told, told, [], []]);
    expect(all[0]?.page.text).not.toContain('請補充');
  });

  test('of an acknowledgement reach administrators', async () => {
    const administrator = await gateway.signIn(gateway.person({ role: 'administrator' }));
    const { institutionId } = administrator.person;
    const browsers = [administrator, await of(institutionId, 'teacher')];
    const all = await Promise.all(browsers.map(async (browser) => ({ browser, page: await openPage(browser) })));
    const batchId = randomUUID();
    await publish('central.acknowledged.v1', {
      itemId: randomUUID(),
      batchId,
      institutionId,
      result: 'received',
      rejection: '',
      acknowledgedAt: new Date(),
    });
    expect(await heard(all)).toEqual([[{ kind: 'hand-in', batchId }], []]);
  });

  test('are followed by resync when the broker was away', async () => {
    const page = await openPage(await gateway.signIn());
    await gateway.brokerGate.shut();
    await gateway.brokerGate.open();
    await waitUntil(() => page.events.filter((event) => event.kind === 'resync').length === 2, { what: 'resync' });
  });

  test('end with the session', async () => {
    const browser = await gateway.signIn();
    const page = await openPage(browser);
    await browser.send('DELETE', '/api/v1/session');
    await waitUntil(() => page.closed, { what: 'the end' });
  });

  test('a seventh page of one session takes the place of the oldest', async () => {
    const browser = await gateway.signIn();
    const first = await openPage(browser);
    for (let i = 0; i < 6; i += 1) await openPage(browser);
    await waitUntil(() => first.closed, { what: 'the oldest to end' });
    expect(pages.filter((page) => page.closed)).toHaveLength(1);
  });
});

test('a heartbeat ends pages whose session is over, and leaves them open while nobody can say', async () => {
  const states = new Map<string, () => Promise<boolean>>([
    ['alive', async () => true],
    ['over', async () => false],
    ['unknown', () => Promise.reject(new Error('away'))],
  ]);
  const hub = new LiveHub((session) => (states.get(session.key) ?? (async () => false))(), 20);
  const ended: string[] = [];
  const written = new Map<string, string>();
  for (const key of states.keys()) {
    const response = {
      writeHead: () => response,
      once: () => response,
      write: (text: string) => written.set(key, (written.get(key) ?? '') + text),
      end: () => ended.push(key),
      writableLength: 0,
    };
    const session = {
      key,
      person: { id: randomUUID(), name: '', login: '', role: 'student' as const },
      institution: { id: randomUUID(), name: '' },
      csrfToken: '',
      createdAtMs: Date.now(),
      touchedAtMs: Date.now(),
    };
    hub.open(session, response as never);
  }
  await waitUntil(() => ended.length > 0, { what: 'the heartbeat' });
  expect(new Set(ended)).toEqual(new Set(['over']));
  for (const text of written.values()) expect(text).toContain(': still here');
  hub.stop();
});
