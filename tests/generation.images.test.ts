import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Media } from '../src/media/Media';
import { type Client } from './harness/Client';
import { jpeg, png, webp } from './harness/images';
import { drawn, failed, json, type ModelReply, ModelServer, silent, stalled } from './harness/modelServer';
import { S3Server } from './harness/s3Server';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const MUTATION = `mutation ($input: GenerateImageInput!) {
  generateImage(input: $input) { image { id kind url contentType bytes width height createdAt } }
}`;

interface Image {
  id: string;
  kind: string;
  url: string;
  contentType: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

describe('generateImage', () => {
  let models: ModelServer;
  let server: TestServer;
  let platform: TestPlatform;
  let artist: Client;
  let settings: Record<string, string>;
  const others: TestServer[] = [];

  beforeAll(async () => {
    models = await ModelServer.start();
    settings = {
      OPENAI_API_KEY: 'sk-a-key',
      OPENAI_BASE_URL: models.url,
      LATCHKEY_GENERATION_TIMEOUT_MS: '2000',
    };
    server = await startServer(settings);
  });
  beforeEach(async () => {
    models.reset();
    models.reply = drawn(png(6, 4));
    platform = await server.platform();
    artist = await platform.apiKey({ scopes: ['IMAGES_GENERATE'] });
  });
  afterEach(() => Promise.all(others.splice(0).map((other) => other.close())));
  afterAll(async () => {
    await server.close();
    await models.close();
  });

  const order = (more: object = {}): Record<string, unknown> => ({
    input: { kind: 'THUMBNAIL', prompt: 'A loaf of bread on a table', ...more },
  });
  const draw = async (more: object = {}, client = artist): Promise<Image> =>
    (await client.data<{ generateImage: { image: Image } }>(MUTATION, order(more))).generateImage.image;

  /** Another server, with a key of its own. */
  async function elsewhere(
    more: Record<string, string>,
  ): Promise<{ other: TestServer; own: TestPlatform; key: Client }> {
    const other = await startServer({ ...settings, ...more });
    others.push(other);
    const own = await other.platform();
    return { other, own, key: await own.apiKey({ scopes: ['IMAGES_GENERATE'] }) };
  }

  async function used(of = server, by = platform): Promise<number | undefined> {
    const usage = await of.services.guardrails.usage(by.adminPrincipal);
    return usage.find(({ tool }) => tool === 'generateImage')?.used;
  }

  it('stores what the model drew, serves it, and gives an address that a video takes', async () => {
    const image = await draw();
    expect(image).toMatchObject({ kind: 'THUMBNAIL', contentType: 'image/png', width: 6, height: 4 });
    const fetched = await fetch(image.url);
    expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/png']);
    const bytes = Buffer.from(await fetched.arrayBuffer());
    expect(bytes.equals(png(6, 4))).toBe(true);
    expect(image.bytes).toBe(bytes.length);

    const editor = await platform.apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
    const { createVideo } = await editor.data<{ createVideo: { video: { thumbnailUrl: string } } }>(
      'mutation ($url: String) { createVideo(input: { title: "T", thumbnailUrl: $url }) { video { thumbnailUrl } } }',
      { url: image.url },
    );
    expect(createVideo.video.thumbnailUrl).toBe(image.url);
    expect(await used()).toBe(1);
    const row = await server.database.reads.findOneByOrFail(Media, { id: image.id });
    expect(row).toMatchObject({ platformId: platform.id, kind: 'THUMBNAIL', bytes: image.bytes });
    expect(row.createdBy).toMatch(/^key:[0-9A-Za-z]{12}$/);
  });

  it.each<[string, string, object]>([
    ['THUMBNAIL', 'gpt-image-2', { size: '1536x1024', output_format: 'webp' }],
    ['COVER', 'gpt-image-2', { size: '1024x1024', output_format: 'webp' }],
    ['COVER', 'stable-diffusion', { size: '1024x1024', response_format: 'b64_json' }],
  ])('asks for a %s by %s in terms that the model knows', async (kind, model, terms) => {
    const { key } = await elsewhere({ LATCHKEY_IMAGE_MODEL: model });
    await draw({ kind }, key);
    expect(models.requests).toEqual([
      {
        path: '/v1/images/generations',
        authorization: 'Bearer sk-a-key',
        body: { model, prompt: 'A loaf of bread on a table', n: 1, ...terms },
      },
    ]);
  });

  it.each<[string, Buffer, object]>([
    ['image/jpeg', jpeg(640, 360), { width: 640, height: 360 }],
    ['image/webp', webp(1536, 1024), { width: 1536, height: 1024 }],
    ['image/jpeg', Buffer.from('ffd8ffd9', 'hex'), { width: null, height: null }],
  ])('takes an %s for what its bytes say', async (contentType, bytes, size) => {
    models.reply = drawn(bytes);
    const image = await draw();
    expect(image).toMatchObject({ contentType, bytes: bytes.length, ...size });
    expect((await fetch(image.url)).headers.get('content-type')).toBe(contentType);
  });

  it.each<[string, ModelReply, RegExp]>([
    [
      'refuses the prompt',
      failed(400, 'Your request was rejected by the safety system.'),
      /rejected by the safety system/,
    ],
    ['is over its limit', failed(429, 'Billing hard limit has been reached'), /Billing hard limit/],
    ['fails', failed(500, 'The server had an error'), /The server had an error/],
  ])('says so when the model %s, stores nothing and does not count it', async (_case, reply, message) => {
    models.reply = reply;
    const { status, errors } = await artist.query(MUTATION, order());
    expect(status).toBe(200);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(message) as string,
        extensions: { code: 'UPSTREAM_FAILED', service: 'Image generation' },
      },
    ]);
    expect(await used()).toBe(0);
    expect(await server.database.reads.countBy(Media, { platformId: platform.id })).toBe(0);
  });

  it.each<[string, ModelReply, RegExp]>([
    ['is silent', silent, /no answer within 2 s/],
    ['falls silent', stalled, /no answer within 2 s/],
    [
      'sends an address instead',
      json(200, { data: [{ url: 'http://127.0.0.1/x.png' }] }),
      /without an image/,
    ],
    ['sends no data', json(200, {}), /without an image/],
    ['sends what is no base64', json(200, { data: [{ b64_json: '<svg>' }] }), /without an image/],
    ['sends a page', drawn(Buffer.from('<svg onload="alert(1)"></svg>')), /no PNG, JPEG or WebP/],
    [
      'sends far too much',
      drawn(Buffer.concat([png(1, 1), Buffer.alloc(10_000_000)])),
      /more than 10000000 bytes/,
    ],
  ])(
    'says so when the model %s, stores nothing, and counts it: it has worked',
    async (_case, reply, message) => {
      models.reply = reply;
      const { status, errors } = await artist.query(MUTATION, order());
      expect(status).toBe(200);
      expect(errors).toMatchObject([
        {
          message: expect.stringMatching(message) as string,
          extensions: { code: 'UPSTREAM_FAILED', service: 'Image generation' },
        },
      ]);
      expect(await used()).toBe(1);
      expect(await server.database.reads.countBy(Media, { platformId: platform.id })).toBe(0);
    },
  );

  it.each(['', '  ', 'x'.repeat(2_001)])(
    'refuses the prompt %j before the model is asked',
    async (prompt) => {
      const { errors } = await artist.query(MUTATION, order({ prompt }));
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.prompt' } }]);
      expect(models.requests).toEqual([]);
    },
  );

  it('stops at the guardrail, for a key that is granted everything as well', async () => {
    await server.services.guardrailLimits.lower(
      platform.adminPrincipal,
      { tool: 'generateImage', unit: 'generations', window: 'DAY' },
      1,
    );
    await draw();
    const everything = await platform.apiKey({ grantAll: true });
    for (const client of [artist, everything])
      expect((await client.query(MUTATION, order())).errors).toMatchObject([
        { extensions: { code: 'GUARDRAIL_EXCEEDED', limit: 1, used: 1 } },
      ]);
    expect(models.requests).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, string]>([
    ['without a model', { OPENAI_API_KEY: '' }, 'OPENAI_API_KEY'],
    ['in production without an address for media', { NODE_ENV: 'production' }, 'LATCHKEY_MEDIA_URL'],
  ])('is NOT_CONFIGURED %s, before the model is asked', async (_case, more, missing) => {
    const { key, other, own } = await elsewhere(more);
    const { errors } = await key.query(MUTATION, order());
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_CONFIGURED', missing } }]);
    expect(models.requests).toEqual([]);
    expect(await used(other, own)).toBe(0);
  });

  it('gives addresses below LATCHKEY_MEDIA_URL where there is one', async () => {
    const { key, own } = await elsewhere({ LATCHKEY_MEDIA_URL: 'https://cdn.example.com/pictures/' });
    const { id, url } = await draw({}, key);
    expect(url).toBe(`https://cdn.example.com/pictures/${own.id}/${id}.png`);
  });

  describe('into a bucket', () => {
    let bucket: S3Server;
    beforeEach(async () => {
      bucket = await S3Server.start();
    });
    afterEach(() => bucket.close());

    const inBucket = (): ReturnType<typeof elsewhere> =>
      elsewhere({
        LATCHKEY_S3_BUCKET: 'pictures',
        LATCHKEY_S3_ENDPOINT: bucket.url,
        LATCHKEY_S3_REGION: 'eu-central-1',
        LATCHKEY_MEDIA_URL: 'https://cdn.example.com',
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      });

    it('puts it there, signed, and gives its public address', async () => {
      const { key, own, other } = await inBucket();
      const { id, url } = await draw({}, key);
      const path = `${own.id}/${id}.png`;
      expect(url).toBe(`https://cdn.example.com/${path}`);
      const [put, ...more] = bucket.requests;
      expect(more).toEqual([]);
      expect(put).toMatchObject({
        method: 'PUT',
        headers: {
          'content-type': 'image/png',
          'cache-control': 'public, max-age=31536000, immutable',
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=.*, Signature=[0-9a-f]{64}$/,
          ) as string,
        },
      });
      expect(put?.path.split('?')[0]).toBe(`/pictures/${path}`);
      expect(put?.body.equals(png(6, 4))).toBe(true);
      // There is no folder to serve.
      expect((await fetch(`${other.address}/media/${path}`)).status).toBe(404);
    });

    it('says so when the bucket refuses it, without what S3 says; the generation was made and counts', async () => {
      bucket.refusal = { status: 403, code: 'SignatureDoesNotMatch', message: 'with AKIDEXAMPLE' };
      const { key, own, other } = await inBucket();
      const answer = await key.query(MUTATION, order());
      expect(answer.errors).toMatchObject([
        {
          message: 'Media store: the file could not be stored (SignatureDoesNotMatch).',
          extensions: { code: 'UPSTREAM_FAILED' },
        },
      ]);
      expect(answer.text + other.logLines.join('\n')).not.toMatch(/AKIDEXAMPLE|wJalrXUtnFEMI/);
      expect(await used(other, own)).toBe(1);
      expect(await other.database.reads.countBy(Media, { platformId: own.id })).toBe(0);
    });
  });

  it('says so when the folder can not be written to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-media-'));
    try {
      writeFileSync(join(folder, 'a-file'), '');
      const { key } = await elsewhere({ LATCHKEY_MEDIA_DIR: join(folder, 'a-file') });
      const answer = await key.query(MUTATION, order());
      expect(answer.errors).toMatchObject([
        { extensions: { code: 'UPSTREAM_FAILED', service: 'Media store' } },
      ]);
      expect(answer.text).not.toContain(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
