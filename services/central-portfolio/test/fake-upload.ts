import { createHash, randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CreateLinkRequest, UploadServiceService } from '@licheng/contracts/upload';
import { LichengError } from '@licheng/portfolio-rules';
import {
  type GrpcServer,
  TokenVerifier,
  createLogger,
  parseTrustedKeys,
  requireService,
  startGrpcServer,
  unary,
} from '@licheng/service-kit';

export interface FakeFile {
  uploadId: string;
  bytes: Buffer;
  sha256: string;
}

/** upload as this service knows it: a gRPC call that gives a link, and an HTTP server behind the link. */
export interface FakeUpload {
  grpcPort: number;
  httpUrl: string;
  add(bytes: Buffer): FakeFile;
  remove(uploadId: string): void;
  /** How often the bytes of an upload were asked for. */
  fetches(uploadId: string): number;
  /** What the HTTP server does instead of answering properly. */
  misbehave(how: 'not' | 'refuse' | 'break off' | 'send too much'): void;
  stop(): Promise<void>;
}

export async function startFakeUpload(trustedKeys: string): Promise<FakeUpload> {
  const files = new Map<string, Buffer>();
  const fetched = new Map<string, number>();
  let manner: Parameters<FakeUpload['misbehave']>[0] = 'not';

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const uploadId = (request.url ?? '').split('/').at(-1) ?? '';
    fetched.set(uploadId, (fetched.get(uploadId) ?? 0) + 1);
    const bytes = files.get(uploadId);
    if (manner === 'refuse') return response.writeHead(503).end();
    if (bytes === undefined) return response.writeHead(404).end();
    if (manner === 'send too much') return response.writeHead(200).end(Buffer.concat([bytes, bytes]));
    response.writeHead(200, { 'content-length': bytes.length });
    if (manner === 'not') return response.end(bytes);
    return response.write(bytes.subarray(0, 10), () => response.destroy());
  };
  const http = createServer(serve);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  const entry = { verifier: new TokenVerifier(parseTrustedKeys(trustedKeys)), log: createLogger('upload', 'silent') };
  const createLink = unary(entry, async ({ uploadId, variant }: CreateLinkRequest, { principal }) => {
    requireService(principal, 'central-portfolio');
    if (variant !== 'file' || !files.has(uploadId)) throw new LichengError('upload_not_found');
    return { path: `/files/${uploadId}`, expiresAt: new Date() };
  });
  const grpc: GrpcServer = await startGrpcServer({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: UploadServiceService, implementation: { createLink } }],
  });
  return {
    grpcPort: grpc.port,
    httpUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    add(bytes) {
      const uploadId = randomUUID();
      files.set(uploadId, bytes);
      return { uploadId, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    remove: (uploadId) => files.delete(uploadId),
    fetches: (uploadId) => fetched.get(uploadId) ?? 0,
    misbehave: (how) => {
      manner = how;
    },
    async stop() {
      await grpc.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
