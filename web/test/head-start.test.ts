import { afterEach, describe, expect, it, vi } from 'vitest';

const STUDENT = { person: { role: 'student' } };
const TEACHER = { person: { role: 'teacher' } };

/** The head start as it runs in a page of this address, for whoever is signed in there. */
async function begin(address: string, session: object | null) {
  vi.resetModules();
  const asked: string[] = [];
  vi.stubGlobal('location', new URL(address, 'http://licheng.test'));
  vi.stubGlobal('document', { querySelector: () => null });
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    if (path !== '/api/v1/session') return Promise.resolve(new Response('{}'));
    return Promise.resolve(session === null ? new Response(null, { status: 204 }) : Response.json(session));
  });
  const { takeAnswer } = await import('../src/head-start/head-start.ts');
  const { call } = await import('../src/api/client.ts');
  return { asked, takeAnswer, call };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the head start', () => {
  it('asks for the session once, and the app takes that answer', async () => {
    const { asked, call } = await begin('/notices', STUDENT);
    expect(await call('/session')).toEqual(STUDENT);
    expect(asked.filter((path) => path === '/api/v1/session')).toHaveLength(1);
    await call('/session');
    expect(asked.filter((path) => path === '/api/v1/session')).toHaveLength(2);
  });

  it.each([
    ['a student’s tasks', '/', STUDENT, ['/home']],
    ['one course', '/courses/c-1', STUDENT, ['/home', '/courses/c-1/outcomes']],
    ['one outcome', '/outcomes/o-1?version=2', STUDENT, ['/home', '/outcomes/o-1']],
    ['a student’s tasks and courses', '/courses', STUDENT, ['/home', '/courses']],
    [
      'the queue',
      '/',
      TEACHER,
      ['/certification/cases?status=under_certification&limit=100', '/certification/courses'],
    ],
    ['nothing more of a filtered queue', '/certification?status=all', TEACHER, []],
    ['nothing more for nobody', '/', null, []],
  ])('asks for %s', async (_, address, session, expected) => {
    const { asked } = await begin(address, session);
    const wanted = ['/session', ...expected].map((path) => `/api/v1${path}`);
    await vi.waitFor(() => expect(asked).toEqual(wanted));
  });

  it('asks for nothing on pages that need nobody', async () => {
    const { asked } = await begin('/login', STUDENT);
    expect(asked).toEqual([]);
  });

  it('gives the app what went wrong as its own call would have', async () => {
    vi.resetModules();
    vi.stubGlobal('location', new URL('http://licheng.test/'));
    vi.stubGlobal('document', { querySelector: () => null });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await import('../src/head-start/head-start.ts');
    const { call } = await import('../src/api/client.ts');
    await expect(call('/session')).rejects.toMatchObject({ code: 'offline' });
  });
});
