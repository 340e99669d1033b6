import { commonConfig, hostAndPort, loadConfig } from '@licheng/service-kit';
import { z } from 'zod';

const shape = {
  ...commonConfig,
  REDIS_URL: z.url(),
  BROKER_URL: z.url(),
  IDENTITY_ADDRESS: hostAndPort,
  COURSE_RECORD_ADDRESS: hostAndPort,
  CERTIFICATION_ADDRESS: hostAndPort,
  DEADLINE_SCHEDULER_ADDRESS: hostAndPort,
  NOTIFICATION_ADDRESS: hostAndPort,
  CENTRAL_PORTFOLIO_ADDRESS: hostAndPort,
  UPLOAD_HTTP_URL: z.url(),
  /** The web build. */
  WEB_ROOT: z.string().min(1),
  /** The origin people open in their browser. */
  PUBLIC_URL: z.url(),
  /** Proxies of ours in front: so many addresses at the end of X-Forwarded-For are believed. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
};

export type Config = z.infer<z.ZodObject<typeof shape>>;

export const readConfig = (): Config => loadConfig(shape);
