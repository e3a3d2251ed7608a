import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type StoredMedia } from '../src/media/MediaService';
import { jpeg, png } from './harness/images';
import { sendRaw } from './harness/sendRaw';
import { startServer, type TestServer } from './harness/startServer';

describe('a stored image', () => {
  const bytes = png(6, 4);
  let server: TestServer;
  let media: StoredMedia;

  beforeAll(async () => {
    server = await startServer();
    media = await (await server.platform()).storeImage(bytes);
  });
  afterAll(() => server.close());

  it('is served to everybody, for good, and as what it is', async () => {
    expect(media.url).toBe(`${server.address}/media/${media.storageKey}`);
    const answer = await fetch(media.url);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${media.id}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('answers HEAD with the same headers and nothing else', async () => {
    const answer = await fetch(media.url, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(await answer.text()).toBe('');
  });

  it.each<[string, (tag: string) => string, number]>([
    ['its tag', (tag) => tag, 304],
    ['its tag among others, weak', (tag) => `"other", W/${tag}`, 304],
    ['any tag', () => '*', 304],
    ['another tag', () => '"other"', 200],
  ])('is not sent again to who has %s: %#', async (_case, condition, status) => {
    const headers = { 'if-none-match': condition(`"${media.id}"`) };
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(media.url, { method, headers });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('etag')).toBe(`"${media.id}"`);
      if (status === 304) expect(await answer.text()).toBe('');
      else await answer.arrayBuffer();
    }
  });

  it('is only ever whole: nothing else lies in the folder', () => {
    const folder = dirname(join(server.mediaFolder, media.storageKey));
    expect(readdirSync(folder)).toEqual([`${media.id}.png`]);
  });

  it.each([
    '/media/',
    '/media',
    '/media/../package.json',
    '/media/%2e%2e/%2e%2e/etc/passwd',
    '/media/..%2f..%2fetc%2fpasswd',
    '/media//etc/passwd',
    '/media/secret.txt',
    '/media/%00.png',
    '/media/01890000-0000-7000-8000-000000000000/01890000-0000-7000-8000-000000000000.png',
    '/media/01890000-0000-7000-8000-000000000000/01890000-0000-7000-8000-000000000001.png',
    '/media/01890000-0000-7000-8000-000000000000',
  ])('shares nothing else: GET %s is 404', async (path) => {
    writeFileSync(join(server.mediaFolder, 'secret.txt'), 'secret');
    // A folder of a name that a file would have.
    const id = '01890000-0000-7000-8000-000000000000';
    mkdirSync(join(server.mediaFolder, id, `${id}.png`), { recursive: true });
    const answer = await sendRaw(
      server.address,
      `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    );
    expect(answer.status).toBe(404);
    expect(answer.body).toContain('NOT_FOUND');
    expect(answer.body).not.toContain('secret');
    expect(answer.head).not.toContain('immutable');
  });

  it('keeps its own type whatever name is asked for', async () => {
    const other = await (await server.platform()).storeImage(jpeg(2, 2));
    expect((await fetch(other.url)).headers.get('content-type')).toBe('image/jpeg');
    expect((await fetch(other.url.replace(/jpg$/, 'png'))).status).toBe(404);
  });
});
