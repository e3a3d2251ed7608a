import { type Client } from './Client';
import { type Written } from './library';
import { type TestServer } from './startServer';
import { type TestPlatform } from './TestPlatform';

export interface Delivery {
  queued: number;
  sent: number;
  failed: number;
}

/** Members `<prefix>-<n>@example.com`, made one after another; their ids. */
export async function addMembers(
  server: TestServer,
  { adminPrincipal }: TestPlatform,
  count: number,
  prefix = 'member',
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const member = { email: `${prefix}-${index}@example.com`, name: `Member ${index}` };
    ids.push((await server.services.members.add(adminPrincipal, member)).id);
  }
  return ids;
}

/** A draft that says something harmless, unless told otherwise. */
export async function draftEmail(
  client: Client,
  input: { subject?: string; body?: string } = {},
): Promise<Written> {
  const { draftEmail: written } = await client.data<{ draftEmail: Written }>(
    'mutation ($input: DraftEmailInput!) { draftEmail(input: $input) { id version } }',
    { input: { subject: 'News', body: 'Hello {{name}}, there is **news**.', ...input } },
  );
  return written;
}

export const SEND = `mutation ($input: SendEmailInput!) {
  sendEmail(input: $input) { id version recipientCount leftOutCount }
}`;

/** Drafts an e-mail and sends it to members; its id. */
export async function sendTo(
  client: Client,
  memberIds: readonly string[],
  content: { subject?: string; body?: string } = {},
): Promise<string> {
  const { id, version } = await draftEmail(client, content);
  await client.data(SEND, { input: { id, version, memberIds } });
  return id;
}

/** How far an e-mail is. */
export async function deliveryOf(
  client: Client,
  id: string,
): Promise<{ status: string; recipientCount: number; delivery: Delivery; sentAt: string | null }> {
  const { email } = await client.data<{ email: Awaited<ReturnType<typeof deliveryOf>> }>(
    'query ($id: ID!) { email(id: $id) { status recipientCount sentAt delivery { queued sent failed } } }',
    { id },
  );
  return email;
}

/** The recipients of an e-mail. */
export async function recipientsOf(
  client: Client,
  id: string,
): Promise<{ status: string; attempts: number; address: string | null; lastError: string | null }[]> {
  const { email } = await client.data<{
    email: { recipients: { nodes: Awaited<ReturnType<typeof recipientsOf>> } };
  }>(
    `query ($id: ID!) {
      email(id: $id) { recipients(first: 100) { nodes { status attempts address lastError } } }
    }`,
    { id },
  );
  return email.recipients.nodes;
}

/** Delivers what is due, and resolves when nothing is. */
export async function deliver({ emailWorker }: TestServer): Promise<void> {
  if (emailWorker === null) throw new Error('E-mail is not set up.');
  await emailWorker.drain();
}
