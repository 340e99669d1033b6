/**
 * Runs before everything else, in a file of its own that has arrived long before the app has: asks for what the app will ask
 * for first and fetches the parts its page will need, so that all of it comes in one go and not one after the other.
 * It imports nothing, for whatever it imported would have to come first too.
 */

const PUBLIC_PAGES = ['/login', '/verify'];
/** As the app's own calls, which these stand in for. */
const TIMEOUT_MS = 15_000;
/** An answer nobody has asked for by then is not the newest any more. */
const FRESH_MS = 10_000;

const answers = new Map<string, Promise<Response>>();

/** The answer to a GET below /api/v1 that is on its way already; only ever given once. */
export function takeAnswer(path: string): Promise<Response> | undefined {
  const answer = answers.get(path);
  answers.delete(path);
  return answer;
}

function ask(path: string, use = (response: Response): Response | Promise<Response> => response): void {
  const answer = fetch(`/api/v1${path}`, {
    headers: { Accept: 'application/json' },
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).then(use);
  // Whoever takes it hears of it.
  answer.catch(() => undefined);
  answers.set(path, answer);
  setTimeout(() => {
    // An answer nobody reads keeps its connection.
    void takeAnswer(path)
      ?.then((response) => response.body?.cancel())
      .catch(() => undefined);
  }, FRESH_MS);
}

function ownQuestion(pathname: string): string[] {
  if (pathname === '/courses' || /^\/outcomes\/[\w-]+$/.test(pathname)) return [pathname];
  return /^\/courses\/[\w-]+$/.test(pathname) ? [`${pathname}/outcomes`] : [];
}

/** What the page of this address asks for as soon as it knows who is there. */
function firstQuestions(role: unknown, { pathname, search }: Location): string[] {
  // Every page of a student says what is still to be done.
  if (role === 'student') return ['/home', ...ownQuestion(pathname)];
  const atDesk =
    (role === 'teacher' || role === 'administrator') && (pathname === '/' || pathname === '/certification');
  return atDesk && search === ''
    ? ['/certification/cases?status=under_certification&limit=100', '/certification/courses']
    : [];
}

/** Reads who is there before the app does, so that what follows is asked for by the time the app looks for it. */
async function withFirstQuestions(response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const body = await response.text();
  const session = JSON.parse(body) as { person?: { role?: unknown } };
  for (const path of firstQuestions(session.person?.role, location)) ask(path);
  return new Response(body, { status: 200, headers: response.headers });
}

function storedLanguage(): string {
  try {
    return localStorage.getItem('licheng.language') ?? '';
  } catch {
    return '';
  }
}

/** Written into the page by the build: the files of each language and of each page that is not in the first load. */
function fetchParts(): void {
  const written = document.querySelector('meta[name="licheng-parts"]')?.getAttribute('content');
  if (written === null || written === undefined) return;
  const parts = JSON.parse(written) as { languages: Record<string, string[]>; pages: Record<string, string[]> };
  const page = Object.keys(parts.pages).find((start) => location.pathname.startsWith(start));
  const files = [
    ...(parts.languages[storedLanguage()] ?? parts.languages['zh-Hant'] ?? []),
    ...((page === undefined ? undefined : parts.pages[page]) ?? []),
  ];
  for (const file of files) {
    const link = document.createElement('link');
    link.href = file;
    if (file.endsWith('.css')) {
      link.rel = 'preload';
      link.as = 'style';
    } else {
      link.rel = 'modulepreload';
    }
    document.head.append(link);
  }
}

if (typeof document !== 'undefined') {
  fetchParts();
  if (!PUBLIC_PAGES.includes(location.pathname)) ask('/session', withFirstQuestions);
}
