import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCompiled, writeCodeCache } from '../src/codeCache';
import { runProgram, startProgram } from './harness/program';

interface Greeter {
  greet(): string;
}

describe('what V8 compiled of a script', () => {
  let folder: string;
  let path: string;
  const write = (greeting: string): void =>
    writeFileSync(`${path}.js`, `exports.greet = () => ${JSON.stringify(greeting)};`);
  const keep = (): Promise<void> =>
    writeCodeCache<Greeter>(path, (greeter) => {
      greeter.greet();
      return Promise.resolve();
    });
  const load = (): { greeting: string; isFromCache: boolean } => {
    const { exports, isFromCache } = loadCompiled<Greeter>(path);
    return { greeting: exports.greet(), isFromCache };
  };

  // jest has its own stacks name the sources.
  beforeAll(() => process.setSourceMapsEnabled(false));
  afterAll(() => process.setSourceMapsEnabled(true));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-code-'));
    path = join(folder, 'greeter');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is used for the same text', async () => {
    write('hello');
    await keep();
    expect(load()).toEqual({ greeting: 'hello', isFromCache: true });
  });

  it('is left alone when the text is another, be it as long', async () => {
    write('hello');
    await keep();
    write('salve');
    expect(load()).toEqual({ greeting: 'salve', isFromCache: false });
  });

  it.each([
    ['cut off', (kept: Buffer) => kept.subarray(0, 40)],
    ['empty', () => Buffer.alloc(0)],
    ['garbled', (kept: Buffer) => Buffer.from(kept).fill(7, 40)],
  ])('is left alone when it is %s', async (_, damage) => {
    write('hello');
    await keep();
    writeFileSync(`${path}.cache`, damage(readFileSync(`${path}.cache`)));
    expect(load()).toEqual({ greeting: 'hello', isFromCache: false });
  });

  it('is not needed', () => {
    write('hello');
    expect(load()).toEqual({ greeting: 'hello', isFromCache: false });
  });
});

describe('the program as it is built', () => {
  /** What it says of its start with these flags of V8. */
  async function startWith(flags: string): Promise<string | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-code-'));
    const program = startProgram('main', [], {
      NODE_OPTIONS: flags,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      LATCHKEY_LOG_LEVEL: 'debug',
      DATABASE_URL: `sqlite:${join(folder, 'latchkey.db')}`,
    });
    try {
      await program.until(/"address":/);
      return /"isPrecompiled":(true|false)/.exec(program.output())?.[1];
    } finally {
      program.process.kill();
      await program.ended;
      rmSync(folder, { recursive: true });
    }
  }

  it('starts from what was compiled', async () => {
    expect(await startWith('')).toBe('true');
  });

  it('starts under other flags of V8, too', async () => {
    expect(await startWith('--stack-trace-limit=20')).toBe('false');
  });

  it('names its sources in stacks when Node is asked to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-code-'));
    const breaking = join(folder, 'breaking.cjs');
    writeFileSync(breaking, "require('node:http').createServer = () => { throw new Error('broken'); };");
    const { code, output } = await runProgram('main', [], {
      NODE_OPTIONS: `--enable-source-maps --require ${breaking}`,
      NODE_ENV: 'test',
      DATABASE_URL: `sqlite:${join(folder, 'latchkey.db')}`,
    });
    rmSync(folder, { recursive: true });
    expect(code).toBe(1);
    expect(output).toMatch(/Error: broken\n.*src\/server\.ts:\d+/s);
  });
});
