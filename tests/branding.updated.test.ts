import { type Client } from './harness/Client';
import { change, refusal } from './harness/community';
import { startServer, type TestServer } from './harness/startServer';

const FIELDS =
  'logoUrl faviconUrl primaryColor accentColor fontFamily tagline socialLinks { network url } version';
const DEFAULTS = {
  logoUrl: null,
  faviconUrl: null,
  primaryColor: '#1f2937',
  accentColor: '#2563eb',
  fontFamily: 'SYSTEM',
  tagline: null,
  socialLinks: [],
  version: 0,
};

describe('the branding of a platform', () => {
  let server: TestServer;
  let editor: Client;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    editor = await (await server.platform()).apiKey({ scopes: ['BRANDING_READ', 'BRANDING_WRITE'] });
  });
  afterAll(() => server.close());

  const read = async (): Promise<unknown> =>
    (await editor.data<{ branding: unknown }>(`{ branding { ${FIELDS} } }`)).branding;
  const update = (input: Record<string, unknown>): Promise<unknown> =>
    change(editor, 'updateBranding', input, `version branding { ${FIELDS} }`);

  it('has defaults until it is edited, and keeps what an edit leaves alone', async () => {
    expect(await read()).toEqual(DEFAULTS);
    expect(await editor.data('{ branding { updatedAt } }')).toEqual({ branding: { updatedAt: null } });
    const look = {
      logoUrl: 'https://media.example/logo.svg',
      faviconUrl: 'https://media.example/favicon.png',
      fontFamily: 'LORA',
      tagline: 'Bread, slowly',
      socialLinks: [
        { network: 'YOUTUBE', url: 'https://youtube.example/bread' },
        { network: 'MASTODON', url: 'https://social.example/@bread' },
      ],
    };
    const first = { ...DEFAULTS, ...look, primaryColor: '#a1b2c3', version: 1 };
    expect(await update({ version: 0, primaryColor: '#A1b2C3', ...look })).toEqual({
      version: 1,
      branding: first,
    });
    expect(await read()).toEqual(first);
    const second = { ...first, accentColor: '#000000', version: 2 };
    expect(await update({ version: 1, accentColor: '#000000' })).toEqual({ version: 2, branding: second });
    const cleared = { logoUrl: null, faviconUrl: null, tagline: null, socialLinks: [] };
    expect(await update({ version: 2, ...cleared })).toEqual({
      version: 3,
      branding: { ...second, ...cleared, version: 3 },
    });
    expect(await read()).toEqual({ ...second, ...cleared, version: 3 });
  });

  it('is edited once by six at once, the first time and after', async () => {
    for (const version of [0, 1]) {
      const refusals = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          refusal(editor, 'updateBranding', { version, tagline: `Edit ${index}` }),
        ),
      );
      const conflict = { code: 'CONFLICT', field: 'version', given: version, current: version + 1 };
      expect(refusals.filter((details) => details === undefined)).toHaveLength(1);
      expect(refusals.filter((details) => details !== undefined)).toEqual(
        Array(5).fill(expect.objectContaining(conflict)),
      );
      expect(await read()).toMatchObject({ version: version + 1 });
    }
  });

  it('is not at the version that the caller thinks', async () => {
    expect(await refusal(editor, 'updateBranding', { version: 3, tagline: 'x' })).toMatchObject({
      code: 'CONFLICT',
      given: 3,
      current: 0,
    });
    expect(await refusal(editor, 'updateBranding', { version: -1, tagline: 'x' })).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await read()).toEqual(DEFAULTS);
  });

  it("is each platform's own", async () => {
    await update({ version: 0, tagline: 'Ours' });
    const other = await (await server.platform()).apiKey({ grantAll: true });
    expect(await other.data('{ branding { tagline version } }')).toEqual({
      branding: { tagline: null, version: 0 },
    });
    await change(other, 'updateBranding', { version: 0, tagline: 'Theirs' }, 'version');
    expect(await read()).toMatchObject({ tagline: 'Ours' });
  });

  it.each([
    ['a name of a colour', { primaryColor: 'red' }, 'input.primaryColor'],
    ['three digits', { accentColor: '#abc' }, 'input.accentColor'],
    ['a colour and more', { accentColor: '#aabbcc\n' }, 'input.accentColor'],
    ['a script for a logo', { logoUrl: 'javascript:alert(1)' }, 'input.logoUrl'],
    ['no address', { faviconUrl: 'favicon.png' }, 'input.faviconUrl'],
    ['a tagline of 161 characters', { tagline: 'x'.repeat(161) }, 'input.tagline'],
    ['a tagline of two lines', { tagline: 'a\nb' }, 'input.tagline'],
    [
      'a network twice',
      {
        socialLinks: [
          { network: 'X', url: 'https://x.example/a' },
          { network: 'X', url: 'https://x.example/b' },
        ],
      },
      'input.socialLinks.1',
    ],
    ['a link to nowhere', { socialLinks: [{ network: 'X', url: '@bread' }] }, 'input.socialLinks.0.url'],
    ['no primary colour', { primaryColor: null }, 'input.primaryColor'],
    ['no accent colour', { accentColor: null }, 'input.accentColor'],
    ['no typeface', { fontFamily: null }, 'input.fontFamily'],
    ['no list of links', { socialLinks: null }, 'input.socialLinks'],
  ])('refuses %s', async (_case, given, field) => {
    expect(await refusal(editor, 'updateBranding', { version: 0, ...given })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
    });
    expect(await read()).toEqual(DEFAULTS);
  });
});
