import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { systemClock } from './clock';
import { readConfig } from './config';
import { openDatabase } from './database/openDatabase';
import { createServer } from './server';

/**
 * Starts a server as for production, on an empty database of its own, has it answer once and closes it: all that a start
 * calls has been called then.
 */
export async function rehearse(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-rehearsal-'));
  try {
    const url = `sqlite:${join(folder, 'latchkey.db')}`;
    const config = {
      ...readConfig({ NODE_ENV: 'production', HOST: '127.0.0.1', DATABASE_URL: url }),
      // Whichever is free.
      PORT: 0,
    };
    const database = await openDatabase({ url, poolSize: 1 });
    await database.migrate();
    const logger = pino({ level: 'silent' });
    const server = await createServer({ config, database, clock: systemClock, logger });
    const address = await server.listen();
    const { status } = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ videos(first: 1) { nodes { id } } }' }),
    });
    if (status !== 401) throw new Error(`A stranger was answered ${status} in the rehearsal.`);
    await server.close();
    await database.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
