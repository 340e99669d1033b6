import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { link, mkdir, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, pdf, waitUntil } from '@licheng/testing';
import { decodeEvent } from '@licheng/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningUpload, type TestPerson, runUpload } from './running-upload.ts';

/** More than the service gathers before it writes. */
const PART_BYTES = 1_200_000;

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('receiving files', () => {
  let service: RunningUpload;
  let student: TestPerson;
  beforeAll(async () => {
    service = await runUpload();
    student = await service.person();
  });
  afterAll(() => service.stop());

  const row = async (id: string) => {
    const [found] = await service.query<Record<string, unknown>>('SELECT * FROM uploads WHERE id = $1', [id]);
    return found;
  };
  const idOf = (location = '') => location.split('/').at(-1) ?? '';
  const volumeFile = (volume: 'a' | 'b', hash: string) =>
    join(service.folder, volume, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
  const stagedBytes = (id: string) =>
    stat(join(service.folder, 'a', 'incoming', id)).then(
      ({ size }) => size,
      () => 0,
    );

  /** Begins to send the rest of a file and loses the connection on the way. @returns how far the service says it came. */
  async function sendAndCut(location: string, offset: number, rest: Buffer): Promise<number> {
    const request = service.open(
      'PATCH',
      location,
      service.tus(student, {
        'upload-offset': offset,
        'content-type': 'application/offset+octet-stream',
        'content-length': rest.length,
      }),
    );
    request.on('error', () => {});
    request.write(rest.subarray(0, PART_BYTES));
    await waitUntil(async () => (await stagedBytes(idOf(location))) > offset, { what: 'the first bytes on disk' });
    request.destroy();
    const { headers } = await service.head(student, location);
    expect(headers).toMatchObject({ 'upload-length': String(offset + rest.length), 'cache-control': 'no-store' });
    const reached = Number(headers['upload-offset']);
    expect(reached).toBeGreaterThan(offset);
    expect(reached).toBeLessThanOrEqual(offset + PART_BYTES);
    return reached;
  }

  it('stores a file on both volumes and tells of it', async () => {
    const content = pdf({ sizeBytes: 3_000_000 });
    const created = await service.create(student, '期末報告.pdf', content.length);
    expect(created.status).toBe(201);
    expect(created.headers.location).toMatch(/^\/uploads\/[0-9a-f-]{36}$/);
    expect(created.headers['upload-expires']).toMatch(/GMT$/);
    const done = await service.patch(student, created.headers.location ?? '', 0, content);
    expect([done.status, done.headers['upload-offset']]).toEqual([204, '3000000']);
    const id = idOf(created.headers.location);
    expect(await row(id)).toMatchObject({
      owner_id: student.personId,
      institution_id: student.institutionId,
      slot: 'document',
      file_name: '期末報告.pdf',
      size_bytes: '3000000',
      status: 'checking',
      sha256: sha256(content),
    });
    for (const volume of ['a', 'b'] as const)
      expect(await readFile(volumeFile(volume, sha256(content)))).toEqual(content);
    expect(await readdir(join(service.folder, 'a', 'incoming'))).not.toContain(id);
    const message = await waitUntil(() => service.broker.take('media-validation.uploads'), { what: 'the event' });
    expect(decodeEvent(message.content)).toMatchObject({
      type: 'upload.completed.v1',
      subject: id,
      data: {
        uploadId: id,
        ownerId: student.personId,
        slot: 'document',
        sizeBytes: 3_000_000,
        sha256: sha256(content),
      },
    });
  });

  it('names the upload under the prefix the gateway shows to browsers', async () => {
    const headers = service.tus(student, { 'upload-length': 10, 'upload-metadata': service.metadata('a.pdf') });
    const shown = await service.ask('POST', '/uploads', { ...headers, 'x-licheng-upload-base': '/api/v1/uploads' });
    expect(shown.headers.location).toMatch(/^\/api\/v1\/uploads\/[0-9a-f-]{36}$/);
    const refused = await service.ask('POST', '/uploads', { ...headers, 'x-licheng-upload-base': '//evil.example' });
    expect(refused.headers.location).toMatch(/^\/uploads\//);
  });

  it('resumes after cut connections and ends with the same hash', async () => {
    const content = bytes(4_000_000);
    const { headers } = await service.create(student, 'a.pdf', content.length);
    const location = headers.location ?? '';
    let offset = 0;
    for (const _ of [1, 2, 3]) offset = await sendAndCut(location, offset, content.subarray(offset));
    expect((await service.patch(student, location, offset, content.subarray(offset))).status).toBe(204);
    expect(await row(idOf(location))).toMatchObject({ status: 'checking', sha256: sha256(content) });
  });

  it('resumes after the service was restarted half-way', async () => {
    const content = bytes(2_500_000);
    const { headers } = await service.create(student, 'a.pdf', content.length);
    const location = headers.location ?? '';
    const offset = await sendAndCut(location, 0, content);
    await service.stopService();
    await service.startService();
    expect((await service.head(student, location)).headers['upload-offset']).toBe(String(offset));
    await service.patch(student, location, offset, content.subarray(offset));
    expect(await row(idOf(location))).toMatchObject({ status: 'checking', sha256: sha256(content) });
  });

  it('lets a client that comes back go on while its old connection still hangs', async () => {
    const content = bytes(2_000_000);
    const { headers } = await service.create(student, 'a.pdf', content.length);
    const location = headers.location ?? '';
    const hanging = service.open(
      'PATCH',
      location,
      service.tus(student, {
        'upload-offset': 0,
        'content-type': 'application/offset+octet-stream',
        'content-length': content.length,
      }),
    );
    const ended = once(hanging, 'error');
    hanging.write(content.subarray(0, PART_BYTES));
    await waitUntil(async () => (await stagedBytes(idOf(location))) > 0, { what: 'first bytes' });
    const { headers: known } = await service.head(student, location);
    await ended;
    const offset = Number(known['upload-offset']);
    expect(offset).toBeGreaterThan(0);
    expect((await service.patch(student, location, offset, content.subarray(offset))).status).toBe(204);
    expect(await row(idOf(location))).toMatchObject({ sha256: sha256(content) });
  });

  describe('while one window sends', () => {
    /** Sends a little again and again, until `cease`. */
    const startSending = async (sizeBytes: number) => {
      const { headers } = await service.create(student, 'a.mp4', sizeBytes, 'media');
      const location = headers.location ?? '';
      const request = service.open(
        'PATCH',
        location,
        service.tus(student, {
          'upload-offset': 0,
          'content-type': 'application/offset+octet-stream',
          'content-length': sizeBytes,
        }),
      );
      const outcome = new Promise<number | 'cut'>((resolve) => {
        request.on('response', (response) => resolve(response.statusCode ?? 0));
        request.on('error', () => resolve('cut'));
      });
      let sent = 0;
      const timer = setInterval(() => {
        request.write(Buffer.alloc(20_000, 1));
        sent += 20_000;
      }, 20);
      await waitUntil(async () => (await stagedBytes(idOf(location))) > 0, { what: 'first bytes' });
      return {
        location,
        outcome,
        /** Sends the rest. */
        finish() {
          clearInterval(timer);
          request.end(Buffer.alloc(sizeBytes - sent, 1));
        },
        cease: () => clearInterval(timer),
      };
    };

    it('another is told to wait, may ask how far it is, and disturbs nothing', async () => {
      const size = 9_000_000;
      const first = await startSending(size);
      const [second, asked] = await Promise.all([
        service.patch(student, first.location, 0, Buffer.alloc(10)),
        service.head(student, first.location),
      ]);
      expect([second.status, second.code]).toEqual([409, 'upload_offset_conflict']);
      expect(JSON.parse(second.body.toString())).toMatchObject({ details: { busy: true } });
      expect(asked.status).toBe(200);
      expect(Number(asked.headers['upload-offset'])).toBeGreaterThan(0);
      first.finish();
      expect(await first.outcome).toBe(204);
      expect((await service.head(student, first.location)).headers['upload-offset']).toBe(String(size));
    });

    it('cancelling wins and leaves no bytes', async () => {
      const first = await startSending(9_000_000);
      expect((await service.ask('DELETE', first.location, service.tus(student))).status).toBe(204);
      first.cease();
      expect(await first.outcome).toBe('cut');
      expect((await service.head(student, first.location)).status).toBe(404);
      expect(await readdir(join(service.folder, 'a', 'incoming'))).not.toContain(idOf(first.location));
    });
  });

  it('takes a file together with its creation', async () => {
    const content = pdf();
    const answer = await service.ask(
      'POST',
      '/uploads',
      service.tus(student, {
        'upload-length': content.length,
        'upload-metadata': service.metadata('a.pdf'),
        'content-type': 'application/offset+octet-stream',
      }),
      content,
    );
    expect([answer.status, answer.headers['upload-offset']]).toEqual([201, String(content.length)]);
    expect(await row(idOf(answer.headers.location))).toMatchObject({ status: 'checking', sha256: sha256(content) });
  });

  it('stores the same bytes once, whoever sends them', async () => {
    const content = pdf();
    const other = await service.person();
    const ids = [await service.upload(student, 'a.pdf', content), await service.upload(other, 'b.pdf', content)];
    expect(new Set(ids).size).toBe(2);
    expect(await service.query('SELECT 1 FROM blobs WHERE sha256 = $1', [sha256(content)])).toHaveLength(1);
    for (const id of ids) expect(await row(id)).toMatchObject({ sha256: sha256(content), status: 'checking' });
  });

  it('finishes once when the last request comes again', async () => {
    const content = pdf();
    const { headers } = await service.create(student, 'a.pdf', content.length);
    const location = headers.location ?? '';
    await service.patch(student, location, 0, content);
    const again = await service.patch(student, location, content.length, Buffer.alloc(0));
    expect([again.status, again.headers['upload-offset']]).toEqual([204, String(content.length)]);
    expect((await service.patch(student, location, 0, content)).status).toBe(409);
    expect((await service.head(student, location)).headers['upload-offset']).toBe(String(content.length));
    const events = await service.query('SELECT 1 FROM outbox_events WHERE subject = $1', [idOf(location)]);
    expect(events).toHaveLength(1);
  });

  it('acknowledges nothing while the database is away and finishes what arrived once it is back', async () => {
    const content = pdf({ sizeBytes: 1_500_000 });
    const { headers } = await service.create(student, 'a.pdf', content.length);
    const location = headers.location ?? '';
    const request = service.open(
      'PATCH',
      location,
      service.tus(student, {
        'upload-offset': 0,
        'content-type': 'application/offset+octet-stream',
        'content-length': content.length,
      }),
    );
    request.write(content.subarray(0, PART_BYTES));
    await waitUntil(async () => (await stagedBytes(idOf(location))) > 0, { what: 'first bytes' });
    await service.cutDatabase();
    const answered = once(request, 'response');
    request.end(content.subarray(PART_BYTES));
    const [response] = await answered;
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
    response.resume();
    expect((await service.head(student, location)).status).toBe(503);
    expect((await service.create(student, 'b.pdf', 10)).code).toBe('service_unavailable');

    await service.mendDatabase();
    expect((await service.head(student, location)).headers['upload-offset']).toBe('1500000');
    expect(await row(idOf(location))).toMatchObject({ status: 'checking', sha256: sha256(content) });
    expect(await service.query('SELECT 1 FROM outbox_events WHERE subject = $1', [idOf(location)])).toHaveLength(1);
  });

  it('finishes after a crash between storing and committing', async () => {
    const content = pdf();
    const { headers } = await service.create(student, 'a.pdf', content.length);
    const id = idOf(headers.location);
    // As such a crash leaves it: the bytes are whole and have their address, the row knows nothing.
    const staged = join(service.folder, 'a', 'incoming', id);
    await writeFile(staged, content);
    await mkdir(join(volumeFile('a', sha256(content)), '..'), { recursive: true });
    await link(staged, volumeFile('a', sha256(content)));
    const retried = await service.patch(student, headers.location ?? '', content.length, Buffer.alloc(0));
    expect(retried.status).toBe(204);
    expect(await row(id)).toMatchObject({ status: 'checking', sha256: sha256(content) });
    expect(await readFile(volumeFile('b', sha256(content)))).toEqual(content);
  });

  describe('refusals', () => {
    it.each([
      ['a document over 4 MiB', 'a.pdf', 4 * 1024 * 1024 + 1, 'document', 413, 'file_too_large'],
      ['a media file over 10 MiB', 'a.mp4', 10 * 1024 * 1024 + 1, 'media', 413, 'file_too_large'],
      ['an empty file', 'a.pdf', 0, 'document', 400, 'file_empty'],
      ['another type', 'a.exe', 10, 'document', 415, 'file_type_not_allowed'],
      ['a type of the other slot', 'a.mp4', 10, 'document', 415, 'file_type_not_allowed'],
      ['a name without extension', 'report', 10, 'document', 415, 'file_type_not_allowed'],
      ['an unknown slot', 'a.pdf', 10, 'video', 400, 'invalid_request'],
      ['a name of 201 characters', `${'長'.repeat(197)}.pdf`, 10, 'document', 400, 'file_name_too_long'],
    ])('%s', async (_, fileName, sizeBytes, slot, status, code) => {
      const refused = await service.create(student, fileName, sizeBytes, slot);
      expect([refused.status, refused.code]).toEqual([status, code]);
      expect(JSON.parse(refused.body.toString())).toMatchObject({ type: `urn:licheng:error:${code}`, status, code });
      expect(refused.headers['content-type']).toBe('application/problem+json');
    });

    it('takes exactly the limit', async () => {
      expect((await service.create(student, 'a.pdf', 4 * 1024 * 1024)).status).toBe(201);
    });

    it('a length that is missing or no number', async () => {
      const headers = service.tus(student, { 'upload-metadata': service.metadata('a.pdf') });
      expect((await service.ask('POST', '/uploads', headers)).code).toBe('invalid_request');
      expect((await service.ask('POST', '/uploads', { ...headers, 'upload-length': '-1' })).code).toBe(
        'invalid_request',
      );
    });

    it('an offset that is not the current one', async () => {
      const { headers } = await service.create(student, 'a.pdf', 100);
      const refused = await service.patch(student, headers.location ?? '', 5, Buffer.alloc(10));
      expect([refused.status, refused.code]).toEqual([409, 'upload_offset_conflict']);
    });

    it('bytes beyond the declared length, announced or not', async () => {
      const { headers } = await service.create(student, 'a.pdf', 100);
      const location = headers.location ?? '';
      expect((await service.patch(student, location, 0, Buffer.alloc(101))).code).toBe('invalid_request');
      const request = service.open(
        'PATCH',
        location,
        service.tus(student, {
          'upload-offset': 0,
          'content-type': 'application/offset+octet-stream',
          'transfer-encoding': 'chunked',
        }),
      );
      request.on('error', () => {});
      const answered = once(request, 'response');
      request.end(Buffer.alloc(101));
      expect((await answered)[0].statusCode).toBe(400);
      expect(await row(idOf(location))).toMatchObject({ status: 'receiving' });
    });

    it('everyone but the owner, as if it were not there', async () => {
      const { headers } = await service.create(student, 'a.pdf', 100);
      const location = headers.location ?? '';
      const classmate = await service.person('student', student.institutionId);
      for (const stranger of [classmate, await service.person()]) {
        expect((await service.head(stranger, location)).status).toBe(404);
        expect((await service.patch(stranger, location, 0, Buffer.alloc(100))).code).toBe('upload_not_found');
        expect((await service.ask('DELETE', location, service.tus(stranger))).code).toBe('upload_not_found');
      }
      expect((await service.head(student, '/uploads/not-an-id')).status).toBe(404);
      expect((await service.head(student, location)).status).toBe(200);
    });

    it('callers without a student’s token', async () => {
      expect((await service.ask('POST', '/uploads', { 'tus-resumable': '1.0.0' })).code).toBe(
        'authentication_required',
      );
      expect((await service.create(await service.person('teacher'), 'a.pdf', 10)).code).toBe('forbidden');
    });

    it('another protocol version', async () => {
      const refused = await service.ask('POST', '/uploads', { 'tus-resumable': '0.2.2' });
      expect([refused.status, refused.headers['tus-version']]).toEqual([412, '1.0.0']);
    });
  });

  it('tells what it can do', async () => {
    const { status, headers } = await service.ask('OPTIONS', '/uploads');
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,expiration,termination',
      'tus-max-size': '10485760',
    });
  });

  it('removes an unfinished upload when asked, but not a whole one', async () => {
    const { headers } = await service.create(student, 'a.pdf', 100);
    const location = headers.location ?? '';
    await service.patch(student, location, 0, Buffer.alloc(50));
    expect((await service.ask('DELETE', location, service.tus(student))).status).toBe(204);
    expect((await service.head(student, location)).status).toBe(404);
    expect(await stagedBytes(idOf(location))).toBe(0);
    const whole = await service.upload(student, 'a.pdf', pdf());
    expect((await service.ask('DELETE', `/uploads/${whole}`, service.tus(student))).code).toBe(
      'transition_not_allowed',
    );
  });

  it('lets abandoned uploads make room: a student is never locked out', async () => {
    const busy = await service.person();
    const locations = [];
    for (let i = 0; i < 22; i += 1) locations.push((await service.create(busy, 'a.pdf', 10)).headers.location ?? '');
    const [{ count } = { count: '' }] = await service.query<{ count: string }>(
      'SELECT count(*) FROM uploads WHERE owner_id = $1',
      [busy.personId],
    );
    expect(count).toBe('20');
    expect((await service.head(busy, locations[1] ?? '')).status).toBe(404);
    expect((await service.head(busy, locations[2] ?? '')).status).toBe(200);
  });

  it('discards unfinished uploads a day after their last byte, and staged files nobody needs', async () => {
    const { headers } = await service.create(student, 'old.pdf', 100);
    const old = idOf(headers.location);
    await service.patch(student, headers.location ?? '', 0, Buffer.alloc(50));
    const fresh = await service.create(student, 'fresh.pdf', 100);
    await service.patch(student, fresh.headers.location ?? '', 0, Buffer.alloc(50));
    await service.query(`UPDATE uploads SET started_at = now() - interval '25 hours' WHERE id = ANY($1)`, [
      [old, idOf(fresh.headers.location)],
    ]);
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(join(service.folder, 'a', 'incoming', old), yesterday, yesterday);
    const orphan = join(service.folder, 'a', 'incoming', '00000000-0000-4000-8000-000000000000');
    await writeFile(orphan, 'left over');
    await service.stopService();
    await service.startService();
    await waitUntil(async () => (await row(old)) === undefined, { what: 'the sweep' });
    await waitUntil(
      () =>
        stat(orphan).then(
          () => false,
          () => true,
        ),
      { what: 'the orphan to go' },
    );
    expect(await stagedBytes(old)).toBe(0);
    expect((await service.head(student, fresh.headers.location ?? '')).headers['upload-offset']).toBe('50');
  });

  it('cleans names of folders and invisible characters', async () => {
    const { headers } = await service.create(student, 'C:\\Users\\me\\re\u202eport\u0007.pdf', 10);
    expect(await row(idOf(headers.location))).toMatchObject({ file_name: 'report.pdf' });
  });
});
