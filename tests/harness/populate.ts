import { png } from './images';
import { type TestPlatform } from './TestPlatform';

/** Gives a platform at least one row in every table that belongs to platforms. */
export async function populate(platform: TestPlatform): Promise<void> {
  const key = await platform.apiKey({ grantAll: true });
  const admin = await platform.admin();
  await admin.data(
    'mutation { createPreset(input: { name: "Uploads", scopes: [VIDEOS_WRITE] }) { preset { id } } }',
  );
  const { createVideo, createCollection, addMember } = await key.data<
    Record<string, { id: string }>
  >(`mutation {
    createVideo(input: { title: "Sourdough from scratch", tags: ["bread"] }) { id }
    createCollection(input: { title: "Baking" }) { id }
    addMember(input: { email: "noor@bakery.example", name: "Noor Haddad", tags: ["founding"] }) { id }
  }`);
  const { draftEmail } = await key.data<{ draftEmail: { id: string } }>(
    'mutation { draftEmail(input: { subject: "News", body: "Bread." }) { id } }',
  );
  await key.data('mutation ($input: SendEmailInput!) { sendEmail(input: $input) { id } }', {
    input: { id: draftEmail.id, version: 1, memberIds: [addMember?.id] },
  });
  await key.data(
    'mutation ($in: ID!, $video: ID!) { addVideosToCollection(collectionId: $in, videoIds: [$video]) { id } }',
    { in: createCollection?.id, video: createVideo?.id },
  );
  await key.data(
    `mutation ($in: ID!, $member: ID!) {
      grantAccess(input: { memberId: $member, collectionId: $in, reason: "Press" }) { id }
      createSegment(input: { name: "Founders", filter: { tags: { any: ["founding"] } } }) { id }
    }`,
    { in: createCollection?.id, member: addMember?.id },
  );
  // Only a model could have it drawn through the API.
  await platform.storeImage(png(2, 2));
}
