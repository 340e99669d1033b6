import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlatformAddresses, Secrets } from '@licheng/local-platform';
import { afterAll, describe, expect, test } from 'vitest';
import { brokerUsers, serviceEnvironment, serviceNames, type SystemContext } from '../services.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'licheng-services-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const platform: PlatformAddresses = {
  dataDir,
  postgres: {
    host: '127.0.0.1',
    port: 1,
    superuser: 's',
    password: 'p',
    superuserUrl: 'postgresql://s:p@127.0.0.1:1/postgres',
  },
  broker: {
    host: '127.0.0.1',
    port: 2,
    adminUser: 'a',
    adminPassword: 'admin-password',
    adminUrl: 'amqp://a:admin-password@127.0.0.1:2/%2F',
  },
  redis: { host: '127.0.0.1', port: 3, password: 'r', url: 'redis://:r@127.0.0.1:3/0' },
  clamd: { host: '127.0.0.1', port: 4, address: '127.0.0.1:4' },
};
const context: SystemContext = {
  dataDir,
  platform,
  secrets: new Secrets(dataDir),
  ports: Object.fromEntries(
    serviceNames.map((name, index) => [name, { grpc: 100 + index, http: 200 + index }]),
  ) as SystemContext['ports'],
  publicUrl: 'http://127.0.0.1:8080',
  webRoot: '/web',
  logLevel: 'info',
  ephemeralVolumes: false,
};

describe('the environment of a service', () => {
  const environments = serviceNames.map((name) => [name, serviceEnvironment(name, context)] as const);

  test.each(environments)("%s has nobody else's password", (name, env) => {
    const text = JSON.stringify(env);
    expect(text).not.toContain('admin-password');
    for (const [other, its] of environments) {
      if (other === name) continue;
      expect(text).not.toContain(its['SIGNING_KEY']);
      expect(text).not.toContain(context.secrets.password(`broker/${other}`));
    }
  });

  test('receipts are signed with a key of their own, which only course-record has', () => {
    const keyOf = (name: string) => environments.find(([known]) => known === name)?.[1]['RECEIPT_SIGNING_KEY'];
    expect(environments.flatMap(([name]) => (keyOf(name) === undefined ? [] : name))).toEqual(['course-record']);
    expect(environments.map(([, env]) => env['SIGNING_KEY'])).not.toContain(keyOf('course-record'));
  });

  test.each(environments)('%s is the same after a restart', (name, env) => {
    expect(serviceEnvironment(name, { ...context, secrets: new Secrets(dataDir) })).toEqual(env);
  });
});

describe('broker permissions', () => {
  const definitions = brokerUsers((name) => name);
  const may = (user: string, right: 'configure' | 'write' | 'read', resource: string) =>
    new RegExp(definitions.permissions?.find((given) => given.user === user)?.[right] ?? '^$').test(resource);

  test('a service reads its own queues only', () => {
    expect(may('certification', 'read', 'certification.facts')).toBe(true);
    expect(may('certification', 'read', 'course-record.facts')).toBe(false);
    expect(may('certification', 'read', 'licheng.events')).toBe(false);
  });

  test('a service publishes events and its own retries, and declares nothing', () => {
    expect(may('certification', 'write', 'licheng.events')).toBe(true);
    expect(may('certification', 'write', 'amq.default')).toBe(true);
    expect(may('certification', 'write', 'upload.checks')).toBe(false);
    expect(may('certification', 'configure', 'certification.facts')).toBe(false);
  });

  test('the gateway makes its own passing queues and hears events', () => {
    expect(may('gateway', 'configure', 'gateway.live.1')).toBe(true);
    expect(may('gateway', 'configure', 'certification.facts')).toBe(false);
    expect(may('gateway', 'read', 'licheng.events')).toBe(true);
  });
});
