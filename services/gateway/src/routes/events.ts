import type { Api } from '../http/api.ts';
import type { LiveHub } from '../live/live-hub.ts';

export function eventRoutes(api: Api, live: LiveHub): void {
  api.stream('get', '/events', async ({ session }, response) => live.open(session, response));
}
