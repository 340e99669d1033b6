import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyReceipt } from '../verify-receipt.ts';

const folder = mkdtempSync(join(tmpdir(), 'licheng-receipt-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Buffer.from('the very bytes');
const content = {
  receiptId: '0b8f0f0e-0000-4000-8000-000000000001',
  institutionId: '0b8f0f0e-0000-4000-8000-000000000002',
  institutionName: '測試實驗教育機構',
  studentId: '0b8f0f0e-0000-4000-8000-000000000003',
  studentName: '學生5',
  courseId: '0b8f0f0e-0000-4000-8000-000000000004',
  subject: '英文(三)',
  academicYear: 110,
  outcomeId: '0b8f0f0e-0000-4000-8000-000000000005',
  version: 1,
  summarySha256: createHash('sha256').update('簡述').digest('hex'),
  files: [
    { slot: 'document', fileName: '我的.pdf', sizeBytes: 14, sha256: createHash('sha256').update(bytes).digest('hex') },
    { slot: 'media', fileName: '我的.mp4', sizeBytes: 9, sha256: 'b'.repeat(64) },
  ],
  submittedAt: '2022-07-08T01:02:03.004Z',
};

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const published: JWK = { ...jwk, kid, use: 'sig', alg: 'EdDSA' };
  const sign = (payload: string, header: { kid?: string } = {}) =>
    new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'EdDSA', kid, ...header }).sign(privateKey);
  return { kid, published, sign };
}

let house: Awaited<ReturnType<typeof newKey>>;
let genuine: { kind: string; receipt: typeof content; keyId: string; jws: string };
beforeAll(async () => {
  house = await newKey();
  const jws = await house.sign(JSON.stringify(content));
  genuine = { kind: 'licheng-submission-receipt', receipt: content, keyId: house.kid, jws };
});

const verify = (file: unknown, keys = [house.published], documents: { name: string; bytes: Uint8Array }[] = []) =>
  verifyReceipt(JSON.stringify(file), keys, documents);
const reasonOf = async (...args: Parameters<typeof verify>) => {
  const verdict = await verify(...args);
  return verdict.valid ? 'valid' : verdict.reason;
};

describe('a receipt is valid', () => {
  test('as it was downloaded, and with its fields in another order or laid out otherwise', async () => {
    expect(await verify(genuine)).toEqual({ valid: true, receipt: content });
    const reordered = Object.fromEntries(Object.entries(content).toReversed());
    expect(await reasonOf({ ...genuine, receipt: reordered })).toBe('valid');
    const text = JSON.stringify(genuine, null, 4);
    expect((await verifyReceipt(text, [house.published])).valid).toBe(true);
  });

  test('when it was signed with an earlier key that is still published', async () => {
    expect(await reasonOf(genuine, [(await newKey()).published, house.published])).toBe('valid');
  });

  test('together with the document it names', async () => {
    expect(await reasonOf(genuine, undefined, [{ name: 'mine.pdf', bytes }])).toBe('valid');
  });
});

describe('a receipt is not valid', () => {
  test.each(Object.keys(content))('when its %s is changed, left out or emptied', async (field) => {
    const value = content[field as keyof typeof content];
    const other = typeof value === 'number' ? value + 1 : Array.isArray(value) ? value.slice(1) : `${value} `;
    const { [field]: _, ...without } = content as Record<string, unknown>;
    for (const receipt of [{ ...content, [field]: other }, { ...content, [field]: null }, without]) {
      expect(await reasonOf({ ...genuine, receipt })).toBe(`its text was changed after it was signed: ${field}`);
    }
  });

  test.each(['slot', 'fileName', 'sizeBytes', 'sha256'] as const)('when the %s of a file is changed', async (field) => {
    const files = content.files.map((file) => ({ ...file, [field]: field === 'sizeBytes' ? 15 : 'media' }));
    expect(await reasonOf({ ...genuine, receipt: { ...content, files } })).toContain('signed: files');
  });

  test('when something is added to it, inside or outside', async () => {
    expect(await reasonOf({ ...genuine, receipt: { ...content, grade: 'A+' } })).toContain('signed: grade');
    expect(await reasonOf({ ...genuine, note: '已認證' })).toContain('"note" does not belong');
  });

  test('when any part of its signed form is changed', async () => {
    const parts = genuine.jws.split('.');
    for (const index of parts.keys()) {
      const part = parts[index] ?? '';
      for (const at of [0, Math.floor(part.length / 2)]) {
        const changed = `${part.slice(0, at)}${part[at] === 'A' ? 'B' : 'A'}${part.slice(at + 1)}`;
        expect(await reasonOf({ ...genuine, jws: parts.with(index, changed).join('.') })).toContain('signature');
      }
    }
    const otherPayload = Buffer.from(JSON.stringify({ ...content, version: 2 })).toString('base64url');
    const forged = { ...genuine, receipt: { ...content, version: 2 }, jws: parts.with(1, otherPayload).join('.') };
    expect(await reasonOf(forged)).toContain('signature');
    expect(await reasonOf({ ...genuine, jws: '' })).toContain('signature');
  });

  test('when it was signed with a key of somebody else, whatever key it names', async () => {
    const stranger = await newKey();
    const text = JSON.stringify(content);
    expect(await reasonOf({ ...genuine, jws: await stranger.sign(text), keyId: stranger.kid })).toContain(
      'none of the published ones',
    );
    const disguised = await stranger.sign(text, { kid: house.kid });
    expect(await reasonOf({ ...genuine, jws: disguised })).toContain('made with another key');
    expect(await reasonOf(genuine, [])).toContain('none of the published ones');
  });

  test('when the key it names is not the one its signature names', async () => {
    const jws = await house.sign(JSON.stringify(content), { kid: 'another' });
    expect(await reasonOf({ ...genuine, jws })).toContain('not the one its signature names');
  });

  test('when its signature is no signature at all', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: house.kid })).toString('base64url');
    const payload = genuine.jws.split('.')[1];
    expect(await reasonOf({ ...genuine, jws: `${header}.${payload}.` })).toContain('signature');
    // A public key is no secret: used as one it must prove nothing.
    const hmac = Buffer.from(JSON.stringify({ alg: 'HS256', kid: house.kid })).toString('base64url');
    expect(await reasonOf({ ...genuine, jws: `${hmac}.${payload}.AAAA` })).toContain('signature');
  });

  test('when a document is not byte for byte the one it names', async () => {
    const documents = [
      { name: 'mine.pdf', bytes },
      { name: 'changed.pdf', bytes: Buffer.from('the very byteS') },
    ];
    expect(await reasonOf(genuine, undefined, documents)).toContain('changed.pdf is not what was submitted');
  });

  test.each([['not json'], ['[]'], ['null'], ['{}'], ['{"kind":"licheng-submission-receipt"}']])(
    'when it is none: %s',
    async (text) => {
      expect((await verifyReceipt(text, [house.published])).valid).toBe(false);
    },
  );
});

describe('the command', () => {
  const write = (name: string, value: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value));
    return path;
  };
  const run = (...args: string[]) => {
    const script = join(import.meta.dirname, '../verify-receipt.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: folder },
    });
    return { status, text: stdout + stderr };
  };

  test('ends with 0 for a valid receipt, by a key file alone, and says what it proves', () => {
    write('keys.json', { keys: [house.published] });
    write('receipt.json', genuine);
    write('mine.pdf', bytes);
    const { status, text } = run('receipt.json', '--keys', 'keys.json', '--file', 'mine.pdf');
    expect([status, text]).toEqual([0, expect.stringContaining('VALID, by the keys of')]);
    for (const fact of ['學生5', '英文(三)', '2022-07-08T01:02:03.004Z', '我的.pdf']) expect(text).toContain(fact);
  });

  test('ends with 1 and the reason for one that is not', () => {
    write('changed.json', { ...genuine, receipt: { ...content, submittedAt: '2022-07-01T00:00:00.000Z' } });
    expect(run('changed.json', '--keys', 'keys.json')).toEqual({
      status: 1,
      text: 'NOT VALID: its text was changed after it was signed: submittedAt\n',
    });
  });

  test('takes the keys from an address', async () => {
    const server = createServer((_, response) => response.end(JSON.stringify({ keys: [house.published] })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/receipt-keys`;
      const script = join(import.meta.dirname, '../verify-receipt.ts');
      const child = spawn(process.execPath, [script, join(folder, 'receipt.json'), '--keys', url]);
      expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
    } finally {
      server.close();
    }
  });

  test('ends with 2 when it cannot tell: no receipt named, nothing to read, no keys', () => {
    for (const args of [
      [],
      ['a.json', 'b.json'],
      ['receipt.json', '--unknown'],
      ['missing.json', '--keys', 'keys.json'],
    ]) {
      expect(run(...args).status).toBe(2);
    }
    for (const keys of ['missing.json', 'mine.pdf', 'http://127.0.0.1:9/']) {
      expect(run('receipt.json', '--keys', keys).status).toBe(2);
    }
  });
});
