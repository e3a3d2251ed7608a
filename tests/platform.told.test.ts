import { startServer, type TestServer } from './harness/startServer';

describe('the profile of a platform', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it("is told to a key of the platform's, and to its admins", async () => {
    const [ours, theirs] = [await server.platform(), await server.platform()];
    const query = '{ platform { id name timeZone createdAt } currentCaller { platformName } }';
    const key = await ours.apiKey({ scopes: ['PLATFORM_READ'] });
    const told = await key.data<{ platform: { name: string }; currentCaller: { platformName: string } }>(
      query,
    );
    expect(told.platform).toEqual({
      id: ours.id,
      name: told.currentCaller.platformName,
      timeZone: 'UTC',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    expect(await (await ours.admin()).data('{ platform { id } }')).toEqual({ platform: { id: ours.id } });
    expect(await (await theirs.admin()).data('{ platform { id } }')).toEqual({ platform: { id: theirs.id } });
  });
});
