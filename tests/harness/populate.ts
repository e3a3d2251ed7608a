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
  await key.data(
    'mutation ($in: ID!, $video: ID!) { addVideosToCollection(collectionId: $in, videoIds: [$video]) { id } }',
    { in: createCollection?.id, video: createVideo?.id },
  );
  await key.data('mutation ($input: RecordPlaybackInput!) { recordPlayback(input: $input) { accepted } }', {
    input: {
      events: [
        {
          eventId: 'first',
          videoId: createVideo?.id,
          memberId: addMember?.id,
          occurredAt: new Date(),
          secondsWatched: 90,
        },
      ],
    },
  });
}
