import type { ReceiptContent, ReceiptKeysResource } from '@licheng/rest-contract';
import type { ReceiptFault } from '../../text/vocabulary.ts';
import { verifyEd25519 } from './signature.ts';

export type ReceiptKey = ReceiptKeysResource['keys'][number];

/** `content` is always what the signature covers, never the text beside it; null while no signature fits. */
export type ReceiptVerdict =
  | { valid: true; content: ReceiptContent; keyId: string }
  | { valid: false; fault: ReceiptFault; content: ReceiptContent | null; keyId: string | null };

interface Parsed {
  jws: string;
  /** The text for people; null when only the signature was given. */
  beside: { receipt: unknown; keyId: unknown } | null;
}

/**
 * Judges a receipt file (or the bare signature in it) against published keys; needs no network.
 * JWS compact serialisation after RFC 7515, EdDSA with Ed25519 (RFC 8037), nothing else.
 */
export async function judgeReceipt(input: string, keys: readonly ReceiptKey[]): Promise<ReceiptVerdict> {
  const refused = (fault: ReceiptFault, keyId: string | null = null, content: ReceiptContent | null = null) =>
    ({ valid: false, fault, content, keyId }) as const;

  const parsed = parse(input);
  const [header, payload, signature, ...more] = (parsed?.jws ?? '').split('.');
  if (parsed === null || payload === undefined || signature === undefined || more.length > 0) {
    return refused('not_a_receipt');
  }
  const head = jsonOf(header ?? '');
  const signatureBytes = bytesOf(signature);
  if (!isObject(head) || head['alg'] !== 'EdDSA' || 'crit' in head || signatureBytes === null) {
    return refused('not_a_receipt');
  }
  const keyId = typeof head['kid'] === 'string' ? head['kid'] : null;
  const publicKey = bytesOf(keys.find(({ kid }) => kid === keyId)?.x ?? '');
  if (publicKey === null || publicKey.length !== 32) return refused('key_unknown', keyId);

  const signed = new TextEncoder().encode(`${header}.${payload}`);
  if (!(await verifyEd25519(publicKey, signatureBytes, signed))) return refused('signature_wrong', keyId);
  const content = jsonOf(payload);
  if (!isReceiptContent(content) || keyId === null) return refused('not_a_receipt', keyId);
  if (parsed.beside !== null && !(isSame(parsed.beside.receipt, content) && parsed.beside.keyId === keyId)) {
    return refused('text_altered', keyId, content);
  }
  return { valid: true, content, keyId };
}

/** The keys of a JSON Web Key Set that receipts can be signed with; null when it is no key set at all. */
export function keysOf(keySet: unknown): ReceiptKey[] | null {
  if (!isObject(keySet) || !Array.isArray(keySet['keys'])) return null;
  const all: unknown[] = keySet['keys'];
  const keys = all.filter(
    (key): key is ReceiptKey =>
      isObject(key) &&
      key['kty'] === 'OKP' &&
      key['crv'] === 'Ed25519' &&
      typeof key['kid'] === 'string' &&
      typeof key['x'] === 'string' &&
      bytesOf(key['x'])?.length === 32,
  );
  return keys.length === 0 ? null : keys;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse(input: string): Parsed | null {
  const trimmed = input.trim().replace(/^\uFEFF/, '');
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(trimmed)) return { jws: trimmed, beside: null };
  const value = parseJson(trimmed);
  if (!isObject(value) || value['kind'] !== 'licheng-submission-receipt' || typeof value['jws'] !== 'string')
    return null;
  return { jws: value['jws'], beside: { receipt: value['receipt'], keyId: value['keyId'] } };
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> | null {
  if (base64url === '' || !/^[\w-]+$/.test(base64url)) return null;
  try {
    return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

function jsonOf(base64url: string): unknown {
  const bytes = bytesOf(base64url);
  return bytes === null ? undefined : parseJson(new TextDecoder().decode(bytes));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TEXTS = ['receiptId', 'institutionName', 'studentName', 'subject', 'outcomeId', 'summarySha256', 'submittedAt'];

function isReceiptContent(value: unknown): value is ReceiptContent {
  return (
    isObject(value) &&
    TEXTS.every((key) => typeof value[key] === 'string') &&
    typeof value['version'] === 'number' &&
    typeof value['academicYear'] === 'number' &&
    !Number.isNaN(Date.parse(String(value['submittedAt']))) &&
    Array.isArray(value['files']) &&
    value['files'].every(
      (file: unknown) =>
        isObject(file) &&
        typeof file['slot'] === 'string' &&
        typeof file['fileName'] === 'string' &&
        typeof file['sizeBytes'] === 'number' &&
        typeof file['sha256'] === 'string',
    )
  );
}

/** The same JSON, in whatever order its keys stand. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
    );
  }
  return a === b;
}
