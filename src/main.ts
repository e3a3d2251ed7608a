import pino from 'pino';
import { systemClock } from './clock';
import { ConfigError, readConfig } from './config';
import { openDatabase } from './database/openDatabase';
import { DatabaseUnavailableError } from './database/unavailable';
import { createDemoData } from './demo/createDemoData';
import { credentialsText, firstStepsText, whereaboutsText } from './demo/welcome';
import { oneLine } from './oneLine';
import { createOperatorServices } from './operatorServices';
import { createServer } from './server';
import { shutDownOnSignal } from './shutDown';

const NO_PLATFORM =
  'there is no platform yet; make one: npm run platform:create -- --name <name> --admin-email <e-mail>';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = pino({ level: config.LATCHKEY_LOG_LEVEL });
  const database = await dueTo(
    'DATABASE_URL',
    openDatabase({
      url: config.DATABASE_URL,
      poolSize: config.LATCHKEY_DATABASE_POOL,
      timeoutMs: config.LATCHKEY_DATABASE_TIMEOUT_MS,
    }),
  );
  await database.migrate();
  const operator = createOperatorServices(database, config);
  const isProduction = config.NODE_ENV === 'production';
  const demoAdmins = isProduction ? null : await createDemoData(operator);
  // Before anything else can go wrong: nobody can tell the passwords again.
  if (demoAdmins !== null) console.log(credentialsText(demoAdmins));
  const server = await createServer({ config, database, clock: systemClock, logger });
  const address = await dueTo('HOST, PORT', server.listen());
  logger.info({ address }, 'listening');
  server.emailWorker?.start();
  shutDownOnSignal({ server, database, logger, drainMs: config.LATCHKEY_DRAIN_MS });
  if (isProduction) {
    if (!(await operator.platforms.any())) logger.warn(NO_PLATFORM);
  } else {
    console.log(whereaboutsText(`${address}/graphql`));
    const [first] = demoAdmins ?? [];
    if (first !== undefined) console.log(firstStepsText(`${address}/graphql`, first));
  }
}

/** Only trying it out tells whether such a setting is right. */
async function dueTo<T>(setting: string, attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    throw new ConfigError(`${setting}: ${oneLine(error)}.`);
  }
}

main().catch((error: unknown) => {
  console.error(isForOperator(error) ? error.message : error);
  process.exit(1);
});

/** Whether one line says all: a wrong setting, no database, a port that is taken. Anything else needs its stack. */
function isForOperator(error: unknown): error is Error {
  if (error instanceof ConfigError || error instanceof DatabaseUnavailableError) return true;
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}
