import { type Guardrail } from '../src/auth/scopes';
import { type GuardrailAmounts, GuardrailService } from '../src/guardrails/GuardrailService';
import { startServer, type TestServer } from './harness/startServer';
import { TestClock } from './harness/TestClock';
import { type TestPlatform } from './harness/TestPlatform';

const GUARDRAILS: Guardrail[] = [
  { tool: 'send', unit: 'recipients', limit: 1_000, window: 'DAY' },
  { tool: 'send', unit: 'sends', limit: 5, window: 'HOUR' },
  { tool: 'send', unit: 'sends', limit: 8, window: 'DAY' },
];

/** What a tool with several guardrails needs, on a service of the tests' own: no tool of the schema has them all yet. */
describe('a tool with several guardrails', () => {
  let server: TestServer;
  let platform: TestPlatform;
  let clock: TestClock;
  let service: GuardrailService;

  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    platform = await server.platform();
    clock = new TestClock();
    // Half past twelve: no test runs across the end of a window.
    const now = clock.now().getTime();
    clock.advance({ seconds: (86_400_000 - (now % 86_400_000)) / 1000, hours: 12, minutes: 30 });
    service = new GuardrailService(server.database, clock.now, GUARDRAILS);
  });
  afterAll(() => server.close());

  const consume = (amounts: GuardrailAmounts, from = service, tool = 'send'): Promise<void> =>
    server.database.transaction((manager) => from.consume(manager, platform.adminPrincipal, tool, amounts));
  /** Used of recipients a day, sends an hour, sends a day. */
  const used = async (): Promise<number[]> =>
    (await service.usage(platform.adminPrincipal)).map((guardrail) => guardrail.used);

  it('counts each act against all of them or none', async () => {
    await consume({ recipients: 400, sends: 1 });
    await consume({ recipients: 600, sends: 1 });
    await expect(consume({ recipients: 1, sends: 1 })).rejects.toMatchObject({
      code: 'GUARDRAIL_EXCEEDED',
      details: { tool: 'send', unit: 'recipients', limit: 1_000, used: 1_000 },
    });
    await consume({ recipients: 0, sends: 1 });
    expect(await used()).toEqual([1_000, 3, 3]);
    await expect(consume({ recipients: 0, sends: 2_000_000_000 })).rejects.toMatchObject({
      details: { unit: 'sends', used: 3 },
    });
    expect(await used()).toEqual([1_000, 3, 3]);
  });

  it('counts anew from the full hour, and from midnight', async () => {
    await consume({ recipients: 10, sends: 5 });
    await expect(consume({ recipients: 10, sends: 1 })).rejects.toMatchObject({
      details: {
        unit: 'sends',
        limit: 5,
        used: 5,
        resetAt: expect.stringMatching(/T13:00:00.000Z$/) as string,
      },
    });
    clock.advance({ minutes: 29 });
    await expect(consume({ recipients: 10, sends: 1 })).rejects.toMatchObject({ details: { limit: 5 } });
    clock.advance({ minutes: 2 });
    expect(await used()).toEqual([10, 0, 5]);
    await consume({ recipients: 10, sends: 3 });
    expect(await used()).toEqual([20, 3, 8]);
    await expect(consume({ recipients: 10, sends: 1 })).rejects.toMatchObject({
      details: { limit: 8, used: 8, resetAt: expect.stringMatching(/T00:00:00.000Z$/) as string },
    });
    clock.advance({ hours: 11 });
    expect(await used()).toEqual([0, 0, 0]);
    await consume({ recipients: 1_000, sends: 1 });
    expect(await used()).toEqual([1_000, 1, 1]);
  });

  it('counts into one window when the clocks of two processes lie on both sides of its border', async () => {
    const ahead = new TestClock();
    ahead.advance({ seconds: (clock.now().getTime() - Date.now()) / 1000, minutes: 45 });
    const other = new GuardrailService(server.database, ahead.now, GUARDRAILS);
    await consume({ recipients: 0, sends: 1 });
    await consume({ recipients: 0, sends: 4 }, other);
    await consume({ recipients: 0, sends: 1 });
    for (const from of [other, service]) {
      await expect(consume({ recipients: 0, sends: 1 }, from)).rejects.toMatchObject({
        details: { limit: 5, used: 5, resetAt: expect.stringMatching(/T14:00:00.000Z$/) as string },
      });
    }
  });

  it('gives back to the window that it was taken from, and to no other, and never more than is counted', async () => {
    const refund = (amounts: GuardrailAmounts, consumedAt: Date): Promise<void> =>
      server.database.transaction((manager) =>
        service.giveBack(manager, platform.adminPrincipal, 'send', amounts, consumedAt),
      );
    const first = clock.now();
    await consume({ recipients: 10, sends: 2 });
    await refund({ recipients: 4, sends: 1 }, first);
    expect(await used()).toEqual([6, 1, 1]);
    clock.advance({ hours: 1 });
    await consume({ recipients: 10, sends: 3 });
    await refund({ recipients: 1, sends: 1 }, first);
    // The hour of the first is over; its day is not.
    expect(await used()).toEqual([15, 3, 3]);
    await refund({ recipients: 99, sends: 99 }, clock.now());
    expect(await used()).toEqual([0, 0, 0]);
    const elsewhere = await server.platform();
    await consume({ recipients: 5, sends: 1 });
    await server.database.transaction((manager) =>
      service.giveBack(manager, elsewhere.adminPrincipal, 'send', { recipients: 5, sends: 1 }, clock.now()),
    );
    expect(await used()).toEqual([5, 1, 1]);
  });

  it.each<[string, GuardrailAmounts, string]>([
    ['a tool without one', { sends: 1 }, 'receive'],
    ['another unit', { recipients: 1, sends: 1, letters: 1 }, 'send'],
    ['one unit too few', { sends: 1 }, 'send'],
    ['half a unit', { recipients: 0.5, sends: 1 }, 'send'],
    ['less than none', { recipients: -1, sends: 1 }, 'send'],
  ])('fails rather than leave uncounted: %s', async (_case, amounts, tool) => {
    await expect(consume(amounts, service, tool)).rejects.not.toMatchObject({ code: 'GUARDRAIL_EXCEEDED' });
    expect(await used()).toEqual([0, 0, 0]);
  });
});
