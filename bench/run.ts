import { createData } from './data';
import { measure, type Measurement, settled } from './measure';
import { type ServerKind, servers, start } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { workloads } from './workloads';

const ROUNDS = setting('ROUNDS', 3);
const SECONDS = setting('SECONDS', 5);
const WARM_UP_SECONDS = 2;

type Results = Map<string, Measurement[]>;

/**
 * Latchkey and its peers one at a time, in turn, over several rounds, on MariaDB. Prints the medians, and Latchkey's CPU
 * time a request as a share of each peer's.
 */
async function main(): Promise<void> {
  const data = await createData(DATABASE_SERVER, 'latchkey_bench');
  const results: Results = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, kind] of servers.entries()) {
      const server = await start(kind, data.url, 4600 + index);
      const target = { ...server, authorization: kind.sendsKey ? data.authorization : undefined };
      for (const workload of workloads) {
        await data.resetVersions();
        await measure(target, workload, data.ids, WARM_UP_SECONDS);
        await settled();
        await data.resetVersions();
        const measured = await measure(target, workload, data.ids, SECONDS);
        const key = `${workload.name} ${kind.name}`;
        results.set(key, [...(results.get(key) ?? []), measured]);
      }
      await server.stop();
    }
  }
  print(results);
}

function print(results: Results): void {
  console.log('| workload | server | CPU ms | req/s | p50 ms | p99 ms | RSS MB | latchkey / it |');
  console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const { name, title } of workloads) {
    const own = medianOf(results, name, servers[0]);
    for (const kind of servers) {
      const it = medianOf(results, name, kind);
      if (it === undefined || own === undefined) continue;
      const cells = [
        `${name}: ${title}`,
        kind.name,
        it.cpuMsPerRequest.toFixed(3),
        it.requestsPerSecond.toFixed(0),
        it.p50Ms.toFixed(1),
        it.p99Ms.toFixed(1),
        it.rssMb.toFixed(0),
        (own.cpuMsPerRequest / it.cpuMsPerRequest).toFixed(2),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}

/** The round in the middle by CPU time. */
function medianOf(results: Results, workload: string, kind: ServerKind | undefined): Measurement | undefined {
  const rounds = [...(results.get(`${workload} ${kind?.name}`) ?? [])];
  rounds.sort((a, b) => a.cpuMsPerRequest - b.cpuMsPerRequest);
  return rounds[Math.floor(rounds.length / 2)];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
