import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningTestPlatform, startTestPlatform } from './test-platform.ts';

/**
 * Vitest global setup. `npm test` has started the engines already and says where (LICHENG_TEST_PLATFORM). Run
 * alone, they start when the first test asks for them, so a run of pure unit tests starts nothing.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Every vitest project calls this, in one process.
  if (process.env['LICHENG_TEST_PLATFORM'] || process.env['LICHENG_TEST_PLATFORM_AT']) return undefined;

  let starting: Promise<RunningTestPlatform> | undefined;
  const server = createServer((_request, response) => {
    starting ??= startTestPlatform((line) => console.log(`[engines] ${line}`));
    starting.then(
      ({ platform }) => response.end(JSON.stringify(platform)),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(`the test engines did not start: ${String(error)}`);
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  process.env['LICHENG_TEST_PLATFORM_AT'] = `http://127.0.0.1:${port}/`;

  return async () => {
    delete process.env['LICHENG_TEST_PLATFORM_AT'];
    server.close();
    server.closeAllConnections();
    await starting?.then(
      (running) => running.stop(),
      () => {},
    );
  };
}
