import { randomBytes, randomUUID } from 'node:crypto';
import { CertificationServiceService } from '@licheng/contracts/certification';
import { type Upload, UploadServiceService } from '@licheng/contracts/upload';
import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import {
  createLogger,
  type GrpcServer,
  requirePerson,
  requireService,
  startGrpcServer,
  type TokenVerifier,
  unary,
} from '@licheng/service-kit';

const LISTEN = { host: '127.0.0.1', port: 0 };

interface VersionRef {
  outcomeId: string;
  version: number;
}

/** Upload as this service sees it: facts of finished uploads, and links. */
export interface FakeUpload {
  address: string;
  /** A finished upload of this person. */
  finish(owner: { personId: string; institutionId: string }, slot: FileSlot, startedAt?: Date): Upload;
  linksAsked: { uploadId: string; variant: string }[];
  stop(): Promise<void>;
}

export async function fakeUpload(verifier: TokenVerifier): Promise<FakeUpload> {
  const uploads = new Map<string, Upload>();
  const linksAsked: { uploadId: string; variant: string }[] = [];
  const entry = { verifier, log: createLogger('fake-upload', 'silent') };
  const server: GrpcServer = await startGrpcServer({
    listen: LISTEN,
    services: [
      {
        definition: UploadServiceService,
        implementation: {
          getUploads: unary(entry, async (request: { ids: string[] }, { principal }) => {
            const person = requirePerson(principal);
            return {
              uploads: request.ids.map((id) => {
                const upload = uploads.get(id);
                if (upload?.ownerId !== person.personId) throw new LichengError('upload_not_found');
                return upload;
              }),
            };
          }),
          createLink: unary(entry, async (request: { uploadId: string; variant: string }, { principal }) => {
            requireService(principal, 'course-record');
            linksAsked.push(request);
            return { path: `/files/${request.uploadId}/${request.variant}`, expiresAt: new Date() };
          }),
          createPreviewLinks: unary(entry, async ({ uploadId }: { uploadId: string }, { principal }) => {
            requireService(principal, 'course-record');
            return { state: 'ready', pageCount: 30, pagePaths: [`/files/${uploadId}/pages/1`] };
          }),
        },
      },
    ],
  });
  return {
    address: `127.0.0.1:${server.port}`,
    linksAsked,
    finish({ personId, institutionId }, slot, startedAt = new Date()) {
      const upload: Upload = {
        id: randomUUID(),
        ownerId: personId,
        institutionId,
        slot,
        fileName: slot === 'document' ? '我的學習成果.pdf' : '我的影片.mp4',
        mediaType: slot === 'document' ? 'application/pdf' : 'video/mp4',
        sizeBytes: 3_000_000,
        sha256: randomBytes(32).toString('hex'),
        startedAt,
      };
      uploads.set(upload.id, upload);
      return upload;
    },
    stop: () => server.stop(),
  };
}

/** Certification as the hand-in sees it. */
export interface FakeCertification {
  address: string;
  /** One entry per call that was answered. */
  seals: { batchId: string; versions: VersionRef[] }[];
  /** Decides what a call does: answer with the versions to refuse, or throw. */
  behave: (call: { batchId: string; versions: VersionRef[] }) => VersionRef[] | Promise<VersionRef[]>;
  stop(): Promise<void>;
}

export async function fakeCertification(verifier: TokenVerifier): Promise<FakeCertification> {
  const entry = { verifier, log: createLogger('fake-certification', 'silent') };
  const fake: FakeCertification = { address: '', seals: [], behave: () => [], stop: () => server.stop() };
  const server: GrpcServer = await startGrpcServer({
    listen: LISTEN,
    services: [
      {
        definition: CertificationServiceService,
        implementation: {
          sealVersions: unary(entry, async (request: { batchId: string; versions: VersionRef[] }, { principal }) => {
            requirePerson(principal, 'administrator');
            const refused = await fake.behave(request);
            fake.seals.push(request);
            const isRefused = ({ outcomeId }: VersionRef) => refused.some((one) => one.outcomeId === outcomeId);
            return { sealed: request.versions.filter((version) => !isRefused(version)), refused };
          }),
        },
      },
    ],
  });
  fake.address = `127.0.0.1:${server.port}`;
  return fake;
}
