import { startServer, type TestServer } from './harness/startServer';

interface Group {
  group: string;
  scopes: {
    scope: string;
    title: string;
    description: string;
    risk: string;
    tools: { name: string; kind: string; description: string; guardrails: object[] }[];
  }[];
}

/** What is promised: group, scope, risk, title, queries and mutations. The schema must come to exactly this. */
const PROMISED = `
  VIDEOS | VIDEOS_READ | LOW | Read videos | videos video | 
  VIDEOS | VIDEOS_WRITE | MEDIUM | Edit videos |  | createVideo updateVideo publishVideo unpublishVideo
  VIDEOS | VIDEOS_DELETE | HIGH | Delete videos |  | deleteVideo restoreVideo
  VIDEOS | CAPTIONS_READ | LOW | Read captions | captions | 
  VIDEOS | CAPTIONS_WRITE | MEDIUM | Edit captions |  | saveCaptions deleteCaptions
  LIBRARY | COLLECTIONS_READ | LOW | Read collections | collections collection | 
  LIBRARY | COLLECTIONS_WRITE | MEDIUM | Manage collections |  | createCollection updateCollection deleteCollection addVideosToCollection removeVideosFromCollection reorderCollection
  LIBRARY | CATEGORIES_READ | LOW | Read categories | categories | 
  LIBRARY | CATEGORIES_WRITE | MEDIUM | Manage categories |  | createCategory updateCategory deleteCategory
  LIBRARY | LIVE_EVENTS_READ | LOW | Read live events | liveEvents liveEvent | 
  LIBRARY | LIVE_EVENTS_WRITE | MEDIUM | Schedule live events |  | scheduleLiveEvent updateLiveEvent cancelLiveEvent
  MEMBERS | MEMBERS_READ | LOW | Read members | members member | 
  MEMBERS | MEMBERS_MANAGE | HIGH | Manage members |  | addMember updateMember suspendMember reinstateMember removeMember
  MEMBERS | SEGMENTS_READ | LOW | Read segments | segments segment | 
  MEMBERS | SEGMENTS_WRITE | MEDIUM | Edit segments |  | createSegment updateSegment deleteSegment
  MEMBERS | ACCESS_READ | LOW | Read access grants | accessGrants | 
  MEMBERS | ACCESS_GRANT | HIGH | Grant free access |  | grantAccess revokeAccess
  COMMERCE | PLANS_READ | LOW | Read plans | plans plan | 
  COMMERCE | PLANS_WRITE | MEDIUM | Edit plans |  | createPlan updatePlan archivePlan
  COMMERCE | COUPONS_READ | LOW | Read coupons | coupons | 
  COMMERCE | COUPONS_WRITE | MEDIUM | Edit coupons |  | createCoupon deactivateCoupon
  COMMERCE | SUBSCRIPTIONS_READ | LOW | Read subscriptions | subscriptions subscription | 
  COMMERCE | SUBSCRIPTIONS_MANAGE | HIGH | Manage subscriptions (Stripe) |  | cancelSubscription pauseSubscription resumeSubscription changeSubscriptionPlan
  COMMERCE | PAYMENTS_READ | LOW | Read payments | payments payment | 
  COMMERCE | REFUNDS_ISSUE | HIGH | Issue refunds (Stripe) |  | refundPayment
  COMMUNITY | COMMENTS_READ | LOW | Read comments | comments | 
  COMMUNITY | COMMENTS_REPLY | MEDIUM | Reply to comments |  | replyToComment
  COMMUNITY | COMMENTS_MODERATE | MEDIUM | Moderate comments |  | hideComment unhideComment deleteComment
  COMMUNITY | POSTS_READ | LOW | Read community posts | posts post | 
  COMMUNITY | POSTS_WRITE | MEDIUM | Write community posts |  | createPost updatePost publishPost deletePost
  EMAIL | EMAILS_READ | LOW | Read emails | emails email | 
  EMAIL | EMAILS_WRITE | MEDIUM | Draft emails |  | draftEmail updateEmailDraft deleteEmailDraft
  EMAIL | EMAILS_SEND | HIGH | Email members |  | sendEmail sendTestEmail
  ANALYTICS | ANALYTICS_READ | LOW | Read analytics | videoAnalytics topVideos audienceAnalytics | 
  ANALYTICS | REVENUE_READ | LOW | Read revenue | revenueAnalytics | 
  ANALYTICS | PLAYBACK_WRITE | MEDIUM | Record playback |  | recordPlayback
  GENERATION | CONTENT_GENERATE | LOW | Generate text |  | generateText
  GENERATION | IMAGES_GENERATE | LOW | Generate images |  | generateImage
  SITE | PAGES_READ | LOW | Read pages | pages page | 
  SITE | PAGES_WRITE | MEDIUM | Edit pages |  | createPage updatePage publishPage deletePage
  SITE | BRANDING_READ | LOW | Read branding | branding | 
  SITE | BRANDING_WRITE | MEDIUM | Edit branding |  | updateBranding
  SITE | PLATFORM_READ | LOW | Read the platform profile | platform | 
`;

/** Tool, unit, limit and window. */
const PROMISED_GUARDRAILS: [tool: string, unit: string, limit: number, window: string][] = [
  ['sendEmail', 'recipients', 5_000, 'DAY'],
  ['sendEmail', 'sends', 10, 'HOUR'],
  ['sendTestEmail', 'sends', 20, 'HOUR'],
  ['generateText', 'generations', 500, 'DAY'],
  ['generateImage', 'generations', 100, 'DAY'],
  ['grantAccess', 'grants', 200, 'DAY'],
  ['refundPayment', 'refunds', 50, 'DAY'],
  ['removeMember', 'members', 100, 'DAY'],
  ['deleteVideo', 'videos', 50, 'DAY'],
];

/** The lines of a table, in its order, without what aligns it. */
const linesOf = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim());

const QUERY = `{ scopes { group scopes {
  scope title description risk tools { name kind description guardrails { unit limit window } }
} } }`;

describe('the catalogue of scopes', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('tells any valid caller every scope by group, with the tools that it unlocks', async () => {
    const platform = await server.platform();
    const { scopes } = await (
      await platform.apiKey({ scopes: ['VIDEOS_WRITE'] })
    ).data<{ scopes: Group[] }>(QUERY);
    const ids = scopes.flatMap((group) => group.scopes.map(({ scope }) => scope));
    expect(ids).toEqual(server.services.catalogue.scopes.map(({ id }) => id));
    expect(scopes.every((group) => group.scopes.length > 0)).toBe(true);
    const videos = scopes.find(({ group }) => group === 'VIDEOS')?.scopes ?? [];
    expect(videos[0]).toMatchObject({
      scope: 'VIDEOS_READ',
      title: 'Read videos',
      description: 'See videos and everything about them, drafts included.',
      risk: 'LOW',
    });
    expect(videos[0]?.tools).toContainEqual({
      name: 'video',
      kind: 'QUERY',
      description: expect.stringContaining('One video') as string,
      guardrails: [],
    });
    expect(videos[1]?.tools).toContainEqual(
      expect.objectContaining({ name: 'createVideo', kind: 'MUTATION' }),
    );
    expect(await server.anonymous.query(QUERY)).toMatchObject({ status: 401 });
  });

  it("shows a tool's guardrails", async () => {
    const admin = await (await server.platform()).admin();
    const { scopes } = await admin.data<{ scopes: Group[] }>(QUERY);
    const shown = scopes.flatMap((group) =>
      group.scopes.flatMap(({ tools }) => tools.flatMap((tool) => tool.guardrails)),
    );
    const declared = server.services.catalogue.guardrails.map(({ unit, limit, window }) => ({
      unit,
      limit,
      window,
    }));
    expect(shown).toHaveLength(declared.length);
    expect(shown).toEqual(expect.arrayContaining(declared));
  });

  it('is the one that is promised: 43 scopes in their order, and every tool in exactly one', async () => {
    const admin = await (await server.platform()).admin();
    const { scopes: groups } = await admin.data<{ scopes: Group[] }>(QUERY);
    const lines = groups.flatMap(({ group, scopes }) =>
      scopes.map(({ scope, risk, title, tools }) => {
        const namesOf = (kind: string): string =>
          tools.flatMap((tool) => (tool.kind === kind ? [tool.name] : [])).join(' ');
        return [group, scope, risk, title, namesOf('QUERY'), namesOf('MUTATION')]
          .join(' | ')
          .replaceAll(/\s+/g, ' ')
          .trim();
      }),
    );
    expect(lines).toHaveLength(43);
    expect(lines).toEqual(linesOf(PROMISED));
    const tools = groups.flatMap(({ scopes }) =>
      scopes.flatMap((scope) => scope.tools.map(({ name }) => name)),
    );
    expect(new Set(tools).size).toBe(tools.length);
  });

  it('holds the tools to the guardrails that are promised, and to no others', () => {
    const { guardrails } = server.services.catalogue;
    const declared = guardrails.map(({ tool, unit, limit, window }) => [tool, unit, limit, window]);
    expect(declared).toHaveLength(PROMISED_GUARDRAILS.length);
    expect(declared).toEqual(expect.arrayContaining(PROMISED_GUARDRAILS));
  });
});
