import { randomUUID } from 'node:crypto';
import { LichengError, type Role } from '@licheng/portfolio-rules';
import { TokenSigner } from '@licheng/service-kit';
import { testKeys, waitUntil } from '@licheng/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, startIdentity } from './harness.ts';

const PASSWORD = '正確的密碼 correct';
let harness: Harness;
let operator: string;
let institutionId: string;

beforeAll(async () => {
  harness = await startIdentity();
  operator = await harness.personToken('operator', randomUUID());
  institutionId = await institution('測試機構');
});
afterAll(() => harness.stop());

async function institution(name: string): Promise<string> {
  const id = randomUUID();
  await harness.identity.call('createInstitution', { id, name }, { token: operator });
  return id;
}

function person(
  changes: Partial<{
    id: string;
    institutionId: string;
    login: string;
    role: Role;
    password: string;
    email: string;
  }> = {},
) {
  return {
    id: randomUUID(),
    institutionId,
    login: `login-${randomUUID()}`,
    name: '學生5',
    role: 'student',
    email: 'student5@example.test',
    password: PASSWORD,
    ...changes,
  };
}

async function added(changes: Parameters<typeof person>[0] = {}) {
  const request = person(changes);
  await harness.identity.call('createPerson', request, { token: operator });
  return request;
}

/** Hashing is made to be slow; how slow, on a busy machine, is not what is tested here. */
const PATIENCE_MS = 45_000;

const signIn = (login: string, password: string, token = harness.gatewayToken) =>
  harness.identity.call('authenticate', { login, password, address: '192.0.2.7' }, { token, timeoutMs: PATIENCE_MS });

async function sql<Row extends object>(
  text: string,
  values: unknown[] = [],
  url = harness.database.ownerUrl,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function refusal(call: Promise<unknown>): Promise<LichengError> {
  const error = await call.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LichengError)) throw error;
  return error;
}

describe('signing in', () => {
  test('tells who it is, whatever capitals or full-width letters the login is typed in', async () => {
    const { id, login } = await added({ login: `Student-${randomUUID()}` });
    const fullWidth = login.replace('Student', 'ｓＴＵＤＥＮＴ');
    const { person: who } = await signIn(` ${fullWidth} `, PASSWORD);
    expect(who).toEqual({
      id,
      institutionId,
      institutionName: '測試機構',
      login,
      name: '學生5',
      role: 'student',
      email: 'student5@example.test',
    });
  });

  test('a wrong password, an unknown login and an inactive person are refused alike', async () => {
    const { login } = await added();
    const gone = await added();
    await sql('UPDATE people SET active = false WHERE id = $1', [gone.id]);
    const refusals = await Promise.all([
      refusal(signIn(login, 'wrong password')),
      refusal(signIn('nobody', PASSWORD)),
      refusal(signIn(gone.login, PASSWORD)),
    ]);
    for (const { code, details } of refusals)
      expect({ code, details }).toEqual({ code: 'invalid_credentials', details: {} });
  });

  test('an unknown login takes the time of a password check', async () => {
    const { login } = await added();
    const median = async (name: string) => {
      const durations: number[] = [];
      for (let i = 0; i < 7; i += 1) {
        const startedAt = performance.now();
        await refusal(signIn(name, 'wrong password'));
        durations.push(performance.now() - startedAt);
      }
      return durations.toSorted((a, b) => a - b)[3] ?? 0;
    };
    await median(login);
    // Without a hash to check, an unknown login is answered in a fraction of the time.
    expect(await median('nobody')).toBeGreaterThan((await median(login)) / 3);
  });

  test('is noted in the person’s own history, failed attempts too', async () => {
    const { id, login } = await added();
    await refusal(signIn(login, 'wrong password'));
    await signIn(login, PASSWORD);
    const events = await waitUntil(
      async () => {
        const rows = await sql<{ succeeded: boolean; address: string }>(
          'SELECT succeeded, address FROM sign_in_events WHERE person_id = $1 ORDER BY succeeded',
          [id],
        );
        return rows.length === 2 && rows;
      },
      { what: 'both sign-ins in the history' },
    );
    expect(events).toEqual([
      { succeeded: false, address: '192.0.2.7' },
      { succeeded: true, address: '192.0.2.7' },
    ]);
  });

  test('may be asked by the gateway for itself only', async () => {
    const { login } = await added();
    expect((await refusal(signIn(login, PASSWORD, operator))).code).toBe('forbidden');
    const stranger = await new TokenSigner('gateway', testKeys().signingKey.gateway).forSelf(60);
    expect((await refusal(signIn(login, PASSWORD, stranger))).code).toBe('authentication_required');
  });

  test('fifty at once are all answered', async () => {
    const { login } = await added();
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(login, PASSWORD)));
    expect(new Set(answers.map((answer) => answer.person?.login))).toEqual(new Set([login]));
  });
});

describe('creating people', () => {
  test('the same person twice is one person, one event and the first password', async () => {
    const request = person();
    const again = { ...request, password: 'another password' };
    const create = (body: typeof request) => harness.identity.call('createPerson', body, { token: operator });
    await Promise.all([create(request), create(request)]);
    await create(again);
    await signIn(request.login, PASSWORD);
    await refusal(signIn(request.login, again.password));
    const events = await sql<{ payload: string }>('SELECT payload FROM outbox_events WHERE subject = $1', [request.id]);
    expect(events.map((event) => JSON.parse(event.payload))).toMatchObject([
      {
        type: 'identity.person.created.v1',
        data: { personId: request.id, institutionId, role: 'student', name: request.name },
      },
    ]);
  });

  test('the event reaches those who listen', async () => {
    const { id } = await added();
    const heard = await waitUntil(
      async () => {
        for (;;) {
          const message = await harness.broker.take('notification.facts');
          if (message === null) return null;
          const event = JSON.parse(message.content.toString());
          if (event.subject === id) return event;
        }
      },
      { what: 'identity.person.created.v1' },
    );
    expect(heard).toMatchObject({
      source: '/licheng/identity',
      type: 'identity.person.created.v1',
      data: { personId: id },
    });
  });

  test('an id that belongs to someone else is refused, in this and in another institution', async () => {
    const first = await added();
    const other = await institution('別的機構');
    for (const request of [person({ id: first.id }), person({ id: first.id, institutionId: other })]) {
      const { code } = await refusal(harness.identity.call('createPerson', request, { token: operator }));
      expect(code).toBe('idempotency_key_reused');
    }
  });

  test('a login is taken in every institution once it is taken in one', async () => {
    const { login } = await added();
    const other = await institution('別的機構');
    const request = person({ institutionId: other, login: login.toUpperCase() });
    expect((await refusal(harness.identity.call('createPerson', request, { token: operator }))).code).toBe(
      'login_taken',
    );
  });

  test('an administrator makes people of their own institution and no operator', async () => {
    const token = await harness.personToken('administrator', institutionId);
    const create = (request: ReturnType<typeof person>) => harness.identity.call('createPerson', request, { token });
    await create(person({ role: 'teacher' }));
    const other = await institution('別的機構');
    expect((await refusal(create(person({ institutionId: other })))).code).toBe('not_found');
    expect((await refusal(create(person({ role: 'operator' })))).code).toBe('forbidden');
    expect((await refusal(harness.identity.call('createInstitution', { id: other, name: '名' }, { token }))).code).toBe(
      'forbidden',
    );
  });

  test.each(['student', 'teacher'] as const)('a %s makes nobody', async (role) => {
    const token = await harness.personToken(role, institutionId);
    expect((await refusal(harness.identity.call('createPerson', person(), { token }))).code).toBe('forbidden');
  });

  test.each([
    ['id', { id: 'x' }],
    ['login', { login: 'two words' }],
    ['login', { login: '  ' }],
    ['role', { role: 'king' as Role }],
    ['email', { email: 'nowhere' }],
    ['password', { password: '1234567' }],
  ])('a bad %s is named', async (field, changes) => {
    const { code, details } = await refusal(
      harness.identity.call('createPerson', person(changes), { token: operator }),
    );
    expect({ code, details }).toEqual({ code: 'invalid_request', details: { field } });
  });

  test('an institution that is not there takes nobody', async () => {
    const request = person({ institutionId: randomUUID() });
    expect((await refusal(harness.identity.call('createPerson', request, { token: operator }))).code).toBe('not_found');
  });

  test('an institution created twice keeps its first name', async () => {
    const id = await institution('第一');
    await harness.identity.call('createInstitution', { id, name: '第二' }, { token: operator });
    expect(await sql('SELECT name FROM institutions WHERE id = $1', [id])).toEqual([{ name: '第一' }]);
  });
});

describe('tenancy', () => {
  test('GetSelf finds a person in their own institution only', async () => {
    const { id, login } = await added();
    const own = await harness.personToken('student', institutionId, id);
    expect((await harness.identity.call('getSelf', {}, { token: own })).person?.login).toBe(login);
    const foreign = await harness.personToken('student', await institution('別的機構'), id);
    expect((await refusal(harness.identity.call('getSelf', {}, { token: foreign }))).code).toBe(
      'authentication_required',
    );
  });

  test('the service’s database role sees no row without an institution, and only that one’s with it', async () => {
    const { id } = await added();
    const other = await institution('別的機構');
    const client = new pg.Client({ connectionString: harness.database.appUrl });
    await client.connect();
    const visible = async (institution: string) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('licheng.institution_id', $1, true)`, [institution]);
      const counts: Record<string, number> = {};
      for (const table of ['people', 'credentials']) {
        const column = table === 'people' ? 'id' : 'person_id';
        counts[table] = (await client.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [id])).rowCount ?? 0;
      }
      await client.query('COMMIT');
      return counts;
    };
    try {
      expect(await visible(institutionId)).toEqual({ people: 1, credentials: 1 });
      expect(await visible(other)).toEqual({ people: 0, credentials: 0 });
      for (const table of ['institutions', 'people', 'credentials', 'sign_in_events']) {
        expect((await client.query(`SELECT 1 FROM ${table}`)).rowCount, table).toBe(0);
      }
    } finally {
      await client.end();
    }
  });
});

describe('without its database', () => {
  test('it says service_unavailable and not ready, and comes back by itself', async () => {
    const { login } = await added();
    const ready = async () => (await fetch(`http://127.0.0.1:${harness.httpPort}/readyz`)).status;
    expect(await ready()).toBe(200);
    await harness.databaseGate.shut();
    try {
      expect((await refusal(signIn(login, PASSWORD))).code).toBe('service_unavailable');
      expect((await refusal(harness.identity.call('createPerson', person(), { token: operator }))).code).toBe(
        'service_unavailable',
      );
      expect(await ready()).toBe(503);
    } finally {
      await harness.databaseGate.open();
    }
    await waitUntil(() => signIn(login, PASSWORD), { what: 'sign-in after the database came back' });
    expect(await ready()).toBe(200);
  });
});
