import { readdirSync } from 'node:fs';
import { bulkMembers } from './harness/bulkMembers';
import { type Answer, type Client } from './harness/Client';
import { addMembers, deliver, deliveryOf, draftEmail, SEND } from './harness/mailing';
import { TestSmtpServer } from './harness/smtpServer';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

const DAY_MS = 86_400_000;
const ABSENT = '01890000-0000-7000-8000-000000000000';
const TEST = 'mutation ($input: SendTestEmailInput!) { sendTestEmail(input: $input) { id } }';

const codeOf = ({ errors }: Answer): unknown => errors[0]?.extensions.code;

describe('sending an e-mail', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let client: Client;

  beforeAll(async () => {
    server = await startServer();
    noonAndAHalf(server);
  });
  beforeEach(async () => {
    platform = await server.platform();
    client = await platform.apiKey({ grantAll: true });
  });
  afterAll(() => server.close());

  it('is done by a key that may only send, which reads nothing', async () => {
    const [member] = await addMembers(server, platform, 1);
    const draft = await draftEmail(client);
    const sender = await platform.apiKey({ scopes: ['EMAILS_SEND'] });
    expect(await sender.data(SEND, { input: { ...draft, memberIds: [member] } })).toEqual({
      sendEmail: { id: draft.id, version: 2, recipientCount: 1, leftOutCount: 0 },
    });
  });

  it('goes to the members who are in a segment now, but for the suspended and the unsubscribed', async () => {
    const add = (name: string, tags: string[]): Promise<{ id: string }> =>
      server.services.members.add(platform.adminPrincipal, { email: `${name}@example.com`, name, tags });
    await add('ada', ['founding']);
    const suspended = await add('bob', ['founding']);
    const unsubscribed = await add('cyd', ['founding']);
    await add('dan', []);
    await client.data(
      `mutation ($one: ID!, $other: ID!) {
        suspendMember(input: { id: $one, version: 1 }) { id }
        updateMember(input: { id: $other, version: 1, subscribed: false }) { id }
      }`,
      { one: suspended.id, other: unsubscribed.id },
    );
    const { createSegment } = await client.data<{ createSegment: { id: string } }>(
      'mutation { createSegment(input: { name: "Founders", filter: { tags: { any: ["founding"] } } }) { id } }',
    );
    await add('eve', ['founding']);
    const draft = await draftEmail(client);
    const { sendEmail } = await client.data(SEND, { input: { ...draft, segmentId: createSegment.id } });
    expect(sendEmail).toMatchObject({ recipientCount: 2, leftOutCount: 2 });
    const { email } = await client.data<{
      email: { segmentId: string; recipients: { nodes: { address: string }[] } };
    }>('query ($id: ID!) { email(id: $id) { segmentId recipients { nodes { address } } } }', {
      id: draft.id,
    });
    expect(email.segmentId).toBe(createSegment.id);
    expect(email.recipients.nodes.map(({ address }) => address).sort()).toEqual([
      'ada@example.com',
      'eve@example.com',
    ]);
  });

  it('puts 5,000 recipients into the outbox in few statements, and stops at the daily limit', async () => {
    const { database } = server;
    await bulkMembers(database, platform.id, 5_001, server.clock.now());
    const everybody = await client.data<{ createSegment: { id: string } }>(
      'mutation { createSegment(input: { name: "Everybody", filter: {} }) { id } }',
    );
    const segmentId = everybody.createSegment.id;
    const draft = await draftEmail(client);
    const refused = await client.query(SEND, { input: { ...draft, segmentId } });
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'GUARDRAIL_EXCEEDED', unit: 'recipients', limit: 5_000, used: 0 } },
    ]);
    expect(await deliveryOf(client, draft.id)).toMatchObject({ status: 'DRAFT', recipientCount: 0 });

    const [{ id: extra } = { id: '' }] = await database.reads.query<{ id: string }[]>(
      'SELECT id FROM members WHERE platformId = ? LIMIT 1',
      [platform.id],
    );
    await client.data('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id: extra });
    let sendEmail: unknown;
    const statements = await server.sql.during(async () => {
      ({ sendEmail } = await client.data(SEND, { input: { ...draft, segmentId } }));
    });
    // What a second allows: many rows to a statement.
    expect(statements.length).toBeLessThan(50);
    expect(sendEmail).toMatchObject({ recipientCount: 5_000, leftOutCount: 0 });
    expect(await deliveryOf(client, draft.id)).toMatchObject({ delivery: { queued: 5_000 } });

    const [one] = await addMembers(server, platform, 1, 'late');
    const another = await draftEmail(client);
    const grantAll = await client.query(SEND, { input: { ...another, memberIds: [one] } });
    expect(grantAll.errors).toMatchObject([
      { extensions: { code: 'GUARDRAIL_EXCEEDED', unit: 'recipients', used: 5_000 } },
    ]);
    const admin = await platform.admin();
    expect(codeOf(await admin.query(SEND, { input: { ...another, memberIds: [one] } }))).toBe(
      'GUARDRAIL_EXCEEDED',
    );
    await database.transaction((manager) =>
      manager.query('DELETE FROM email_recipients WHERE platformId = ?', [platform.id]),
    );
  });

  it('never goes beyond ten an hour by 30 calls at once, nor one draft out twice', async () => {
    const [member] = await addMembers(server, platform, 1);
    const drafts = await Promise.all(Array.from({ length: 15 }, () => draftEmail(client)));
    const answers = await Promise.all(
      [...drafts, ...drafts].map((draft) => client.query(SEND, { input: { ...draft, memberIds: [member] } })),
    );
    const sent = answers.filter(({ errors }) => errors.length === 0);
    expect(sent).toHaveLength(10);
    const codes = new Set(answers.map(codeOf));
    codes.delete(undefined);
    expect([...codes].sort()).toEqual(
      [...codes].includes('CONFLICT') ? ['CONFLICT', 'GUARDRAIL_EXCEEDED'] : ['GUARDRAIL_EXCEEDED'],
    );
    const { emails } = await client.data<{ emails: { nodes: { delivery: { queued: number } }[] } }>(
      '{ emails(first: 100, filter: { status: SENDING }) { nodes { delivery { queued } } } }',
    );
    expect(emails.nodes.map(({ delivery }) => delivery.queued)).toEqual(Array(10).fill(1));
    server.clock.advance({ hours: 1 });
    const left = drafts.find(({ id }) => !sent.some(({ text }) => text.includes(id)));
    expect(codeOf(await client.query(SEND, { input: { ...left, memberIds: [member] } }))).toBeUndefined();
  });

  it('is refused for what is not there before anything else, and for what can not be', async () => {
    const [member] = await addMembers(server, platform, 1);
    const draft = await draftEmail(client);
    const elsewhere = await server.platform();
    const [stranger] = await addMembers(server, elsewhere, 1);
    const send = (input: object): Promise<Answer> => client.query(SEND, { input: { ...draft, ...input } });
    const refusals: [object, object][] = [
      [
        { id: ABSENT, memberIds: [] },
        { code: 'NOT_FOUND', id: ABSENT },
      ],
      [{ id: 'nonsense' }, { code: 'NOT_FOUND' }],
      [{ segmentId: ABSENT }, { code: 'NOT_FOUND', id: ABSENT }],
      [{ memberIds: [member, stranger] }, { code: 'NOT_FOUND', id: stranger }],
      [{ memberIds: [member, 'x'] }, { code: 'NOT_FOUND', id: 'x' }],
      [{}, { code: 'BAD_USER_INPUT', field: 'input' }],
      [
        { memberIds: [member], segmentId: ABSENT },
        { code: 'BAD_USER_INPUT', field: 'input' },
      ],
      [{ memberIds: [] }, { code: 'BAD_USER_INPUT', field: 'input.memberIds' }],
      [{ memberIds: [member, member] }, { code: 'BAD_USER_INPUT', field: 'input.memberIds.1' }],
      [
        { version: 7, memberIds: [member] },
        { code: 'CONFLICT', field: 'version' },
      ],
    ];
    for (const [input, extensions] of refusals)
      expect((await send(input)).errors).toMatchObject([{ extensions }]);
    // Nothing of all that was counted or kept.
    const admin = await platform.admin();
    const { guardrails } = await admin.data<{ guardrails: { tool: string; used: number }[] }>(
      '{ guardrails { tool used } }',
    );
    expect(guardrails.filter(({ tool }) => tool === 'sendEmail').map(({ used }) => used)).toEqual([0, 0]);
    expect(await deliveryOf(client, draft.id)).toMatchObject({ status: 'DRAFT' });
  });

  it('leaves files in the outbox when there is no mail server, each of them once', async () => {
    const { id, version } = await draftEmail(client);
    const members = await addMembers(server, platform, 3, platform.id);
    const before = readdirSync(server.outbox).length;
    await client.data(SEND, { input: { id, version, memberIds: members } });
    await deliver(server);
    expect(readdirSync(server.outbox).length).toBeGreaterThanOrEqual(before + 3);
    expect(readdirSync(server.outbox).every((name) => name.endsWith('.eml'))).toBe(true);
    expect(await deliveryOf(client, id)).toMatchObject({ status: 'SENT', delivery: { sent: 3 } });
  });
});

describe('sending a test of an e-mail', () => {
  let smtp: TestSmtpServer;
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    smtp = await TestSmtpServer.start();
    server = await startServer({ SMTP_URL: smtp.url, LATCHKEY_EMAIL_FROM: 'hello@latchkey.example' });
    noonAndAHalf(server);
  });
  beforeEach(async () => {
    smtp.received.length = 0;
    smtp.verdict = () => 'take';
    client = await (await server.platform()).apiKey({ grantAll: true });
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  it('shows it at one address, and leaves it a draft', async () => {
    const { id } = await draftEmail(client, { subject: 'For {{name}}', body: 'To {{email}}' });
    await client.data(TEST, { input: { id, to: 'me@example.com' } });
    expect(smtp.received).toHaveLength(1);
    const [mail] = smtp.received;
    expect(mail?.to).toBe('me@example.com');
    expect(mail?.header('subject')).toBe('[Test] For Alex Example');
    expect(mail?.raw).toContain('To me@example.com');
    expect(mail?.header('list-unsubscribe')).toBeUndefined();
    expect(await deliveryOf(client, id)).toMatchObject({ status: 'DRAFT', recipientCount: 0 });
  });

  it("answers with the mail server's own words when it is refused", async () => {
    smtp.verdict = () => ({ code: 554, text: 'We do not like this' });
    const { id } = await draftEmail(client);
    const answer = await client.query(TEST, { input: { id, to: 'me@example.com' } });
    expect(answer.errors).toMatchObject([
      { message: 'E-mail: 554 We do not like this', extensions: { code: 'UPSTREAM_FAILED' } },
    ]);
  });

  it('does not tell where the mail server is when it is not there', async () => {
    const cutOff = await startServer({
      SMTP_URL: 'smtp://127.0.0.1:1',
      LATCHKEY_EMAIL_FROM: 'hello@latchkey.example',
    });
    const caller = await (await cutOff.platform()).apiKey({ grantAll: true });
    const { id } = await draftEmail(caller);
    const answer = await caller.query(TEST, { input: { id, to: 'me@example.com' } });
    await cutOff.close();
    expect(answer.errors).toMatchObject([
      {
        message: 'E-mail: The mail server could not be reached (ECONNREFUSED).',
        extensions: { code: 'UPSTREAM_FAILED' },
      },
    ]);
  });

  it('is refused for what is not there before anything else, and for no address', async () => {
    const { id } = await draftEmail(client);
    expect(codeOf(await client.query(TEST, { input: { id: ABSENT, to: '' } }))).toBe('NOT_FOUND');
    const { errors } = await client.query(TEST, { input: { id, to: 'nobody' } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.to' } }]);
  });

  it('is done twenty times an hour at most, by 25 calls at once', async () => {
    const { id } = await draftEmail(client);
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => client.query(TEST, { input: { id, to: 'me@example.com' } })),
    );
    expect(answers.filter((answer) => codeOf(answer) === 'GUARDRAIL_EXCEEDED')).toHaveLength(5);
    expect(smtp.received).toHaveLength(20);
  });
});

describe('a server in production without a mail server', () => {
  it('sends nothing and says so; drafts can be written and read', async () => {
    const server = await startServer({ NODE_ENV: 'production' });
    const platform = await server.platform();
    const client = await platform.apiKey({ grantAll: true });
    const [member] = await addMembers(server, platform, 1);
    const draft = await draftEmail(client);
    for (const answer of [
      await client.query(SEND, { input: { ...draft, memberIds: [member] } }),
      await client.query(TEST, { input: { id: draft.id, to: 'me@example.com' } }),
    ]) {
      expect(answer.errors).toMatchObject([{ extensions: { code: 'NOT_CONFIGURED', missing: 'SMTP_URL' } }]);
    }
    expect(codeOf(await client.query(TEST, { input: { id: ABSENT, to: 'me@example.com' } }))).toBe(
      'NOT_FOUND',
    );
    expect(await deliveryOf(client, draft.id)).toMatchObject({ status: 'DRAFT' });
    await server.close();
  });
});

/** No test runs across the full hour or midnight, where the guardrails' windows change. */
function noonAndAHalf({ clock }: TestServer): void {
  const noon = DAY_MS * 1.5 - (clock.now().getTime() % DAY_MS);
  clock.advance({ seconds: noon / 1_000, minutes: 30 });
}
