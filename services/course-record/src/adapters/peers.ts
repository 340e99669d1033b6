import type { CertificationServiceClient } from '@licheng/contracts/certification';
import type { UploadServiceClient } from '@licheng/contracts/upload';
import { FILE_SLOTS, type FileSlot } from '@licheng/portfolio-rules';
import type { Peer, ServiceTokens } from '@licheng/service-kit';
import type { Certification, Uploads } from '../application/ports.ts';

const ATTEMPTS = 3;
const TIMEOUT_MS = 5_000;
/** A batch may hold a whole school's year. */
const SEAL_TIMEOUT_MS = 20_000;

function slotOf(value: string): FileSlot {
  const slot = FILE_SLOTS.find((known) => known === value);
  if (slot === undefined) throw new Error(`upload named an unknown slot ${value}`);
  return slot;
}

function instantOf(value: Date | undefined): Date {
  if (value === undefined) throw new Error('upload named no start');
  return value;
}

export function uploadPeer(peer: Peer<UploadServiceClient>, tokens: ServiceTokens): Uploads {
  return {
    async get(ids, token) {
      const request = { ids: [...ids] };
      const { uploads } = await peer.call('getUploads', request, { token, timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS });
      return uploads.map(({ id, slot, fileName, mediaType, sizeBytes, sha256, startedAt }) => ({
        id,
        slot: slotOf(slot),
        fileName,
        mediaType,
        sizeBytes,
        sha256,
        startedAt: instantOf(startedAt),
      }));
    },

    async createLink(uploadId, variant) {
      const token = await tokens.current();
      const request = { uploadId, variant };
      return (await peer.call('createLink', request, { token, timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS })).path;
    },

    async createPreviewLinks(uploadId) {
      const token = await tokens.current();
      return peer.call('createPreviewLinks', { uploadId }, { token, timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS });
    },
  };
}

export function certificationPeer(peer: Peer<CertificationServiceClient>): Certification {
  return {
    seal: (batchId, versions, token) =>
      peer.call(
        'sealVersions',
        { batchId, versions: versions.map(({ outcomeId, version }) => ({ outcomeId, version })) },
        { token, timeoutMs: SEAL_TIMEOUT_MS, attempts: ATTEMPTS },
      ),
  };
}
