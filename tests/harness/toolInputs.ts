import { change } from './community';
import { type Client } from './Client';
import { createCollection, createVideo, type Written } from './library';
import { draftEmail } from './mailing';
import { type Shop } from './shop';

/** A populated platform that sells through the stand-in for Stripe, and what makes more rows on it. */
export class World {
  private serial = 0;

  constructor(readonly shop: Shop) {}

  /** Holds every scope. */
  get key(): Client {
    return this.shop.key;
  }

  /** A word that nothing else here has. */
  unique(): string {
    return `one-of-a-kind-${(this.serial += 1)}`;
  }

  /** The id of a row that the platform has, by the list that shows it. */
  async anyOf(list: string): Promise<{ id: string }> {
    const data = await this.key.data<Record<string, { nodes: { id: string }[] }>>(
      `{ ${list}(first: 1) { nodes { id } } }`,
    );
    const [row] = data[list]?.nodes ?? [];
    if (row === undefined) throw new Error(`The platform has no ${list}.`);
    return row;
  }

  /** Calls a tool that takes an `input`, and gives the row that it wrote. */
  written(tool: string, input: Record<string, unknown>): Promise<Written> {
    return change<Written>(this.key, tool, input, 'id version');
  }

  video(): Promise<Written> {
    return createVideo(this.key, { title: 'Rye' });
  }

  /** What a member writes on the platform's site. */
  async comment(): Promise<Written> {
    const { id: videoId } = await this.video();
    const comment = { videoId, memberId: await this.shop.member(), text: 'How long does it rest?' };
    return this.shop.platform.services.commentWriting.write({ platformId: this.shop.platform.id }, comment);
  }

  /** A collection with two videos. */
  async collection(): Promise<Written & { videoIds: string[] }> {
    const videoIds = [(await this.video()).id, (await this.video()).id];
    return { ...(await createCollection(this.key, 'Loaves', videoIds)), videoIds };
  }

  async grant(): Promise<Written> {
    return this.written('grantAccess', { memberId: await this.shop.member(), everything: true });
  }

  async member(): Promise<Written> {
    return this.written('addMember', { email: `${this.unique()}@example.com`, name: 'Lea Sander' });
  }

  async subscription(): Promise<Written> {
    return seen(await this.shop.subscription());
  }
}

type Arguments = Record<string, unknown>;
/** Makes what one call of a tool needs, and gives the call's arguments. */
export type ToolInput = (world: World) => Arguments | Promise<Arguments>;

/**
 * Arguments with which each tool succeeds. One that needs none has its place here only to make rows for what its answer
 * leads to.
 */
export const TOOL_INPUTS: Readonly<Record<string, ToolInput>> = {
  grantAccess: async (world) => ({ input: { memberId: await world.shop.member(), everything: true } }),
  revokeAccess: edit((world) => world.grant()),

  videoAnalytics: async (world) => ({ videoId: (await world.anyOf('videos')).id, range: lastWeek() }),
  topVideos: () => ({ range: lastWeek() }),
  audienceAnalytics: () => ({ range: lastWeek() }),
  revenueAnalytics: () => ({ range: lastWeek() }),
  recordPlayback: async (world) => ({
    input: {
      events: [
        {
          eventId: world.unique(),
          videoId: (await world.video()).id,
          memberId: await world.shop.member(),
          occurredAt: new Date(),
          secondsWatched: 90,
        },
      ],
    },
  }),

  updateBranding: async (world) => {
    const { branding } = await world.key.data<{ branding: { version: number } }>('{ branding { version } }');
    return { input: { version: branding.version, tagline: 'Bread, slower' } };
  },

  captions: async (world) => {
    const { id: videoId } = await world.video();
    await world.written('saveCaptions', { videoId, language: 'en', content: CAPTIONS });
    return { videoId };
  },
  saveCaptions: async (world) => ({
    input: { videoId: (await world.video()).id, language: 'en', content: CAPTIONS },
  }),
  deleteCaptions: idOf(async (world) =>
    world.written('saveCaptions', { videoId: (await world.video()).id, language: 'en', content: CAPTIONS }),
  ),

  categories: async (world) => {
    const { id: parentId } = await world.written('createCategory', { name: 'Flour' });
    await world.written('createCategory', { name: 'Whole grain', parentId });
    return {};
  },
  createCategory: () => ({ input: { name: 'Rye' } }),
  updateCategory: edit((world) => world.written('createCategory', { name: 'Spelt' }), { name: 'Einkorn' }),
  deleteCategory: idOf((world) => world.written('createCategory', { name: 'Wheat' })),

  collection: idOf((world) => world.anyOf('collections')),
  createCollection: () => ({ input: { title: 'Crusts' } }),
  updateCollection: edit((world) => world.collection(), { title: 'Crumbs' }),
  deleteCollection: idOf((world) => world.collection()),
  addVideosToCollection: async (world) => ({
    collectionId: (await world.collection()).id,
    videoIds: [(await world.video()).id],
  }),
  removeVideosFromCollection: async (world) => {
    const { id: collectionId, videoIds } = await world.collection();
    return { collectionId, videoIds };
  },
  reorderCollection: async (world) => {
    const { id: collectionId, version, videoIds } = await world.collection();
    return { collectionId, version, videoIds: videoIds.reverse() };
  },

  comments: async (world) => {
    await world.written('replyToComment', { commentId: (await world.comment()).id, text: 'One hour.' });
    return {};
  },
  replyToComment: async (world) => ({
    input: { commentId: (await world.comment()).id, text: 'Two hours.', authorName: 'The bakery' },
  }),
  hideComment: edit((world) => world.comment()),
  unhideComment: edit(async (world) => world.written('hideComment', seen(await world.comment()))),
  deleteComment: idOf((world) => world.comment()),

  coupons: async (world) => {
    const amountOff = { amount: 300, currency: 'EUR' };
    await world.written('createCoupon', { code: 'LESSTHREE', amountOff });
    return {};
  },
  createCoupon: () => ({ input: { code: 'FIRSTLOAF', percentOff: 10 } }),
  deactivateCoupon: edit((world) => world.written('createCoupon', { code: 'LASTLOAF', percentOff: 10 })),

  email: idOf((world) => world.anyOf('emails')),
  draftEmail: () => ({ input: { subject: 'News', body: 'Rye.' } }),
  updateEmailDraft: edit((world) => draftEmail(world.key), { subject: 'Older news' }),
  deleteEmailDraft: idOf((world) => draftEmail(world.key)),
  sendEmail: async (world) => ({
    input: { ...seen(await draftEmail(world.key)), memberIds: [await world.shop.member()] },
  }),
  sendTestEmail: async (world) => ({
    input: { id: (await draftEmail(world.key)).id, to: world.shop.platform.adminPrincipal.email },
  }),

  generateText: () => ({ input: { kind: 'TITLE', video: { description: 'Sourdough from scratch.' } } }),
  generateImage: () => ({ input: { kind: 'COVER', prompt: 'A loaf of bread on a table' } }),

  liveEvent: idOf((world) => world.anyOf('liveEvents')),
  scheduleLiveEvent: () => ({ input: liveEvent() }),
  updateLiveEvent: edit((world) => world.written('scheduleLiveEvent', liveEvent()), { title: 'Later' }),
  cancelLiveEvent: edit((world) => world.written('scheduleLiveEvent', liveEvent())),

  member: idOf((world) => world.anyOf('members')),
  addMember: (world) => ({ input: { email: `${world.unique()}@example.com`, name: 'Noor Haddad' } }),
  updateMember: edit((world) => world.member(), { name: 'Lea Haddad' }),
  suspendMember: edit((world) => world.member()),
  reinstateMember: edit(async (world) => world.written('suspendMember', seen(await world.member()))),
  removeMember: idOf((world) => world.member()),

  page: idOf((world) => world.anyOf('pages')),
  createPage: () => ({ input: { title: 'Imprint' } }),
  updatePage: edit((world) => world.written('createPage', { title: 'Jobs' }), { title: 'Work with us' }),
  publishPage: edit((world) => world.written('createPage', { title: 'Questions' })),
  deletePage: idOf((world) => world.written('createPage', { title: 'Old' })),

  payment: idOf((world) => world.anyOf('payments')),
  refundPayment: async (world) => {
    const { id: paymentId, version } = await world.shop.payment();
    return { input: { paymentId, version, amount: 100, reason: 'A broken loaf' } };
  },

  plan: idOf((world) => world.anyOf('plans')),
  createPlan: () => ({ input: plan() }),
  updatePlan: edit((world) => world.written('createPlan', plan()), { name: 'Everything, for less' }),
  archivePlan: edit((world) => world.written('createPlan', plan())),

  post: idOf((world) => world.anyOf('posts')),
  createPost: () => ({ input: POST }),
  updatePost: edit((world) => world.written('createPost', POST), { pinned: true }),
  publishPost: edit((world) => world.written('createPost', POST)),
  deletePost: idOf((world) => world.written('createPost', POST)),

  segment: idOf((world) => world.anyOf('segments')),
  segments: async (world) => {
    const { id: collectionId } = await world.collection();
    const filter = {
      status: 'ACTIVE',
      planIds: [(await world.anyOf('plans')).id],
      joined: { inLastDays: 90 },
      lastSeen: { notInLastDays: 7 },
      watched: { collectionId, inLastDays: 30 },
    };
    await world.written('createSegment', { name: 'On their way out', filter });
    return {};
  },
  createSegment: () => ({ input: SEGMENT }),
  updateSegment: edit((world) => world.written('createSegment', SEGMENT), { name: 'Everybody else' }),
  deleteSegment: idOf((world) => world.written('createSegment', SEGMENT)),

  subscription: idOf((world) => world.anyOf('subscriptions')),
  cancelSubscription: edit((world) => world.subscription()),
  pauseSubscription: edit((world) => world.subscription()),
  resumeSubscription: edit(async (world) =>
    world.written('pauseSubscription', { ...(await world.subscription()) }),
  ),
  changeSubscriptionPlan: async (world) => ({
    input: { ...(await world.subscription()), planId: (await world.shop.plan(2000)).id },
  }),

  video: idOf((world) => world.anyOf('videos')),
  createVideo: () => ({ input: { title: 'Brioche' } }),
  updateVideo: edit((world) => world.video(), { title: 'Focaccia' }),
  publishVideo: async (world) => seen(await world.video()),
  unpublishVideo: async (world) => {
    const { publishVideo } = await world.key.data<{ publishVideo: Written }>(
      'mutation ($id: ID!, $version: Int!) { publishVideo(id: $id, version: $version) { id version } }',
      seen(await world.video()),
    );
    return { ...publishVideo };
  },
  deleteVideo: idOf((world) => world.video()),
  restoreVideo: idOf(async (world) => {
    const video = await world.video();
    await world.key.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: video.id });
    return video;
  }),
};

const CAPTIONS = 'WEBVTT\n\n00:00.000 --> 00:02.000\nFlour, water, salt';
const POST = { title: 'Bake-along', body: 'Bring your starter.' };
const SEGMENT = { name: 'Everybody', filter: { status: 'ACTIVE' } };

/** For tools that take the id of a row, alone. */
function idOf(row: (world: World) => Promise<{ id: string }>): ToolInput {
  return async (world) => ({ id: (await row(world)).id });
}

/** For tools that take `input` with the row's id and version. */
function edit(row: (world: World) => Promise<Written>, change: Arguments = {}): ToolInput {
  return async (world) => ({ input: { ...seen(await row(world)), ...change } });
}

function seen({ id, version }: Written): { id: string; version: number } {
  return { id, version };
}

function liveEvent(): Arguments {
  return { title: 'Baking live', startsAt: new Date(Date.now() + 24 * 60 * 60 * 1000) };
}

function plan(): Arguments {
  return {
    name: 'Everything',
    price: { amount: 900, currency: 'EUR' },
    interval: 'MONTH',
    includesEverything: true,
  };
}

function lastWeek(): { from: string; to: string } {
  const day = (daysAgo: number): string =>
    new Date(Date.now() - daysAgo * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return { from: day(7), to: day(0) };
}
