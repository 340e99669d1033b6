import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ServiceTokens, TokenSigner, TokenVerifier, parseTrustedKeys } from '../src/index.ts';

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

const gateway = keyPair();
const upload = keyPair();
const verifier = new TokenVerifier(
  parseTrustedKeys(JSON.stringify({ gateway: gateway.publicKey, upload: upload.publicKey })),
);
const person = {
  personId: '00000000-0000-4000-8000-000000000001',
  institutionId: '00000000-0000-4000-8000-000000000002',
  role: 'student' as const,
  name: '學生1',
};

describe('internal tokens', () => {
  it("carry the person's institution and role", async () => {
    const token = await new TokenSigner('gateway', gateway.privateKey).forPerson(person, 60);
    expect(await verifier.verify(token)).toEqual({ kind: 'person', ...person });
  });

  it('let a service speak for itself, never for a person', async () => {
    const signer = new TokenSigner('upload', upload.privateKey);
    expect(await verifier.verify(await new ServiceTokens(signer).current())).toEqual({
      kind: 'service',
      service: 'upload',
    });
    await expect(verifier.verify(await signer.forPerson(person, 60))).rejects.toThrow('authentication_required');
  });

  it('are refused when signed by another key, expired, changed or of an unknown issuer', async () => {
    const forged = await new TokenSigner('gateway', upload.privateKey).forPerson(person, 60);
    const expired = await new TokenSigner('gateway', gateway.privateKey).forPerson(person, -1);
    const stranger = await new TokenSigner('stranger', keyPair().privateKey).forSelf(60);
    const good = await new TokenSigner('gateway', gateway.privateKey).forPerson(person, 60);
    for (const token of [forged, expired, stranger, `${good.slice(0, -4)}AAAA`, '', 'x.y.z']) {
      await expect(verifier.verify(token)).rejects.toThrow('authentication_required');
    }
  });
});
