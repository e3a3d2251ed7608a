import pino from 'pino';
import { systemClock } from './clock';
import { ConfigError, readConfig } from './config';
import { openDatabase } from './database/openDatabase';
import { createServer } from './server';
import { shutDownOnSignal } from './shutDown';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = pino({ level: config.LATCHKEY_LOG_LEVEL });
  const database = await openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.LATCHKEY_DATABASE_POOL,
    timeoutMs: config.LATCHKEY_DATABASE_TIMEOUT_MS,
  });
  await database.migrate();
  const server = await createServer({ config, database, clock: systemClock, logger });
  const address = await server.listen();
  logger.info({ address }, 'listening');
  shutDownOnSignal({ server, database, logger, drainMs: config.LATCHKEY_DRAIN_MS });
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else console.error(error);
  process.exit(1);
});
