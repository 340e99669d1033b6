import { readFile, rename, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pdf } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningUpload, runUpload } from './running-upload.ts';

describe('starting', () => {
  let service: RunningUpload;
  beforeAll(async () => {
    service = await runUpload();
    await service.upload(await service.person(), 'a.pdf', pdf());
    await service.stopService();
  });
  afterAll(() => service.stop());

  it('refuses volumes that changed places', async () => {
    const swapped = service.config.BLOB_VOLUMES.toReversed();
    await expect(service.startService({ BLOB_VOLUMES: swapped })).rejects.toThrow('volumes 1 and 2 are swapped');
  });

  it('refuses an empty volume in place of the one it knows, and starts when that is back', async () => {
    const path = service.config.BLOB_VOLUMES[0] ?? '';
    await rename(path, `${path}-away`);
    await mkdir(path);
    await expect(service.startService()).rejects.toThrow('it is empty, not mounted or not ours');
    await rename(`${path}-away`, path);
    await service.startService();
    const answer = await service.ask('GET', '/readyz');
    expect(JSON.parse(answer.body.toString())).toEqual({ status: 'ready', checks: { database: 'ok', volumes: 'ok' } });
    await service.stopService();
  });

  it('refuses a volume of another store', async () => {
    const marker = join(service.config.BLOB_VOLUMES[1] ?? '', 'licheng-volume.json');
    const genuine = await readFile(marker, 'utf8');
    await writeFile(marker, genuine.replace(/"storeId": "[^"]+"/, '"storeId": "00000000-0000-4000-8000-000000000000"'));
    await expect(service.startService()).rejects.toThrow('belongs to store 00000000-0000-4000-8000-000000000000');
    await writeFile(marker, genuine);
    await service.startService();
  });

  it('refuses volumes in memory unless told otherwise', async () => {
    const paths = [`/dev/shm/licheng-${process.pid}-a`, `/dev/shm/licheng-${process.pid}-b`];
    await service.query('TRUNCATE blob_volumes');
    await service.query('TRUNCATE blobs CASCADE');
    const started = service.startService({ BLOB_VOLUMES: paths, EPHEMERAL_VOLUMES: 'refuse' });
    await expect(started).rejects.toThrow('lies on tmpfs');
  });
});
