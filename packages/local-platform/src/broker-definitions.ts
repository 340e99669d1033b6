import { createHash, randomBytes } from 'node:crypto';
import type { BrokerDefinitions } from './types.ts';

export interface Administrator {
  user: string;
  password: string;
}

/** The file RabbitMQ imports at boot; because it names users, the default `guest` is never made. */
export function definitionsFile(admin: Administrator, extra: BrokerDefinitions): object {
  const vhosts = [{ name: '/' }, ...(extra.vhosts ?? [])];
  const everything = { configure: '.*', write: '.*', read: '.*' };
  return {
    vhosts,
    users: [
      user({ name: admin.user, password: admin.password, tags: ['administrator'] }),
      ...(extra.users ?? []).map(user),
    ],
    permissions: [
      ...vhosts.map(({ name }) => ({ user: admin.user, vhost: name, ...everything })),
      ...(extra.permissions ?? []),
    ],
  };
}

function user(given: { name: string; password: string; tags?: string[] }): object {
  const salt = randomBytes(4);
  const hash = createHash('sha256').update(salt).update(given.password, 'utf8').digest();
  return {
    name: given.name,
    password_hash: Buffer.concat([salt, hash]).toString('base64'),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags: given.tags ?? [],
  };
}
