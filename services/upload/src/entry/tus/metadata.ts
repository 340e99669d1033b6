import { LichengError } from '@licheng/portfolio-rules';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MAX_HEADER_CHARACTERS = 4_096;

/**
 * "The Upload-Metadata […] MUST consist of one or more comma-separated key-value pairs. The key and value MUST be separated by
 * a space. The key MUST NOT contain spaces and commas and MUST NOT be empty. […] the value MUST be Base64 encoded. All keys MUST
 * be unique. The value MAY be empty."
 * @throws LichengError `invalid_request` when the header breaks these rules or a value is no UTF-8.
 */
export function parseMetadata(header: string): ReadonlyMap<string, string> {
  const invalid = () => new LichengError('invalid_request', { field: 'Upload-Metadata' });
  if (header.length > MAX_HEADER_CHARACTERS) throw invalid();
  const metadata = new Map<string, string>();
  if (header.trim() === '') return metadata;
  for (const pair of header.split(',')) {
    const [key = '', value = '', ...rest] = pair.trim().split(' ');
    if (key === '' || rest.length > 0 || !BASE64.test(value) || metadata.has(key)) throw invalid();
    try {
      metadata.set(key, new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'base64')));
    } catch (cause) {
      throw new LichengError('invalid_request', { field: 'Upload-Metadata' }, { cause });
    }
  }
  return metadata;
}
