import { png } from './images';
import { type TestPlatform } from './TestPlatform';

/** Gives a platform at least one row in every table that belongs to platforms. */
export async function populate(platform: TestPlatform): Promise<void> {
  const key = await platform.apiKey({ grantAll: true });
  const admin = await platform.admin();
  await admin.data(
    'mutation { createPreset(input: { name: "Uploads", scopes: [VIDEOS_WRITE] }) { preset { id } } }',
  );
  const { createVideo, createCollection } = await key.data<Record<string, { id: string }>>(`mutation {
    createVideo(input: { title: "Sourdough from scratch", tags: ["bread"] }) { id }
    createCollection(input: { title: "Baking" }) { id }
    addMember(input: { email: "noor@bakery.example", name: "Noor Haddad", tags: ["founding"] }) { id }
  }`);
  await key.data(
    'mutation ($in: ID!, $video: ID!) { addVideosToCollection(collectionId: $in, videoIds: [$video]) { id } }',
    { in: createCollection?.id, video: createVideo?.id },
  );
  // Only a model could have it drawn through the API.
  await platform.storeImage(png(2, 2));
}
