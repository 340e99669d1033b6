// npm run verify-receipt FILE: whether a submission receipt is genuine. Exit code 0 valid, 1 not valid (with the reason),
// 2 when it could not be told. Needs nothing but the receipt and the public keys.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type CompactVerifyResult, compactVerify, importJWK, type JWK } from 'jose';
import { root } from './run.ts';
import { runningState } from './state.ts';

const KIND = 'licheng-submission-receipt';
const KEY_SET_FILE = 'receipt-keys.json';
const PARTS = ['kind', 'receipt', 'keyId', 'jws'];

const USAGE = `usage: npm run verify-receipt -- RECEIPT.json [--keys FILE_OR_URL] [--file DOCUMENT]...

  --keys  the public keys, a JSON Web Key Set. Without it: those of the system running here, else ${KEY_SET_FILE} beside
          the receipt. Get them from whom you trust (https://…/api/v1/receipt-keys): a receipt is only worth as much as
          the keys it is checked with.
  --file  also checks that this very file, byte for byte, is in the receipt; may be given more than once.`;

type Json = Record<string, unknown>;
export type Verdict = { valid: true; receipt: Json } | { valid: false; reason: string };

/** It cannot be told whether the receipt is genuine. */
class CannotTell extends Error {}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const invalid = (reason: string): Verdict => ({ valid: false, reason });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param documents names and bytes of files that must be in the receipt */
export async function verifyReceipt(
  text: string,
  keys: readonly JWK[],
  documents: readonly { name: string; bytes: Uint8Array }[] = [],
): Promise<Verdict> {
  const file = parsed(text);
  if (!isObject(file) || file['kind'] !== KIND) return invalid('this file is no submission receipt of Licheng');
  const stray = Object.keys(file).find((part) => !PARTS.includes(part));
  if (stray !== undefined) return invalid(`"${stray}" does not belong in a receipt: somebody has added it`);
  const { receipt, keyId, jws } = file;
  if (!isObject(receipt) || typeof keyId !== 'string' || typeof jws !== 'string') {
    return invalid('the receipt is incomplete');
  }
  const key = keys.find((candidate) => candidate.kid === keyId);
  if (key === undefined) return invalid(`it names a key (${keyId}) that is none of the published ones`);

  let signed: CompactVerifyResult;
  try {
    signed = await compactVerify(jws, await importJWK(key, 'EdDSA'), { algorithms: ['EdDSA'] });
  } catch {
    return invalid('the signature does not fit: it was changed, or made with another key');
  }
  if (signed.protectedHeader.kid !== keyId) return invalid('the key it names is not the one its signature names');
  const content = parsed(new TextDecoder().decode(signed.payload));
  if (!isObject(content)) return invalid('what was signed is no receipt');
  const changed = [...new Set([...Object.keys(content), ...Object.keys(receipt)])].filter(
    (field) => !isDeepStrictEqual(content[field], receipt[field]),
  );
  if (changed.length > 0) return invalid(`its text was changed after it was signed: ${changed.join(', ')}`);
  for (const { name, bytes } of documents) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (!filesOf(content).some((known) => known['sha256'] === sha256)) {
      return invalid(`${name} is not what was submitted: no file of the receipt has the SHA-256 ${sha256}`);
    }
  }
  return { valid: true, receipt: content };
}

function filesOf(receipt: Json): Json[] {
  const { files } = receipt;
  return Array.isArray(files) ? files.filter(isObject) : [];
}

/** npm runs scripts in the project's folder; names are meant from where it was called. */
const fromHere = (path: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new CannotTell(`cannot read ${path}`);
  }
}

async function readKeys(source: string): Promise<JWK[]> {
  let text: string;
  if (/^https?:/.test(source)) {
    const answer = await fetch(source).catch(() => null);
    if (answer?.ok !== true) throw new CannotTell(`cannot get the keys from ${source}`);
    text = await answer.text();
  } else text = read(source).toString('utf8');
  const set = parsed(text);
  if (!isObject(set) || !Array.isArray(set['keys'])) throw new CannotTell(`${source} is no JSON Web Key Set`);
  return set['keys'].filter(isObject) as JWK[];
}

function keySource(receiptFile: string, given: string | undefined): string {
  if (given !== undefined) return /^https?:/.test(given) ? given : fromHere(given);
  const running = runningState(join(root, '.licheng'));
  if (running !== null) return `${running.url}/api/v1/receipt-keys`;
  const beside = join(dirname(receiptFile), KEY_SET_FILE);
  if (existsSync(beside)) return beside;
  throw new CannotTell(`no keys to check with: start the system, or name them with --keys\n\n${USAGE}`);
}

async function main(args: string[]): Promise<number> {
  const options = { keys: { type: 'string' }, file: { type: 'string', multiple: true } } as const;
  let receiptFile: string | undefined;
  let values: { keys?: string; file?: string[] };
  try {
    const { positionals, ...rest } = parseArgs({ args, options, allowPositionals: true });
    values = rest.values;
    receiptFile = positionals.length === 1 ? positionals[0] : undefined;
  } catch {
    values = {};
  }
  if (receiptFile === undefined) throw new CannotTell(USAGE);
  const path = fromHere(receiptFile);
  const text = read(path).toString('utf8');
  const documents = (values.file ?? []).map((name) => ({ name, bytes: read(fromHere(name)) }));
  const source = keySource(path, values.keys);
  const verdict = await verifyReceipt(text, await readKeys(source), documents);
  if (!verdict.valid) {
    console.log(`NOT VALID: ${verdict.reason}`);
    return 1;
  }
  const { receipt } = verdict;
  console.log(`VALID, by the keys of ${source}`);
  for (const field of ['institutionName', 'studentName', 'subject', 'version', 'submittedAt', 'receiptId']) {
    console.log(`  ${field}: ${String(receipt[field])}`);
  }
  for (const file of filesOf(receipt)) {
    console.log(`  ${String(file['slot'])}: ${String(file['fileName'])}, ${String(file['sizeBytes'])} bytes`);
    console.log(`    SHA-256 ${String(file['sha256'])}`);
  }
  for (const { name } of documents) console.log(`  ${name} is one of these files, byte for byte`);
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
