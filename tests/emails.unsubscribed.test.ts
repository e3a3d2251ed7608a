import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client } from './harness/Client';
import { addMembers, deliver, draftEmail, SEND, sendTo } from './harness/mailing';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

describe('a member who wants no more e-mails', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let client: Client;
  let member: string;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    client = await platform.apiKey({ grantAll: true });
    [member = ''] = await addMembers(server, platform, 1, platform.id);
  });
  afterAll(() => server.close());

  /** The link in the member's newest message, as the header for mail programs has it. */
  async function link(): Promise<string> {
    await sendTo(client, [member]);
    await deliver(server);
    const messages = readdirSync(server.outbox)
      .map((name) => readFileSync(join(server.outbox, name), 'utf8'))
      .filter((message) => message.includes(`To: ${platform.id}-0@example.com`));
    const message = messages.at(-1)?.replaceAll(/\r\n[ \t]+/g, ' ') ?? '';
    expect(message).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const [, url = ''] = /^List-Unsubscribe: <([^>]+)>/m.exec(message) ?? [];
    // Both parts of the message have the same link for people.
    expect(message.replaceAll('=\r\n', '').split(url.slice(-40))).toHaveLength(4);
    return url;
  }

  const oneClick = (url: string): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });

  async function unsubscribedAt(): Promise<{ unsubscribedAt: string | null; version: number }> {
    const { member: row } = await client.data<{
      member: { unsubscribedAt: string | null; version: number };
    }>('query ($id: ID!) { member(id: $id) { unsubscribedAt version } }', { id: member });
    return row;
  }

  it('is taken off by one click without credentials, once, however often it comes', async () => {
    const url = await link();
    const answer = await oneClick(url);
    expect(answer.status).toBe(200);
    const first = await unsubscribedAt();
    expect(first.unsubscribedAt).not.toBeNull();
    expect(first.version).toBe(2);
    expect((await oneClick(url)).status).toBe(200);
    expect(await unsubscribedAt()).toEqual(first);
  });

  it('is taken off by a form of parts as well, which RFC 8058 also allows', async () => {
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    expect((await fetch(await link(), { method: 'POST', body: form })).status).toBe(200);
    expect((await unsubscribedAt()).unsubscribedAt).not.toBeNull();
  });

  it('sees a page with a button, and stays on until it is pressed', async () => {
    const url = await link();
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain('<form method="post">');
    expect(page).toMatch(/Platform \d+/);
    expect(page).not.toContain('@example.com');
    expect((await unsubscribedAt()).unsubscribedAt).toBeNull();
  });

  it('is left out of what is sent from then on', async () => {
    await oneClick(await link());
    const [other = ''] = await addMembers(server, platform, 1, `${platform.id}-other`);
    const { id, version } = await draftEmail(client);
    const { sendEmail } = await client.data(SEND, { input: { id, version, memberIds: [member, other] } });
    expect(sendEmail).toMatchObject({ recipientCount: 1, leftOutCount: 1 });

    const alone = await draftEmail(client);
    const refused = await client.query(SEND, { input: { ...alone, memberIds: [member] } });
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.memberIds' } },
    ]);
  });

  it('is put back by who manages members, whose older edits can not undo it', async () => {
    const url = await link();
    await oneClick(url);
    const manager = await platform.apiKey({ scopes: ['MEMBERS_MANAGE'] });
    const subscribe = (version: number): ReturnType<Client['query']> =>
      manager.query(
        'mutation ($id: ID!, $v: Int!) { updateMember(input: { id: $id, version: $v, subscribed: true }) { id } }',
        { id: member, v: version },
      );
    expect((await subscribe(1)).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect((await unsubscribedAt()).unsubscribedAt).not.toBeNull();
    expect((await subscribe(2)).errors).toEqual([]);
    expect((await unsubscribedAt()).unsubscribedAt).toBeNull();
  });

  it('learns nothing from a link that is not whole, wrong or of someone who is gone', async () => {
    const url = await link();
    const wrongEnd = url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A');
    const token = url.slice(url.lastIndexOf('/') + 1);
    const wrongId = url.replace(token, (token.startsWith('0') ? '1' : '0') + token.slice(1));
    await client.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: member });
    const pages = new Set<string>();
    for (const address of [url, wrongEnd, wrongId, url.slice(0, -5), url.replace(token, '%00x')]) {
      for (const answer of [await fetch(address), await oneClick(address)]) {
        expect(answer.status).toBe(404);
        pages.add(await answer.text());
      }
    }
    expect(pages.size).toBe(1);
    expect([...pages][0]).toContain('This link does not work');
  });

  it('has a link that no log line holds', async () => {
    const url = await link();
    await fetch(url);
    await oneClick(url);
    const log = server.logLines.join('');
    expect(log).toContain('/unsubscribe/:token');
    expect(log).not.toContain(url.slice(-24));
  });
});
