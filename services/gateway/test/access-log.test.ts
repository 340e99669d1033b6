import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@licheng/service-kit';
import { expect, test, vi } from 'vitest';
import { logWhenOver } from '../src/http/access-log.ts';

test('a request is one line without its path, query, cookies or body; a read that went well is none', async () => {
  const log = createLogger('gateway', 'info');
  const info = vi.spyOn(log, 'info').mockReturnValue(undefined);
  const server = createServer((request, response) => {
    logWhenOver(log, request, response, { route: '/files/*', personId: 'p' });
    response.writeHead(request.url?.startsWith('/files/gone') === true ? 404 : 200).end();
    response.once('close', () => server.emit('over'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const send = async (path: string, init: RequestInit) => {
    const over = once(server, 'over');
    await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { cookie: 'secret-cookie' } });
    await over;
  };
  await send('/files/secret-path?signature=secret-query', {});
  expect(info).not.toHaveBeenCalled();
  await send('/files/gone?signature=secret-query', {});
  await send('/files/secret-path', { method: 'POST', body: 'secret-body' });
  server.close();
  expect(info.mock.calls).toEqual([
    [{ method: 'GET', route: '/files/*', personId: 'p', status: 404, durationMs: expect.any(Number) }, 'answered'],
    [{ method: 'POST', route: '/files/*', personId: 'p', status: 200, durationMs: expect.any(Number) }, 'answered'],
  ]);
  expect(JSON.stringify(info.mock.calls)).not.toContain('secret');
});
