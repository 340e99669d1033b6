type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The browser's own Ed25519 where it has one; else an audited library that is loaded only then. Outside a secure context
 * (plain http on a local network) browsers have no `crypto.subtle` at all.
 */
export async function verifyEd25519(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (hasSubtle()) {
    try {
      const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
      return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
    } catch {
      // Not known to this browser, or not a point on the curve: the library says which.
    }
  }
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  try {
    return ed25519.verify(signature, message, publicKey);
  } catch {
    return false;
  }
}

/** SHA-256 in lower-case hex. */
export async function sha256Hex(bytes: Bytes): Promise<string> {
  const digest = hasSubtle()
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function hasSubtle(): boolean {
  return (crypto as { subtle?: SubtleCrypto }).subtle !== undefined;
}
