import { type Comment } from '../../src/comments/Comment';
import { type Client } from './Client';
import { createVideo } from './library';
import { type TestServer } from './startServer';
import { type TestPlatform } from './TestPlatform';

/** A platform with a video and a member who can comment on it, and a client that may do everything there. */
export interface Community {
  readonly platform: TestPlatform;
  readonly admin: Client;
  readonly videoId: string;
  readonly memberId: string;
  /** What the platform's site does when the member, or the one that is named, writes something: a second later each time. */
  readonly comment: (
    text: string,
    more?: { replyTo?: string; memberId?: string; videoId?: string },
  ) => Promise<Comment>;
}

export async function createCommunity(server: TestServer): Promise<Community> {
  const platform = await server.platform();
  const admin = await platform.admin();
  const { id: videoId } = await createVideo(admin, { title: 'Sourdough' });
  const memberId = await addMember(admin, 'Noor');
  return {
    platform,
    admin,
    videoId,
    memberId,
    comment: (text, more = {}) => {
      server.clock.advance({ seconds: 1 });
      const comment = { videoId, memberId, text, ...more };
      return server.services.commentWriting.write({ platformId: platform.id }, comment);
    },
  };
}

/** @returns the id of a new member, whose e-mail address is made of the name */
export async function addMember(client: Client, name: string): Promise<string> {
  const { addMember: added } = await client.data<{ addMember: { id: string } }>(
    'mutation ($input: AddMemberInput!) { addMember(input: $input) { id } }',
    { input: { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@members.example` } },
  );
  return added.id;
}

/** Runs one mutation that takes an `input`, and gives what is selected of its payload. */
export async function change<Payload>(
  client: Client,
  tool: string,
  input: Record<string, unknown>,
  selection: string,
): Promise<Payload> {
  const data = await client.data<Record<string, Payload>>(mutationOf(tool, selection), { input });
  return data[tool] as Payload;
}

/** {@link change} that must be refused: the error's code and details. */
export async function refusal(
  client: Client,
  tool: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const { errors } = await client.query(mutationOf(tool, '__typename'), { input });
  return errors[0]?.extensions;
}

/** `hideComment` takes a `HideCommentInput`. */
function mutationOf(tool: string, selection: string): string {
  const type = `${tool.charAt(0).toUpperCase()}${tool.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${tool}(input: $input) { ${selection} } }`;
}
