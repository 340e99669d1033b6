import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { judgeReceipt, keysOf, type ReceiptKey } from '../src/features/receipt/receipt-verdict.ts';

const content = {
  receiptId: 'r1',
  institutionId: 'i1',
  institutionName: '測試機構',
  studentId: 's1',
  studentName: '學生5',
  courseId: 'c1',
  subject: '英文(三)',
  academicYear: 110,
  outcomeId: 'o1',
  version: 2,
  summarySha256: '0'.repeat(64),
  files: [{ slot: 'document', fileName: '我的學習成果.pdf', sizeBytes: 60_000, sha256: 'a'.repeat(64) }],
  submittedAt: '2022-07-08T06:00:00.000Z',
};

function makeKey(kid: string): { key: ReceiptKey; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { key: { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA', kid, x }, privateKey };
}

const { key, privateKey } = makeKey('key-1');
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwsOf(payload: unknown, header: object = { alg: 'EdDSA', kid: 'key-1' }, signer = privateKey): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), signer).toString('base64url')}`;
}

const receiptOf = (jws: string, receipt: unknown = content, keyId = 'key-1') =>
  JSON.stringify({ kind: 'licheng-submission-receipt', receipt, keyId, jws });

const judge = (input: string, keys: readonly ReceiptKey[] = [key]) => judgeReceipt(input, keys);

describe.each(['the browser’s own Ed25519', 'the library where the browser has none'])(
  'a receipt, with %s',
  (with_) => {
    afterEach(() => vi.unstubAllGlobals());
    const prepare = () => {
      if (with_.startsWith('the library')) vi.stubGlobal('crypto', {});
    };

    it('is valid when every byte is as it was signed', async () => {
      prepare();
      expect(await judge(receiptOf(jwsOf(content)))).toEqual({ valid: true, content, keyId: 'key-1' });
    });

    it('is refused when its content was changed after signing', async () => {
      prepare();
      const [head, , signature] = jwsOf(content).split('.');
      const forged = { ...content, submittedAt: '2022-06-01T06:00:00.000Z' };
      const jws = `${head}.${encode(forged)}.${signature}`;
      expect(await judge(receiptOf(jws, forged))).toMatchObject({
        valid: false,
        fault: 'signature_wrong',
        content: null,
      });
    });

    it('is refused when somebody else signed it under the same key id', async () => {
      prepare();
      const stranger = makeKey('key-1').privateKey;
      expect(await judge(receiptOf(jwsOf(content, undefined, stranger)))).toMatchObject({ fault: 'signature_wrong' });
    });
  },
);

describe('a receipt', () => {
  it('may be the bare signature, with white space around it', async () => {
    expect(await judge(`\n ${jwsOf(content)} \n`)).toMatchObject({ valid: true });
  });

  it('may have its keys in another order', async () => {
    const turned = Object.fromEntries(Object.entries(content).reverse());
    expect(await judge(receiptOf(jwsOf(content), turned))).toMatchObject({ valid: true });
  });

  it.each([
    ['another name', { ...content, studentName: '學生1' }],
    ['another file', { ...content, files: [{ ...content.files[0], sha256: 'b'.repeat(64) }] }],
    ['something added', { ...content, certified: true }],
    ['something left out', { ...content, version: undefined }],
    ['nothing', null],
  ])('whose readable part says %s is not believed, and the signed content is told', async (_, beside) => {
    const verdict = await judge(receiptOf(jwsOf(content), beside));
    expect(verdict).toEqual({ valid: false, fault: 'text_altered', content, keyId: 'key-1' });
  });

  it('whose readable key id is another is not believed', async () => {
    expect(await judge(receiptOf(jwsOf(content), content, 'key-2'))).toMatchObject({ fault: 'text_altered' });
  });

  it('of a key that is not published is left undecided', async () => {
    expect(await judge(receiptOf(jwsOf(content)), [])).toMatchObject({ fault: 'key_unknown', keyId: 'key-1' });
  });

  it.each([
    ['an unsigned token', `${encode({ alg: 'none', kid: 'key-1' })}.${encode(content)}.AA`],
    ['another algorithm', jwsOf(content, { alg: 'HS256', kid: 'key-1' })],
    ['a header with demands nobody here knows', jwsOf(content, { alg: 'EdDSA', kid: 'key-1', crit: ['b64'] })],
    ['a signed thing that is no receipt', jwsOf({ hello: 'world' })],
    ['a signed receipt without a time', jwsOf({ ...content, submittedAt: 'yesterday' })],
    ['some other JSON', '{"a":1}'],
    ['half a receipt', receiptOf(jwsOf(content)).slice(0, 200)],
    ['nothing', ''],
  ])('is not %s', async (_, input) => {
    expect(await judge(input)).toMatchObject({ valid: false, fault: 'not_a_receipt', content: null });
  });
});

describe('a key set', () => {
  it('gives the keys receipts can be signed with and leaves out the others', () => {
    const others = [{ kty: 'RSA', n: 'x', e: 'AQAB', kid: 'rsa' }, { ...key, x: 'AAAA' }, null, 'key'];
    expect(keysOf({ keys: [...others, key] })).toEqual([key]);
  });

  it.each([[null], [[]], [{}], [{ keys: 'none' }], [{ keys: [] }], ['text']])('is not %j', (value) => {
    expect(keysOf(value)).toBeNull();
  });
});
