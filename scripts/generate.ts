// Generates what is not committed: gRPC and event types from proto/, Prisma clients from the schemas, the API's description and
// the web client from packages/rest-contract; and what is: the state tables in docs/. `--if-stale` does nothing when no input has changed; `--check` fails when a committed file is out of date.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { root, run } from './run.ts';
import { writeStateTables } from './state-tables.ts';
import { WEB_CLIENT_OUT, writeWebClient } from './web-client.ts';

const CONTRACTS_OUT = join(root, 'packages/contracts/src/generated');
const STAMP = join(root, 'node_modules/.licheng-generated');

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
}

/** Schemas with a generator block; services that only speak SQL have none. */
async function prismaSchemas(): Promise<string[]> {
  const schemas: string[] = [];
  for (const service of await readdir(join(root, 'services'))) {
    const schema = join(root, 'services', service, 'prisma/schema.prisma');
    if (existsSync(schema) && /^generator /m.test(await readFile(schema, 'utf8'))) schemas.push(schema);
  }
  return schemas.toSorted();
}

async function inputsHash(schemas: string[]): Promise<string> {
  const hash = createHash('sha256');
  const folders = ['proto', 'packages/rest-contract/src', 'packages/portfolio-rules/src'];
  const files = (await Promise.all(folders.map((folder) => filesBelow(join(root, folder))))).flat();
  const generators = ['generate.ts', 'web-client.ts'].map((name) => join(root, 'scripts', name));
  const inputs = [...files, ...generators, ...schemas, join(root, 'package-lock.json')].toSorted();
  for (const file of inputs) hash.update(relative(root, file)).update(await readFile(file));
  return hash.digest('hex');
}

async function outputsExist(schemas: string[]): Promise<boolean> {
  return (
    existsSync(CONTRACTS_OUT) &&
    existsSync(WEB_CLIENT_OUT) &&
    schemas.every((s) => existsSync(join(s, '../../src/generated/prisma')))
  );
}

const schemas = await prismaSchemas();
const hash = await inputsHash(schemas);
const stamp = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : '';
const fresh = stamp === hash && (await outputsExist(schemas));

if (!(fresh && process.argv.includes('--if-stale'))) {
  await rm(CONTRACTS_OUT, { recursive: true, force: true });
  await mkdir(CONTRACTS_OUT, { recursive: true });
  await run('buf', ['generate'], { cwd: join(root, 'proto') });
  for (const schema of schemas) {
    await run('prisma', ['generate', '--schema', schema], {
      cwd: join(schema, '../..'),
      quiet: true,
      // The command line asks for an engine binary even where it uses none, and for news from the network.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    });
  }
  await writeWebClient();
  await writeFile(STAMP, hash);
}
if (!process.argv.includes('--if-stale')) await writeStateTables({ check: process.argv.includes('--check') });
