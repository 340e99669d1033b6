import { LIVE_EVENTS } from '@licheng/contracts/subscriptions';
import { Broker, subscribeLive } from '@licheng/messaging';
import { ServiceTokens, type Stoppable, TokenSigner, createLogger, startHealthServer } from '@licheng/service-kit';
import type { Config } from './config.ts';
import { createHandlers } from './handlers/index.ts';
import { createApp } from './http/app.ts';
import { IdempotentCalls } from './http/idempotency.ts';
import { PersonTokens } from './http/person-tokens.ts';
import { transportSecurity } from './http/security-headers.ts';
import { Sessions } from './http/sessions.ts';
import { SignInLimits } from './http/sign-in-limits.ts';
import { StaticFiles } from './http/static-files.ts';
import { LiveHub } from './live/live-hub.ts';
import { connectPeers } from './peers.ts';
import { Upstream } from './proxy/upstream.ts';
import { Redis } from './redis.ts';

export async function start(config: Config): Promise<{ parts: Stoppable[]; httpPort: number }> {
  const log = createLogger(config.SERVICE_NAME, config.LOG_LEVEL);
  const redis = new Redis(config.REDIS_URL, log);
  const broker = new Broker({ url: config.BROKER_URL, name: config.SERVICE_NAME, log });
  const peers = connectPeers(config);
  const upload = new Upstream(config.UPLOAD_HTTP_URL);
  const signer = new TokenSigner('gateway', config.SIGNING_KEY);
  const sessions = new Sessions(redis);
  const live = new LiveHub((session) => sessions.isAlive(session));
  subscribeLive({
    broker,
    consumer: 'gateway',
    types: LIVE_EVENTS,
    onEvent: live.pass,
    onConnected: live.resync,
  });
  const tokens = new PersonTokens(signer);
  const handlers = createHandlers(peers, upload, {
    sessions,
    tokens,
    live,
    limits: new SignInLimits(redis),
    serviceTokens: new ServiceTokens(signer),
    publicUrl: config.PUBLIC_URL,
  });
  const app = createApp({
    handlers,
    upload,
    sessions,
    tokens,
    log,
    idempotentCalls: new IdempotentCalls(redis),
    staticFiles: new StaticFiles(config.WEB_ROOT, transportSecurity(config.PUBLIC_URL)),
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  });
  const http = await startHealthServer({
    listen: config.HTTP_LISTEN,
    checks: { redis: () => redis.ping() },
    fallback: app,
  });
  redis.start();
  broker.start();
  log.info({ httpPort: http.port }, 'started');
  const connections: Stoppable = { stop: () => Object.values(peers).forEach((peer) => peer.close()) };
  // Open pages are let go first: the server would wait for them.
  return { parts: [redis, broker, connections, upload, http, live], httpPort: http.port };
}
