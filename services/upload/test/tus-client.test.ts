import { pdf, waitUntil } from '@licheng/testing';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, it } from 'vitest';
import { type RunningUpload, runUpload } from './running-upload.ts';

let service: RunningUpload;
beforeAll(async () => {
  service = await runUpload();
});
afterAll(() => service.stop());

it('serves the client the browser uses, through a lost database in the middle', async () => {
  const student = await service.person();
  const content = pdf({ sizeBytes: 3_000_000 });
  let parts = 0;
  const finished = Promise.withResolvers<string>();
  const upload = new Upload(content, {
    endpoint: `${service.httpUrl()}/uploads`,
    headers: { authorization: `Bearer ${student.token}` },
    metadata: { filename: '期末報告.pdf', slot: 'document' },
    chunkSize: 1_000_000,
    retryDelays: Array.from({ length: 50 }, () => 50),
    onChunkComplete: () => {
      parts += 1;
      if (parts !== 1) return;
      void service.cutDatabase().then(() => service.mendDatabase());
    },
    onError: finished.reject,
    onSuccess: () => finished.resolve(upload.url ?? ''),
  });
  upload.start();
  const id = (await finished.promise).split('/').at(-1);
  await waitUntil(
    async () => (await service.query(`SELECT 1 FROM uploads WHERE id = $1 AND status = 'checking'`, [id])).length === 1,
    { what: 'the finished upload' },
  );
});
