import type { UploadServiceClient } from '@licheng/contracts/upload';
import type { Peer, ServiceTokens } from '@licheng/service-kit';
import type { FileLinks } from '../application/ports.ts';

/** Links from upload, asked for in this service's own name: upload trusts it to have checked who asks. */
export function createFileLinks(upload: Peer<UploadServiceClient>, tokens: ServiceTokens): FileLinks {
  const options = async () => ({ token: await tokens.current(), attempts: 2 });
  return {
    async create(uploadId, variant) {
      return (await upload.call('createLink', { uploadId, variant }, await options())).path;
    },
    createPreview: async (uploadId) => upload.call('createPreviewLinks', { uploadId }, await options()),
  };
}
