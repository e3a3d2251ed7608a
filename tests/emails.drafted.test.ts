import { type Client } from './harness/Client';
import { addMembers, draftEmail, sendTo } from './harness/mailing';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const UPDATE = `mutation ($input: UpdateEmailDraftInput!) {
  updateEmailDraft(input: $input) { id version email { subject body status updatedAt version } }
}`;
const DELETE = 'mutation ($id: ID!) { deleteEmailDraft(id: $id) { id } }';

describe('a draft of an e-mail', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let client: Client;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    client = await platform.apiKey({ grantAll: true });
  });
  afterAll(() => server.close());

  it('can be written, edited and deleted by a key that may only write', async () => {
    const writer = await platform.apiKey({ scopes: ['EMAILS_WRITE'] });
    const { id, version } = await draftEmail(writer);
    const edited = await writer.data<{ updateEmailDraft: unknown }>(
      'mutation ($input: UpdateEmailDraftInput!) { updateEmailDraft(input: $input) { id version } }',
      { input: { id, version, subject: 'Better news' } },
    );
    expect(edited.updateEmailDraft).toEqual({ id, version: 2 });
    const { email } = await client.data<{ email: unknown }>(
      `query ($id: ID!) {
        email(id: $id) {
          subject body status segmentId recipientCount queuedAt sentAt version
          delivery { queued sent failed } recipients { nodes { id } }
        }
      }`,
      { id },
    );
    expect(email).toEqual({
      subject: 'Better news',
      body: 'Hello {{name}}, there is **news**.',
      status: 'DRAFT',
      segmentId: null,
      recipientCount: 0,
      queuedAt: null,
      sentAt: null,
      version: 2,
      delivery: { queued: 0, sent: 0, failed: 0 },
      recipients: { nodes: [] },
    });
    expect(await writer.data(DELETE, { id })).toEqual({ deleteEmailDraft: { id } });
    expect((await writer.query(DELETE, { id })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
  });

  it('can be edited at the version that was seen only', async () => {
    const { id } = await draftEmail(client);
    await client.data(UPDATE, { input: { id, version: 1, body: 'One' } });
    const { errors } = await client.query(UPDATE, { input: { id, version: 1, body: 'Other' } });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', field: 'version', current: 2 } }]);
  });

  it('can not be edited, deleted or sent once it was sent', async () => {
    const id = await sendTo(client, await addMembers(server, platform, 1));
    const conflict = [{ extensions: { code: 'CONFLICT', field: 'status', current: 'SENDING' } }];
    const edit = await client.query(UPDATE, { input: { id, version: 2, subject: 'Other news' } });
    expect(edit.errors).toMatchObject(conflict);
    expect((await client.query(DELETE, { id })).errors).toMatchObject(conflict);
    const { email } = await client.data<{ email: unknown }>(
      'query ($id: ID!) { email(id: $id) { subject version } }',
      { id },
    );
    expect(email).toEqual({ subject: 'News', version: 2 });
  });

  it.each([
    ['subject', '', '1 to 200 characters'],
    ['subject', 'x'.repeat(201), '1 to 200 characters'],
    ['subject', 'two\nlines', 'Unicode text'],
    ['subject', 'Hello {{nmae}}', ['{{name}}', '{{email}}']],
    ['body', ' ', '1 to 15000 characters'],
    ['body', 'x'.repeat(15_001), '1 to 15000 characters'],
    ['body', 'Hello {{ first name }}', undefined],
    ['body', 'Hello {{first}}', ['{{name}}', '{{email}}']],
  ])('is refused when its %s is %j', async (field, value, allowed) => {
    const answer = await client.query(
      'mutation ($input: DraftEmailInput!) { draftEmail(input: $input) { id } }',
      { input: { subject: 'News', body: 'Hello', [field]: value } },
    );
    if (allowed === undefined) {
      // Two words are no placeholder, but text.
      expect(answer.errors).toEqual([]);
      return;
    }
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: `input.${field}`, allowed } },
    ]);
  });

  it('is listed among the e-mails, in each order, page by page and by status', async () => {
    const [member] = await addMembers(server, platform, 1);
    const ids: string[] = [];
    for (const subject of ['A', 'B', 'C']) {
      ids.push((await draftEmail(client, { subject })).id);
      server.clock.advance({ seconds: 1 });
    }
    await client.data(UPDATE, { input: { id: ids[0], version: 1, subject: 'A' } });
    server.clock.advance({ seconds: 1 });
    await client.data('mutation ($input: SendEmailInput!) { sendEmail(input: $input) { id } }', {
      input: { id: ids[1], version: 1, memberIds: [member] },
    });
    const subjects = async (args: string): Promise<string> => {
      const { emails } = await client.data<{ emails: { nodes: { subject: string }[] } }>(
        `{ emails${args} { nodes { subject } } }`,
      );
      return emails.nodes.map(({ subject }) => subject).join('');
    };
    expect(await subjects('')).toBe('CBA');
    expect(await subjects('(sort: { field: CREATED_AT, direction: ASC })')).toBe('ABC');
    expect(await subjects('(sort: { field: UPDATED_AT })')).toBe('BAC');
    expect(await subjects('(sort: { field: QUEUED_AT })')).toBe('BCA');
    expect(await subjects('(filter: { status: DRAFT })')).toBe('CA');
    expect(await subjects('(filter: { status: SENDING })')).toBe('B');
    const { emails } = await client.data<{ emails: { pageInfo: { endCursor: string } } }>(
      '{ emails(first: 1) { pageInfo { endCursor } } }',
    );
    expect(await subjects(`(first: 1, after: "${emails.pageInfo.endCursor}")`)).toBe('B');
  });

  it('costs the same statements to list with its delivery and recipients, however many there are', async () => {
    const members = await addMembers(server, platform, 3);
    const list = `{ emails(first: 50) {
      nodes { delivery { queued } recipients(first: 10) { nodes { member { name } } } }
    } }`;
    const count = async (): Promise<number> =>
      (await server.sql.during(() => client.data(list))).filter((sql) => /emails|email_rec|members/.test(sql))
        .length;
    await sendTo(client, [members[0]!]);
    const few = await count();
    await sendTo(client, members);
    await sendTo(client, members);
    expect(await count()).toBe(few);
    expect(few).toBe(4);
  });
});
