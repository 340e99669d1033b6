import type { UploadServiceClient } from '@licheng/contracts/upload';
import type { Peer, ServiceTokens } from '@licheng/service-kit';
import type { FileLinks } from '../application/ports.ts';

/** Links from upload, asked for in this service's own name: upload trusts it to have checked who asks. */
export function createFileLinks(upload: Peer<UploadServiceClient>, tokens: ServiceTokens): FileLinks {
  return {
    async create(uploadId, variant) {
      const { path } = await upload.call(
        'createLink',
        { uploadId, variant },
        { token: await tokens.current(), attempts: 2 },
      );
      return path;
    },
  };
}
