import { commonConfig, hostAndPort, loadConfig } from '@licheng/service-kit';
import { z } from 'zod';

const shape = {
  ...commonConfig,
  GRPC_LISTEN: hostAndPort,
  DATABASE_URL: z.url(),
  BROKER_URL: z.url(),
  UPLOAD_ADDRESS: hostAndPort,
  /** How long a verdict can be taken back before it is published. */
  VERDICT_UNDO_SECONDS: z.coerce.number().min(0).max(300).default(10),
};

export type Config = z.infer<z.ZodObject<typeof shape>>;

export const readConfig = (): Config => loadConfig(shape);
