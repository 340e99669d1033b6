// Chooses every secret of a docker compose installation once: node deploy/make-env.mjs > .env
// There are no default secrets; compose refuses to start without this file.
import { generateKeyPairSync, randomBytes } from 'node:crypto';

const services = [
  'gateway',
  'identity',
  'course-record',
  'certification',
  'deadline-scheduler',
  'upload',
  'media-validation',
  'notification',
  'central-portfolio',
];
const key = (service) => service.toUpperCase().replaceAll('-', '_');
const secret = () => randomBytes(24).toString('hex');
const lines = [];
const trusted = {};
for (const service of services) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  lines.push(`${key(service)}_SIGNING_KEY=${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`);
  trusted[service] = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  lines.push(`${key(service)}_BROKER_PASSWORD=${secret()}`);
  if (service !== 'gateway')
    lines.push(`${key(service)}_OWNER_PASSWORD=${secret()}`, `${key(service)}_APP_PASSWORD=${secret()}`);
}
const operator = generateKeyPairSync('ed25519');
lines.push(`CONSOLE_SIGNING_KEY=${operator.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`);
trusted.console = operator.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
// Signs receipts and nothing else. Change it whenever you like: the public keys of earlier ones stay published.
const receipts = generateKeyPairSync('ed25519').privateKey;
lines.push(`RECEIPT_SIGNING_KEY=${receipts.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`);
lines.push(`TRUSTED_KEYS='${JSON.stringify(trusted)}'`);
for (const name of ['POSTGRES_PASSWORD', 'BROKER_PASSWORD', 'REDIS_PASSWORD', 'URL_SIGNING_SECRET'])
  lines.push(`${name}=${secret()}`);
lines.push('PUBLIC_URL=http://127.0.0.1:8080');
console.log(lines.join('\n'));
