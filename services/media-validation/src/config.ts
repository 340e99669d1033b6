import { commonConfig, hostAndPort, loadConfig } from '@licheng/service-kit';
import { z } from 'zod';

const shape = {
  ...commonConfig,
  DATABASE_URL: z.url(),
  BROKER_URL: z.url(),
  UPLOAD_ADDRESS: hostAndPort,
  CLAMD_ADDRESS: hostAndPort,
  /** A folder of this process alone, for files under check; may lie in memory. */
  WORK_DIR: z.string().startsWith('/', 'must be an absolute path'),
};

export type Config = z.infer<z.ZodObject<typeof shape>>;

export const readConfig = (): Config => loadConfig(shape);
