import { createServer } from 'node:net';
import { runProgram } from './harness/program';
import { createTestDatabase } from './harness/testDatabase';

const UNREACHABLE = 'mysql://root:hunter2hunter2@127.0.0.1:1/latchkey';

// Each test starts the program.
jest.setTimeout(60_000);

describe('a setting that is wrong ends the start with one line that names it', () => {
  it.each([
    ['of no such name', { LATCHKEY_TYPO: '1' }, /^LATCHKEY_TYPO is not a setting/],
    ['out of range', { PORT: '70000' }, /^PORT: /],
    ['not among the choices', { NODE_ENV: 'prod' }, /^NODE_ENV: /],
    [
      'of a bucket that nobody can fetch from',
      { LATCHKEY_S3_BUCKET: 'media' },
      /^LATCHKEY_MEDIA_URL: must be set/,
    ],
    [
      'of several processes on the embedded database',
      { WORKERS: '2', DATABASE_URL: 'sqlite:none.db' },
      /^WORKERS: more than 1 wants DATABASE_URL/,
    ],
    ['of a number of processes that is none', { WORKERS: '0' }, /^WORKERS: must be 1 to 99, or auto/],
    [
      "of metrics on the API's own port",
      { PORT: '4999', LATCHKEY_METRICS_PORT: '4999' },
      /^LATCHKEY_METRICS_PORT: must differ from PORT/,
    ],
    ['of no address', { OPENAI_BASE_URL: 'localhost:11434' }, /^OPENAI_BASE_URL: must be an address/],
    ['of an unknown database', { DATABASE_URL: 'postgres://localhost/x' }, /^DATABASE_URL: must begin with/],
    ['of a database that is not there', { DATABASE_URL: UNREACHABLE }, /^DATABASE_URL: .*ECONNREFUSED/],
    ['of a mail server that is none', { SMTP_URL: 'http://a:hunter2@b' }, /^SMTP_URL: must begin with/],
    [
      'of a mail server without a sender',
      { SMTP_URL: 'smtp://a:hunter2@b' },
      /^LATCHKEY_EMAIL_FROM: must be/,
    ],
    ['of a sender that is none', { LATCHKEY_EMAIL_FROM: 'Ada' }, /^LATCHKEY_EMAIL_FROM: must be an e-mail/],
    [
      'of a mail server in production without an address for its links',
      { NODE_ENV: 'production', SMTP_URL: 'smtp://b', LATCHKEY_EMAIL_FROM: 'a@b' },
      /^LATCHKEY_PUBLIC_URL: must be set/,
    ],
    ['of an address that is none', { LATCHKEY_PUBLIC_URL: 'example.com' }, /^LATCHKEY_PUBLIC_URL: must be/],
    ['of a port that can not be', { DATABASE_URL: UNREACHABLE.replace(':1/', ':99999/') }, /^DATABASE_URL: /],
  ])('%s', async (_what, settings, line) => {
    const { code, output } = await runProgram('main', [], settings);

    expect(output).toMatch(line);
    expect(output.trimEnd()).not.toContain('\n');
    expect(output).not.toContain('hunter2');
    expect(code).toBe(1);
  });

  it('of a port that is taken', async () => {
    const database = await createTestDatabase();
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      }),
    );
    const { code, output } = await runProgram('main', [], {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: database.url,
    });
    other.close();
    await database.drop();

    expect(output).toMatch(/^HOST, PORT: .*EADDRINUSE/);
    expect(output.trimEnd()).not.toContain('\n');
    expect(code).toBe(1);
  });
});
