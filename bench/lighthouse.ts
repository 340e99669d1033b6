import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { Client } from './client.ts';

export interface AuditedSystem {
  url: string;
  accounts: readonly { login: string; password: string }[];
}

const PAGES = [
  { name: 'login', path: '/login', who: null },
  { name: 'home', path: '/', who: 'student5' },
  { name: 'courses', path: '/courses', who: 'student5' },
  { name: 'outcomes', path: outcomesPath, who: 'student5' },
  { name: 'certification', path: '/certification', who: 'teacher1' },
] as const;

async function outcomesPath(client: Client): Promise<string> {
  const { courses } = await client.json<{ courses: { id: string; outcomeCount: number }[] }>('GET', '/courses');
  const course = courses.toSorted((a, b) => b.outcomeCount - a.outcomeCount)[0];
  if (course === undefined) throw new Error('the student has no course');
  return `/courses/${course.id}`;
}
const ROUNDS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Lighthouse's mobile audit (a slow phone on slow 4G, simulated) of the pages people begin with, in the distribution's
 * browser. Each figure is the median of three; `faults` names every audit of the other categories that is not perfect.
 */
export async function auditPages(system: AuditedSystem): Promise<Record<string, unknown>> {
  const browser = await launch({
    chromePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  try {
    const results: Record<string, unknown> = {};
    for (const { name, path, who } of PAGES) {
      const client = new Client(system.url);
      const account = system.accounts.find(({ login }) => login === who);
      if (account !== undefined) await client.signIn(account.login, account.password);
      const address = typeof path === 'string' ? path : await path(client);
      results[name] = await audit(browser.port, new URL(address, system.url).href, client.cookie);
    }
    return results;
  } finally {
    browser.kill();
  }
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

async function audit(port: number, url: string, cookie: string): Promise<Record<string, unknown>> {
  const rounds: Report[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = await lighthouse(url, {
      port,
      logLevel: 'error',
      output: 'json',
      onlyCategories: CATEGORIES,
      ...(cookie === '' ? {} : { extraHeaders: { Cookie: cookie } }),
    });
    if (run === undefined) throw new Error(`Lighthouse gave no report of ${url}`);
    rounds.push(run.lhr);
  }
  const score = (category: string) => Math.round(median(rounds.map((r) => r.categories[category]?.score ?? 0)) * 100);
  const figure = (id: string) => Math.round(median(rounds.map((r) => r.audits[id]?.numericValue ?? 0)) * 1000) / 1000;
  const [first] = rounds;
  const faults = ['accessibility', 'best-practices'].flatMap((category) =>
    (first?.categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (first?.audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${id}: ${first?.audits[id]?.title}`),
  );
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    largestContentfulPaintMs: figure('largest-contentful-paint'),
    firstContentfulPaintMs: figure('first-contentful-paint'),
    totalBlockingMs: figure('total-blocking-time'),
    cumulativeLayoutShift: figure('cumulative-layout-shift'),
    transferredKB: Math.round(figure('total-byte-weight') / 1000),
    faults,
  };
}
