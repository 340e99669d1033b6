import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { engineNames, type Platform } from '@licheng/local-platform';
import type { Supervisor } from './supervisor.ts';

export interface Control {
  url: string;
  token: string;
  close(): void;
}

/**
 * Lets fault tests stop, start, pause and resume one part: `POST /engines/<name>/<action>` or
 * `POST /services/<name>/<stop|start>` with the token of state.json as bearer. Loopback only.
 */
export async function openControl(platform: Platform, supervisor: Supervisor, onChange: () => void): Promise<Control> {
  const token = randomBytes(24).toString('base64url');
  const expected = Buffer.from(`Bearer ${token}`);
  const server = createServer((request, response) => {
    const answer = (status: number, text: string) => {
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.end(`${text}\n`);
    };
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return answer(401, 'no');
    const action = request.method === 'POST' ? actionFor(request.url ?? '', platform, supervisor) : null;
    if (!action) return answer(404, 'nothing of that name');
    action().then(
      () => {
        onChange();
        answer(200, 'done');
      },
      (error: unknown) => answer(500, String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function actionFor(url: string, platform: Platform, supervisor: Supervisor): (() => Promise<void>) | null {
  const [, kind, name = '', verb = ''] = url.split('/');
  const engine = engineNames.find((known) => known === name);
  const actions: Record<string, () => Promise<void>> = {};
  if (kind === 'engines' && engine) {
    actions['stop'] = () => platform.stopEngine(engine);
    actions['start'] = () => platform.startEngine(engine);
    actions['pause'] = async () => platform.pauseEngine(engine);
    actions['resume'] = async () => platform.resumeEngine(engine);
  }
  if (kind === 'services') {
    actions['stop'] = () => supervisor.stopService(name);
    actions['start'] = async () => supervisor.startService(name);
  }
  return actions[verb] ?? null;
}
