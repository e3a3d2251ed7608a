import { CommerceRows } from './commerce';
import { type TestServer } from './startServer';
import { png } from './images';
import { type TestPlatform } from './TestPlatform';

/** Gives a platform at least one row in every table that belongs to platforms. */
export async function populate(server: TestServer, platform: TestPlatform): Promise<void> {
  const key = await platform.apiKey({ grantAll: true });
  const admin = await platform.admin();
  await admin.data(
    'mutation { createPreset(input: { name: "Uploads", scopes: [VIDEOS_WRITE] }) { preset { id } } }',
  );
  const { createVideo, createCollection, createCategory, addMember } = await key.data<
    Record<string, { id: string }>
  >(`mutation {
    createVideo(input: { title: "Sourdough from scratch", tags: ["bread"] }) { id }
    createCollection(input: { title: "Baking" }) { id }
    createCategory(input: { name: "Bread" }) { id }
    scheduleLiveEvent(input: { title: "Baking live", startsAt: "${tomorrow()}" }) { id }
    addMember(input: { email: "noor@bakery.example", name: "Noor Haddad", tags: ["founding"] }) { id }
    createPost(input: { title: "Bake-along on Sunday", body: "Bring your starter." }) { id }
    createPage(input: { title: "About us" }) { id }
  }`);
  const { draftEmail } = await key.data<{ draftEmail: { id: string } }>(
    'mutation { draftEmail(input: { subject: "News", body: "Bread." }) { id } }',
  );
  await key.data('mutation ($input: SendEmailInput!) { sendEmail(input: $input) { id } }', {
    input: { id: draftEmail.id, version: 1, memberIds: [addMember?.id] },
  });
  await key.data(
    `mutation ($collection: ID!, $category: ID!, $video: ID!, $captions: String!) {
      addVideosToCollection(collectionId: $collection, videoIds: [$video]) { id }
      updateVideo(input: { id: $video, version: 1, categoryIds: [$category] }) { id }
      saveCaptions(input: { videoId: $video, language: "en", content: $captions }) { id }
    }`,
    {
      collection: createCollection?.id,
      category: createCategory?.id,
      video: createVideo?.id,
      captions: 'WEBVTT\n\n00:00.000 --> 00:02.000\nFlour, water, salt',
    },
  );
  await key.data(`mutation {
    updateBranding(input: {
      version: 0, tagline: "Bread, slowly", socialLinks: [{ network: YOUTUBE, url: "https://www.youtube.com/@bakery" }]
    }) { version }
  }`);
  // What members write comes from the platform's site.
  await platform.services.commentWriting.write(
    { platformId: platform.id },
    { videoId: createVideo?.id ?? '', memberId: addMember?.id ?? '', text: 'How warm is your kitchen?' },
  );
  await key.data(
    `mutation ($in: ID!, $member: ID!) {
      grantAccess(input: { memberId: $member, collectionId: $in, reason: "Press" }) { id }
      createSegment(input: { name: "Founders", filter: { tags: { any: ["founding"] } } }) { id }
    }`,
    { in: createCollection?.id, member: addMember?.id },
  );
  const { createPlan } = await key.data<Record<string, { id: string }>>(
    `mutation ($in: ID!) {
      createPlan(input: {
        name: "Newsletter", price: { amount: 0, currency: "EUR" }, interval: MONTH, collectionIds: [$in]
      }) { id }
    }`,
    { in: createCollection?.id },
  );
  // Made by Stripe's events, or on a connected account only.
  const rows = new CommerceRows(server.database, platform.id);
  await rows.coupon();
  const { id: memberId = '' } = addMember ?? {};
  const { id: planId = '' } = createPlan ?? {};
  const { id: subscriptionId } = await rows.subscription({ memberId, planId });
  const { id: paymentId } = await rows.payment({ memberId, planId, subscriptionId });
  await rows.refund({ paymentId });
  const { stripeAccounts } = server.services;
  if ((await stripeAccounts.find(platform.id)) === null) {
    // Stripe would have to vouch for it.
    await stripeAccounts.store(platform.adminPrincipal, `acct_${platform.id.replaceAll('-', '')}`);
  }
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
  // Only a model could have it drawn through the API.
  await platform.storeImage(png(2, 2));
}

function tomorrow(): string {
  return new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
}
