import cluster from 'node:cluster';
import { type Logger } from 'pino';
import { type Config, ConfigError, readConfig } from './config';
import { type Database } from './database/Database';
import { DatabaseUnavailableError } from './database/unavailable';
import { createDemoData } from './demo/createDemoData';
import { credentialsText, firstStepsText, whereaboutsText } from './demo/welcome';
import { workersMetrics } from './metrics/Metrics';
import { createOperatorServices } from './operatorServices';
import { createLogger, openConfigured, serve, serveMetricsAsConfigured } from './serve';
import { addressAt } from './server';
import { startWorkers } from './workers';

const NO_PLATFORM =
  'there is no platform yet; make one: npm run platform:create -- --name <name> --admin-email <e-mail>';

export { rehearse } from './rehearsal';

/**
 * Reads the settings, prepares the database, and serves until a signal comes. Ends the process when that can't be.
 * @param isPrecompiled whether V8 had the build's code cache to load it from; without it a start takes half as long again
 */
export function run({ isPrecompiled }: { isPrecompiled: boolean }): void {
  serveAsConfigured(isPrecompiled).catch((error: unknown) => {
    console.error(isForOperator(error) ? error.message : error);
    process.exit(1);
  });
}

async function serveAsConfigured(isPrecompiled: boolean): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config);
  logger.debug({ isPrecompiled }, 'starting');
  const database = await openConfigured(config);
  if (cluster.isWorker) {
    // Whoever started it has prepared the database, and does all the talking.
    await serve(config, database, logger);
    return;
  }
  await database.migrate();
  const operator = createOperatorServices(database, config);
  const isProduction = config.NODE_ENV === 'production';
  const demoAdmins = isProduction ? null : await createDemoData(operator);
  // Before anything else can go wrong: nobody can tell the passwords again.
  if (demoAdmins !== null) console.log(credentialsText(demoAdmins));
  const isAlone = config.WORKERS === 1;
  const address = await (isAlone ? serveAlone(config, database, logger) : serveFromWorkers(config, logger));
  if (isProduction) {
    if (!(await operator.platforms.any())) logger.warn(NO_PLATFORM);
  } else {
    console.log(whereaboutsText(`${address}/graphql`));
    const [first] = demoAdmins ?? [];
    if (first !== undefined) console.log(firstStepsText(`${address}/graphql`, first));
  }
  if (!isAlone) await database.close();
}

async function serveAlone(config: Config, database: Database, logger: Logger): Promise<string> {
  const { address, metrics } = await serve(config, database, logger);
  if (metrics !== null) await serveMetricsAsConfigured(config, logger, () => metrics.registry.metrics());
  return address;
}

async function serveFromWorkers(config: Config, logger: Logger): Promise<string> {
  if (config.LATCHKEY_METRICS_PORT !== undefined)
    await serveMetricsAsConfigured(config, logger, workersMetrics());
  return addressAt(config.HOST, await startWorkers(config.WORKERS, logger));
}

/** Whether one line says all: a wrong setting, no database, a port that is taken. Anything else needs its stack. */
function isForOperator(error: unknown): error is Error {
  if (error instanceof ConfigError || error instanceof DatabaseUnavailableError) return true;
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}
