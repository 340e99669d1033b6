import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BrokerDefinitions,
  generateServiceKeys,
  type PlatformAddresses,
  type Secrets,
  urlOf,
} from '@licheng/local-platform';

export const serviceNames = [
  'gateway',
  'identity',
  'course-record',
  'certification',
  'deadline-scheduler',
  'upload',
  'media-validation',
  'notification',
  'central-portfolio',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Who may sign internal tokens: every service, and the operator's own scripts. */
const issuers = [...serviceNames, 'console'] as const;

interface Service {
  /** Has a gRPC side: the gateway speaks HTTP to the world, media-validation only listens to the broker. */
  grpc: boolean;
  database: boolean;
  redis: boolean;
  /** Services it calls by gRPC. */
  calls: readonly ServiceName[];
}

/** The one table of the house: who exists and who talks to whom. All of them use the broker. */
export const services: Record<ServiceName, Service> = {
  gateway: {
    grpc: false,
    database: false,
    redis: true,
    calls: ['identity', 'course-record', 'certification', 'deadline-scheduler', 'notification', 'central-portfolio'],
  },
  identity: { grpc: true, database: true, redis: false, calls: [] },
  'course-record': { grpc: true, database: true, redis: false, calls: ['certification', 'upload'] },
  certification: { grpc: true, database: true, redis: false, calls: ['upload'] },
  'deadline-scheduler': { grpc: true, database: true, redis: false, calls: [] },
  upload: { grpc: true, database: true, redis: false, calls: [] },
  'media-validation': { grpc: false, database: true, redis: false, calls: ['upload'] },
  notification: { grpc: true, database: true, redis: false, calls: [] },
  'central-portfolio': { grpc: true, database: true, redis: false, calls: ['upload'] },
};

export interface ServicePorts {
  grpc: number;
  http: number;
}

export interface SystemContext {
  dataDir: string;
  platform: PlatformAddresses;
  secrets: Secrets;
  ports: Record<ServiceName, ServicePorts>;
  publicUrl: string;
  /** The built web app. */
  webRoot: string;
  logLevel: string;
  /** Files may lie where they vanish with this machine: in tests, and in a container that is tried out. */
  ephemeralVolumes: boolean;
}

const host = '127.0.0.1';
const underscored = (name: ServiceName) => name.replaceAll('-', '_');
const addressVariable = (name: ServiceName) => `${underscored(name).toUpperCase()}_ADDRESS`;

export function serviceDatabase(name: ServiceName, secrets: Secrets) {
  const prefix = underscored(name);
  return {
    database: `licheng_${prefix}`,
    ownerRole: `${prefix}_owner`,
    ownerPassword: secrets.password(`postgres/${prefix}_owner`),
    appRole: `${prefix}_app`,
    appPassword: secrets.password(`postgres/${prefix}_app`),
  };
}

/** Each service may write events and touch its own queues, nothing of another's. */
export function brokerUsers(password: (name: string) => string): BrokerDefinitions {
  return {
    users: serviceNames.map((name) => ({ name, password: password(`broker/${name}`) })),
    permissions: serviceNames.map((name) => ({
      user: name,
      vhost: '/',
      // The gateway makes a passing queue per process for what open pages want to hear.
      configure: name === 'gateway' ? String.raw`^(gateway\.live\..*)$` : '^$',
      // A message to be tried again goes to its retry queue through the default exchange.
      write: String.raw`^(licheng\.events|licheng\.dead|${name}\..*|amq\.default)$`,
      read: name === 'gateway' ? String.raw`^(gateway\..*|licheng\.events)$` : String.raw`^(${name}\..*)$`,
    })),
  };
}

/** PKCS#8 DER, base64. */
export function signingKey(issuer: (typeof issuers)[number], secrets: Secrets): string {
  return keyPair(issuer, secrets).privateKey;
}

function keyPair(purpose: string, secrets: Secrets) {
  const text = secrets.remember(`key/${purpose}`, () => JSON.stringify(generateServiceKeys()));
  return JSON.parse(text) as { privateKey: string; publicKey: string };
}

/** Everything a service reads from its environment; nothing of the developer's own is passed on but PATH. */
export function serviceEnvironment(name: ServiceName, context: SystemContext): Record<string, string> {
  const { secrets, ports, platform } = context;
  const service = services[name];
  const trusted = Object.fromEntries(issuers.map((issuer) => [issuer, keyPair(issuer, secrets).publicKey]));
  const brokerUrl = new URL(platform.broker.adminUrl);
  brokerUrl.username = name;
  brokerUrl.password = secrets.password(`broker/${name}`);
  const env: Record<string, string> = {
    NODE_ENV: 'production',
    // Each thread of the C library would otherwise keep a heap of its own.
    MALLOC_ARENA_MAX: '1',
    SERVICE_NAME: name,
    LOG_LEVEL: context.logLevel,
    HTTP_LISTEN: `${host}:${ports[name].http}`,
    BROKER_URL: brokerUrl.href,
    SIGNING_KEY: signingKey(name, secrets),
    TRUSTED_KEYS: JSON.stringify(trusted),
  };
  if (service.grpc) env['GRPC_LISTEN'] = `${host}:${ports[name].grpc}`;
  if (service.redis) env['REDIS_URL'] = platform.redis.url;
  if (service.database) {
    const { database, appRole, appPassword } = serviceDatabase(name, secrets);
    env['DATABASE_URL'] = urlOf(platform.postgres.superuserUrl, database, appRole, appPassword);
  }
  for (const peer of service.calls) env[addressVariable(peer)] = `${host}:${ports[peer].grpc}`;
  return { ...env, ...ownVariables(name, context) };
}

function ownVariables(name: ServiceName, context: SystemContext): Record<string, string> {
  const { dataDir, ports, platform, secrets, publicUrl, webRoot, ephemeralVolumes } = context;
  const folder = (...parts: string[]) => {
    const path = join(dataDir, ...parts);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const uploadHttpUrl = `http://${host}:${ports.upload.http}`;
  switch (name) {
    case 'gateway':
      return { UPLOAD_HTTP_URL: uploadHttpUrl, WEB_ROOT: webRoot, PUBLIC_URL: publicUrl };
    case 'course-record':
      return { RECEIPT_SIGNING_KEY: keyPair('receipts', secrets).privateKey };
    case 'certification':
      // Browser journeys shorten it with LICHENG_VERDICT_UNDO_SECONDS.
      return { VERDICT_UNDO_SECONDS: process.env['LICHENG_VERDICT_UNDO_SECONDS'] ?? '10' };
    case 'upload':
      return {
        BLOB_VOLUMES: `${folder('blobs', 'a')},${folder('blobs', 'b')}`,
        URL_SIGNING_SECRET: secrets.password('url-signing'),
        ...(ephemeralVolumes ? { EPHEMERAL_VOLUMES: 'allow' } : {}),
      };
    case 'media-validation':
      return { CLAMD_ADDRESS: platform.clamd.address, WORK_DIR: folder('work', 'media-validation') };
    case 'central-portfolio':
      return { UPLOAD_HTTP_URL: uploadHttpUrl, CENTRAL_STORE: folder('central') };
    default:
      return {};
  }
}
