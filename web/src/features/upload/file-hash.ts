/**
 * SHA-256 in lower-case hex, or null where the browser offers no Web Crypto (a plain http origin): then the same bytes are
 * sent again instead of recognised. The digest runs off the page's thread.
 */
export async function sha256Of(bytes: ArrayBuffer): Promise<string | null> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
