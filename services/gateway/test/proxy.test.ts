import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { decodeJwt } from 'jose';
import { bytes, waitUntil } from '@licheng/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, type Harness, problemOf, startGateway } from './harness.ts';

let gateway: Harness;
let student: Browser;
beforeAll(async () => {
  gateway = await startGateway({ documentedOnly: false });
  student = await gateway.signIn();
});
afterAll(() => gateway.stop());

const uploadPath = () => `/api/v1/uploads/${randomUUID()}`;

function patch(path: string, length: number): ClientRequest {
  return request({
    host: '127.0.0.1',
    port: gateway.port,
    method: 'PATCH',
    path,
    headers: {
      cookie: student.cookie,
      'x-csrf-token': student.csrfToken,
      'content-type': 'application/offset+octet-stream',
      'content-length': length,
      'upload-offset': '0',
      'tus-resumable': '1.0.0',
    },
  });
}

describe('uploads', () => {
  test('reach the upload service with the person’s token and without the browser’s secrets', async () => {
    const seen: IncomingMessage[] = [];
    gateway.onUpload((incoming, response) => {
      seen.push(incoming);
      response.writeHead(201, {
        location: `${String(incoming.headers['x-licheng-upload-base'])}/new`,
        'tus-resumable': '1.0.0',
        'set-cookie': 'a=b',
      });
      response.end();
    });
    const answer = await student.send('POST', '/api/v1/uploads', undefined, {
      'upload-length': '5',
      'tus-resumable': '1.0.0',
      authorization: 'Bearer forged',
      'x-licheng-upload-base': 'https://evil.test',
      'x-forwarded-for': '203.0.113.1',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/v1/uploads/new');
    expect(answer.headers.has('set-cookie')).toBe(false);
    const headers = seen[0]?.headers ?? {};
    expect(seen[0]?.url).toBe('/uploads');
    expect(headers).toMatchObject({ 'upload-length': '5', 'tus-resumable': '1.0.0', traceparent: expect.any(String) });
    for (const name of ['cookie', 'x-csrf-token', 'x-forwarded-for']) expect(headers).not.toHaveProperty(name);
    expect(decodeJwt(String(headers.authorization).replace('Bearer ', ''))).toMatchObject({
      iss: 'gateway',
      sub: student.person.id,
      institution: student.person.institutionId,
    });
  });

  test('stream: the first bytes arrive while the last are not yet sent, and all arrive unchanged', async () => {
    const content = bytes(3_000_000);
    const hash = createHash('sha256');
    let arrived = 0;
    gateway.onUpload((incoming, response) => {
      incoming.on('data', (chunk: Buffer) => {
        arrived += chunk.length;
        hash.update(chunk);
      });
      incoming.once('end', () => response.writeHead(204, { 'upload-offset': String(arrived) }).end());
    });
    const upload = patch(uploadPath(), content.length);
    upload.write(content.subarray(0, 100_000));
    await waitUntil(() => arrived === 100_000, { what: 'the first bytes at the service' });
    upload.end(content.subarray(100_000));
    const [answer] = (await once(upload, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['upload-offset']).toBe('3000000');
    expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('a service that reads slowly slows the sender: nothing piles up on the way', async () => {
    let incoming: IncomingMessage | undefined;
    gateway.onUpload((one) => {
      incoming = one.pause();
    });
    const total = 64 * 1024 * 1024;
    const upload = patch(uploadPath(), total);
    upload.on('error', () => {});
    const chunk = bytes(1024 * 1024);
    const send = () => {
      while (sent < total && upload.write(chunk)) sent += chunk.length;
    };
    let sent = 0;
    upload.on('drain', send);
    send();
    await waitUntil(() => incoming !== undefined, { what: 'the request at the service' });
    let before = -1;
    await waitUntil(
      () => {
        const stands = sent === before;
        before = sent;
        return stands;
      },
      { intervalMs: 300, what: 'the sender to stand still' },
    );
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    upload.off('drain', send);
    upload.destroy();
    await waitUntil(() => incoming?.resume().destroyed, { what: 'the cut to arrive' });
  });

  test('a connection cut by the browser is cut at the service too, and not taken for the end', async () => {
    let failure: Error | undefined;
    let ended = false;
    let arrived = 0;
    gateway.onUpload((incoming) => {
      incoming.on('data', (chunk: Buffer) => (arrived += chunk.length));
      incoming.once('end', () => (ended = true));
      incoming.once('error', (error) => (failure = error));
    });
    const upload = patch(uploadPath(), 1_000_000);
    upload.on('error', () => {});
    upload.write(bytes(50_000));
    await waitUntil(() => arrived === 50_000, { what: 'the first bytes' });
    upload.destroy();
    await waitUntil(() => failure, { what: 'the cut' });
    expect(failure?.message).toBe('aborted');
    expect(ended).toBe(false);
  });

  test('a refusal before the end is seen by the browser', async () => {
    gateway.onUpload((_, response) => {
      response.writeHead(413, { 'content-type': 'application/problem+json' });
      response.end('{"code":"file_too_large"}');
    });
    const answer = await student.send('PATCH', uploadPath(), 'x'.repeat(12_000_000));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ code: 'file_too_large' });
  });

  test('an upload service that is away is a problem to come back from; one that dies midway is a cut', async () => {
    await gateway.stopUpload();
    const answer = await student.send('HEAD', uploadPath());
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await problemOf(await student.send('PATCH', uploadPath(), 'x'.repeat(1_000_000)))).toMatchObject({
      code: 'service_unavailable',
    });
    await gateway.startUpload();
    gateway.onUpload((incoming, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => incoming.socket.destroy());
    });
    await expect(student.send('PATCH', uploadPath(), 'bytes').then((broken) => broken.text())).rejects.toThrow();
  });

  test('only ids are passed on', async () => {
    expect((await student.send('GET', '/api/v1/uploads/..%2Freadyz')).status).toBe(404);
  });
});

describe('files', () => {
  test('open by their link alone, ranges and the service’s own headers untouched', async () => {
    let seen: IncomingMessage | undefined;
    gateway.onUpload((incoming, response) => {
      seen = incoming;
      response.writeHead(206, {
        'content-type': 'application/pdf',
        'content-range': 'bytes 0-3/10',
        'content-security-policy': 'sandbox',
        'cache-control': 'private, max-age=60',
      });
      response.end('%PDF');
    });
    const answer = await fetch(`${gateway.url}/files/abc/%E5%A0%B1%E5%91%8A..pdf?signature=s&expires=1`, {
      headers: { range: 'bytes=0-3', cookie: student.cookie, authorization: 'Bearer x' },
    });
    expect(answer.status).toBe(404);
    const good = await fetch(`${gateway.url}/files/abc/%E5%A0%B1%E5%91%8A.pdf?signature=s..t&expires=1`, {
      headers: { range: 'bytes=0-3', cookie: student.cookie, authorization: 'Bearer x' },
    });
    expect(good.status).toBe(206);
    expect(await good.text()).toBe('%PDF');
    expect(Object.fromEntries(good.headers)).toMatchObject({
      'content-range': 'bytes 0-3/10',
      'content-security-policy': 'sandbox',
      'cache-control': 'private, max-age=60',
    });
    expect(seen?.url).toBe('/files/abc/%E5%A0%B1%E5%91%8A.pdf?signature=s..t&expires=1');
    expect(seen?.headers).toMatchObject({ range: 'bytes=0-3' });
    expect(seen?.headers).not.toHaveProperty('cookie');
    expect(seen?.headers).not.toHaveProperty('authorization');
  });

  test('lead nowhere else and take nothing', async () => {
    for (const path of ['/files/%2e%2e/readyz', '/files/%2E./readyz']) {
      const status = await new Promise((resolve) => {
        request({ host: '127.0.0.1', port: gateway.port, path }, (answer) => resolve(answer.resume().statusCode)).end();
      });
      expect(status).toBe(404);
    }
    expect((await fetch(`${gateway.url}/files/abc`, { method: 'POST' })).status).toBe(404);
  });
});
