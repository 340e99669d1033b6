import { commonConfig, hostAndPort, loadConfig } from '@licheng/service-kit';
import { z } from 'zod';

const shape = {
  ...commonConfig,
  GRPC_LISTEN: hostAndPort,
  DATABASE_URL: z.url(),
  BROKER_URL: z.url(),
  UPLOAD_ADDRESS: z.string().min(1),
  CERTIFICATION_ADDRESS: z.string().min(1),
  /** Ed25519, PKCS#8 DER, base64: signs receipts and nothing else. */
  RECEIPT_SIGNING_KEY: z.string().min(1),
};

export type Config = z.infer<z.ZodObject<typeof shape>>;

export const readConfig = (): Config => loadConfig(shape);
