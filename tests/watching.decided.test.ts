import { Audience, addMember } from './harness/audience';
import { type Client } from './harness/Client';
import { createCollection, createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';
import { type TestPlatform } from './harness/TestPlatform';

interface Decision {
  allowed: boolean;
  reason: string;
  until: string | null;
  grant: { id: string } | null;
  plan: { id: string } | null;
}

const DECISION = '{ allowed reason until grant { id } plan { id } }';

describe('whether a member can watch a video', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let audience: Audience;
  let key: Client;
  let memberId: string;
  let videoId: string;
  let collectionId: string;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    audience = new Audience(server, platform);
    key = await platform.apiKey({ grantAll: true });
    memberId = await addMember(key);
    videoId = await publish({ title: 'Sourdough' });
    collectionId = (await createCollection(key, 'Baking', [videoId])).id;
  });
  afterAll(() => server.close());

  async function publish(
    input: Record<string, unknown>,
    { scheduledAt, client = key }: { scheduledAt?: Date; client?: Client } = {},
  ): Promise<string> {
    const { id, version } = await createVideo(client, input);
    await client.data(
      `mutation ($id: ID!, $version: Int!, $scheduledAt: DateTime) {
        publishVideo(id: $id, version: $version, scheduledAt: $scheduledAt) { id }
      }`,
      { id, version, scheduledAt },
    );
    return id;
  }

  async function grant(input: Record<string, unknown>): Promise<{ id: string; version: number }> {
    const { grantAccess } = await key.data<{ grantAccess: { id: string; version: number } }>(
      'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { id version } }',
      { input: { memberId, ...input } },
    );
    return grantAccess;
  }

  async function suspend(): Promise<void> {
    await key.data('mutation ($input: SuspendMemberInput!) { suspendMember(input: $input) { id } }', {
      input: { id: memberId, version: 1 },
    });
  }

  async function decide(video: string = videoId): Promise<Decision> {
    const { member } = await key.data<{ member: { canWatch: Decision } }>(
      `query ($id: ID!, $video: ID!) { member(id: $id) { canWatch(videoId: $video) ${DECISION} } }`,
      { id: memberId, video },
    );
    return member.canWatch;
  }

  const no = (reason: string): Decision => ({ allowed: false, reason, until: null, grant: null, plan: null });
  const yes = (reason: string, more: Partial<Decision> = {}): Decision => ({
    ...no(reason),
    allowed: true,
    ...more,
  });
  const later = (days: number): string => audience.daysAgo(-days).toISOString();

  /** [what is so, how it comes about, the decision; the video when it is not the one in the collection] */
  const CASES: [string, () => Promise<string | void>, () => Decision][] = [
    ['nothing opens it', () => Promise.resolve(), () => no('NO_ACCESS')],
    ['the id is none', () => Promise.resolve('sourdough'), () => no('NO_SUCH_VIDEO')],
    [
      'nobody has the id',
      () => Promise.resolve('01890000-0000-7000-8000-000000000000'),
      () => no('NO_SUCH_VIDEO'),
    ],
    [
      'it is in the trash, though everything was granted',
      async () => {
        await grant({ everything: true });
        await key.data('mutation ($id: ID!) { deleteVideo(id: $id) { id } }', { id: videoId });
      },
      () => no('NO_SUCH_VIDEO'),
    ],
    [
      "it is another platform's public one",
      async () => {
        const client = await (await server.platform()).apiKey({ grantAll: true });
        return publish({ title: 'Theirs', visibility: 'PUBLIC' }, { client });
      },
      () => no('NO_SUCH_VIDEO'),
    ],
    [
      'it is a public draft, and everything was granted',
      async () => {
        await grant({ everything: true });
        return (await createVideo(key, { title: 'Draft', visibility: 'PUBLIC' })).id;
      },
      () => no('NOT_PUBLISHED'),
    ],
    [
      'it is scheduled',
      () => publish({ title: 'Soon', visibility: 'PUBLIC' }, { scheduledAt: audience.daysAgo(-1) }),
      () => no('NOT_PUBLISHED'),
    ],
    ['it is public', () => publish({ title: 'P', visibility: 'PUBLIC' }), () => yes('PUBLIC')],
    [
      'it is public, and everything was granted',
      async () => {
        await grant({ everything: true });
        return publish({ title: 'P', visibility: 'PUBLIC' });
      },
      () => yes('PUBLIC'),
    ],
    [
      'it is public, and the member suspended',
      async () => {
        await suspend();
        return publish({ title: 'P', visibility: 'PUBLIC' });
      },
      () => yes('PUBLIC'),
    ],
    ['it is unlisted', () => publish({ title: 'U', visibility: 'UNLISTED' }), () => yes('UNLISTED')],
    [
      'the member is suspended, though everything was granted and paid for',
      async () => {
        await grant({ everything: true });
        await audience.subscribe(memberId, await audience.plan('everything'));
        await suspend();
      },
      () => no('SUSPENDED'),
    ],
    ['everything was granted', async () => void (await grant({ everything: true })), () => yes('GRANT')],
    ['its collection was granted', async () => void (await grant({ collectionId })), () => yes('GRANT')],
    [
      'another collection was granted',
      async () => void (await grant({ collectionId: (await createCollection(key, 'Other')).id })),
      () => no('NO_ACCESS'),
    ],
    [
      'it was granted to another member',
      async () => void (await grant({ memberId: await addMember(key), everything: true })),
      () => no('NO_ACCESS'),
    ],
    [
      'the grant was revoked',
      async () => {
        const input = await grant({ everything: true });
        await key.data('mutation ($input: RevokeAccessInput!) { revokeAccess(input: $input) { id } }', {
          input,
        });
      },
      () => no('NO_ACCESS'),
    ],
    [
      'the collection that was granted was deleted',
      async () => {
        await grant({ collectionId });
        await key.data('mutation ($id: ID!) { deleteCollection(id: $id) { id } }', { id: collectionId });
      },
      () => no('NO_ACCESS'),
    ],
    [
      'a plan that includes everything is subscribed',
      async () => void (await audience.subscribe(memberId, await audience.plan('everything'))),
      () => yes('PLAN'),
    ],
    [
      'a plan with its collection is subscribed',
      async () => void (await audience.subscribe(memberId, await audience.plan([collectionId]))),
      () => yes('PLAN'),
    ],
    [
      'a plan with its collection was archived since',
      async () => {
        const planId = await audience.plan([collectionId], { status: 'ARCHIVED' });
        await audience.subscribe(memberId, planId);
      },
      () => yes('PLAN'),
    ],
    [
      'a plan with another collection is subscribed',
      async () => {
        const other = await createCollection(key, 'Other', [await publish({ title: 'Other' })]);
        await audience.subscribe(memberId, await audience.plan([other.id]));
      },
      () => no('NO_ACCESS'),
    ],
    ...(['TRIALING', 'PAST_DUE'] as const).map((status): (typeof CASES)[number] => [
      `the subscription is ${status}`,
      async () => void (await audience.subscribe(memberId, await audience.plan('everything'), { status })),
      () => yes('PLAN'),
    ]),
    ...(['PAUSED', 'INCOMPLETE', 'CANCELED'] as const).map((status): (typeof CASES)[number] => [
      `the subscription is ${status}`,
      async () => void (await audience.subscribe(memberId, await audience.plan('everything'), { status })),
      () => no('NO_ACCESS'),
    ]),
    [
      'it was granted and is paid for',
      async () => {
        await audience.subscribe(memberId, await audience.plan('everything'));
        await grant({ collectionId });
      },
      () => yes('GRANT'),
    ],
  ];

  it.each(CASES)('when %s', async (_case, arrange, expected) => {
    const video = (await arrange()) ?? videoId;
    const { grant: byGrant, plan: byPlan, ...decision } = await decide(video);
    expect({ ...decision, grant: null, plan: null }).toEqual(expected());
    expect(byGrant !== null).toBe(decision.reason === 'GRANT');
    expect(byPlan !== null).toBe(decision.reason === 'PLAN');
  });

  it('hangs on the time: a scheduled video appears, and a grant ends', async () => {
    const id = await publish({ title: 'Soon', visibility: 'PUBLIC' }, { scheduledAt: audience.daysAgo(-1) });
    const until = later(1);
    const granted = await grant({ collectionId, until });
    expect(await decide(id)).toEqual(no('NOT_PUBLISHED'));
    expect(await decide()).toEqual(yes('GRANT', { until, grant: { id: granted.id } }));
    server.clock.advance({ days: 1 });
    expect(await decide(id)).toEqual(yes('PUBLIC'));
    expect(await decide()).toEqual(no('NO_ACCESS'));
  });

  it('names, of several grants, the one that holds longest', async () => {
    await grant({ everything: true, until: later(2) });
    const longest = await grant({ collectionId, until: later(9) });
    await grant({ collectionId, until: later(3) });
    expect((await decide()).grant).toEqual({ id: longest.id });
    const endless = await grant({ collectionId });
    expect(await decide()).toEqual(yes('GRANT', { grant: { id: endless.id } }));
  });

  it('tells the end of a subscription that is not renewed, unless another one is', async () => {
    const currentPeriodEnd = new Date(later(4));
    const ending = await audience.plan('everything');
    await audience.subscribe(memberId, ending, { cancelAtPeriodEnd: true, currentPeriodEnd });
    const until = currentPeriodEnd.toISOString();
    expect(await decide()).toEqual(yes('PLAN', { until, plan: { id: ending } }));
    const renewed = await audience.plan([collectionId]);
    await audience.subscribe(memberId, renewed);
    expect(await decide()).toEqual(yes('PLAN', { plan: { id: renewed } }));
  });

  it('takes as many statements for 100 members and 3 videos as for one of each', async () => {
    const plan = await audience.plan([collectionId]);
    const others: string[] = [];
    for (let index = 0; index < 99; index += 1) {
      const id = await addMember(key);
      others.push(id);
      if (index % 3 === 0) await audience.subscribe(id, plan);
      if (index % 3 === 1) await grant({ memberId: id, collectionId });
    }
    await grant({ everything: true });
    await audience.subscribe(memberId, plan);
    const draft = await createVideo(key, { title: 'Draft' });
    const alone = await publish({ title: 'In no collection' });
    const statementsFor = async (query: string, variables: Record<string, unknown>): Promise<number> => {
      const statements = await server.sql.during(() => key.data(query, variables));
      // Not the caller's key, whose use is noted whenever it suits.
      return statements.filter((statement) => !/api_key/.test(statement)).length;
    };
    const one = await statementsFor(
      `query ($id: ID!, $a: ID!) { member(id: $id) { canWatch(videoId: $a) ${DECISION} } }`,
      { id: memberId, a: videoId },
    );
    let reasons: string[][] = [];
    const many = await server.sql.during(async () => {
      const { members } = await key.data<{ members: { nodes: Record<string, Decision>[] } }>(
        `query ($a: ID!, $b: ID!, $c: ID!) { members(first: 100) { nodes {
          a: canWatch(videoId: $a) ${DECISION} b: canWatch(videoId: $b) ${DECISION} c: canWatch(videoId: $c) ${DECISION}
        } } }`,
        { a: videoId, b: draft.id, c: alone },
      );
      reasons = members.nodes.map((node) => Object.values(node).map(({ reason }) => reason));
    });
    expect(many.filter((statement) => !/api_key/.test(statement))).toHaveLength(one);
    const count = (reason: string): number => reasons.filter(([first]) => first === reason).length;
    expect([count('PLAN'), count('GRANT'), count('NO_ACCESS')]).toEqual([33, 34, 33]);
    expect(reasons.every(([, second]) => second === 'NOT_PUBLISHED')).toBe(true);
    expect(reasons.filter(([, , third]) => third === 'GRANT')).toHaveLength(1);
    expect(others).toHaveLength(99);
  });
});
