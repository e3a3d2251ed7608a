import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import Libsql from 'libsql';
import { type Answer, type Client } from '../harness/Client';
import { startServer, type TestServer } from '../harness/startServer';

const CREATE = 'mutation { createVideo(input: { title: "A" }) { id } }';

describe('the embedded database', () => {
  let server: TestServer;
  let file: string;
  let key: Client;
  beforeEach(async () => {
    server = await startServer();
    file = server.databaseUrl.slice('sqlite:'.length);
    key = await (await server.platform()).apiKey({ scopes: ['VIDEOS_READ', 'VIDEOS_WRITE'] });
  });
  afterEach(() => server.close());

  it('serves reads and refuses writes while another process holds its lock', async () => {
    const other = new Libsql(file);
    other.exec('BEGIN IMMEDIATE');
    const refused = await key.query(CREATE);
    expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expectNothingOfTheInside(refused);
    expect((await key.query('{ videos { nodes { id } } }')).status).toBe(200);
    other.exec('ROLLBACK');
    other.close();
    await key.data(CREATE);
  });

  it('answers a masked error, and lets nobody in, when its file is broken', async () => {
    for (const path of [file, `${file}-wal`]) scribble(path);
    const answer = await key.query('{ videos { nodes { id } } }');
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toContain('"data"');
    expectNothingOfTheInside(answer);
    expect((await server.anonymous.send('/healthz')).status).toBe(200);
  });
});

function expectNothingOfTheInside({ text, errors }: Answer): void {
  expect(errors[0]?.extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(text).not.toMatch(/sqlite|malformed|\.db|\/tmp|SELECT|INSERT|database disk/i);
}

/** Overwrites a file in place, under the open connections. */
function scribble(path: string): void {
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Buffer.alloc(statSync(path).size, 'x'), 0, undefined, 0);
  closeSync(descriptor);
}
