import { commonConfig, hostAndPort, loadConfig } from '@licheng/service-kit';
import { z } from 'zod';

const shape = {
  ...commonConfig,
  GRPC_LISTEN: hostAndPort,
  DATABASE_URL: z.url(),
  BROKER_URL: z.url(),
  /** Two folders, comma separated; the order is part of their identity. */
  BLOB_VOLUMES: z
    .string()
    .transform((value) => value.split(',').map((path) => path.trim()))
    .refine((paths) => paths.length === 2 && paths.every((path) => path.startsWith('/')), 'must be two absolute paths'),
  /** `allow` accepts volumes that a reboot empties: for demonstrations and tests only. */
  EPHEMERAL_VOLUMES: z.enum(['refuse', 'allow']).default('refuse'),
  URL_SIGNING_SECRET: z.string().min(32),
};

export type Config = z.infer<z.ZodObject<typeof shape>>;

export const readConfig = (): Config => loadConfig(shape);
