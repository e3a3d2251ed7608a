import { systemClock } from '../src/clock';
import { type Config } from '../src/config';
import { type Database } from '../src/database/Database';
import { buildSchema } from '../src/schema';
import { createServices, type Services } from '../src/services';

/** The services alone, to fill a database with: nothing listens, and no e-mail leaves. */
export function servicesOn(database: Database, config: Config): Services {
  const { catalogue, operations } = buildSchema({ production: true, maxTokens: config.LATCHKEY_MAX_TOKENS });
  return createServices({
    config,
    database,
    clock: systemClock,
    catalogue,
    operations,
    mail: null,
    onEmailQueued: () => undefined,
    publicUrl: () => 'http://localhost',
  });
}
