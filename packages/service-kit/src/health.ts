import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostAndPort } from './config.ts';
import { withTimeout } from './retry.ts';

/** Resolves while the dependency is usable. */
export type HealthCheck = () => Promise<unknown>;

export interface HealthServer {
  port: number;
  stop(): Promise<void>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Outcome of every check by name: `ok` or `failed`, never the reason, which may hold an address or a name. */
async function runChecks(checks: Readonly<Record<string, HealthCheck>>): Promise<Record<string, 'ok' | 'failed'>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withTimeout(check(), CHECK_TIMEOUT_MS, name);
        return [name, 'ok'] as const;
      } catch {
        return [name, 'failed'] as const;
      }
    }),
  );
  return Object.fromEntries(results);
}

/** `/healthz`: the process answers. `/readyz`: its dependencies do too. Anything else goes to `fallback`. */
export async function startHealthServer(options: {
  listen: HostAndPort;
  checks: Readonly<Record<string, HealthCheck>>;
  fallback?: RequestListener;
}): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/healthz') return answer(200, { status: 'ok' });
    if (request.url === '/readyz') {
      return void runChecks(options.checks).then((checks) => {
        const ready = Object.values(checks).every((result) => result === 'ok');
        answer(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
      });
    }
    if (options.fallback !== undefined) return options.fallback(request, response);
    answer(404, { status: 'not found' });
  });
  // An upload may take minutes on a slow phone; idle sockets are still closed by the keep-alive and headers time-outs.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.listen.port, options.listen.host, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      }),
  };
}
