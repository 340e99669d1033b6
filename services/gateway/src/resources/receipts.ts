import type { GetReceiptResponse, ListReceiptKeysResponse } from '@licheng/contracts/course-record';
import { LichengError } from '@licheng/portfolio-rules';
import type { ReceiptContent, ReceiptKeysResource, ReceiptResource } from '@licheng/rest-contract';

function partOf(jws: string, index: number): unknown {
  try {
    return JSON.parse(Buffer.from(jws.split('.')[index] ?? '', 'base64url').toString());
  } catch (cause) {
    throw new LichengError('internal', {}, { cause });
  }
}

/** What people read is taken out of what is signed, so that the two cannot differ. */
export function toReceipt({ jws }: GetReceiptResponse): ReceiptResource {
  const { kid } = partOf(jws, 0) as { kid: string };
  return { kind: 'licheng-submission-receipt', receipt: partOf(jws, 1) as ReceiptContent, keyId: kid, jws };
}

export const toReceiptKeys = ({ jwksJson }: ListReceiptKeysResponse): ReceiptKeysResource =>
  JSON.parse(jwksJson) as ReceiptKeysResource;
