import { z } from 'zod';

export interface HostAndPort {
  host: string;
  port: number;
}

/** `host:port`, as one variable so that an address is never half set. */
export const hostAndPort = z
  .string()
  .regex(/^[^:\s]+:\d{1,5}$/, 'must be host:port')
  .transform((value): HostAndPort => {
    const [host = '', port = ''] = value.split(':');
    return { host, port: Number(port) };
  });

/** Variables every service has. */
export const commonConfig = {
  SERVICE_NAME: z.string().min(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  HTTP_LISTEN: hostAndPort,
  SIGNING_KEY: z.string().min(1),
  TRUSTED_KEYS: z.string().min(2),
};

/**
 * Parses the environment once. All faults are reported together and by name only, never by value.
 * @throws Error whose message lists every fault.
 */
export function loadConfig<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this service is not complete:\n${faults.join('\n')}`);
}
