/**
 * Memory under load: first after Q2 alone, then over ten minutes of all workloads mixed, on one server each, on the first
 * core. It is flat when the last three minutes are no more than a tenth above minutes 2 to 4.
 */
import { type BenchData, createData } from './data';
import { load, settled, targetOf } from './measure';
import { cpuSeconds, pidOf, rssMb } from './processes';
import { latchkey, start } from './servers';
import { DATABASE_SERVER, setting } from './settings';
import { median } from './statistics';
import { mixed, type Workload, workloadNamed } from './workloads';

const MINUTES = setting('MINUTES', 10);
/** Of Q2 alone. */
const SECONDS = setting('SECONDS', 30);
const SAMPLE_MS = 10_000;
const SAMPLES_PER_MINUTE = 60_000 / SAMPLE_MS;

const Q2_LIMIT_MB = 220;
const GROWTH_LIMIT = 0.1;
/** With fewer, the minutes that are compared would be the same ones. */
const MINUTES_TO_JUDGE = 7;

async function main(): Promise<void> {
  const data = await createData(DATABASE_SERVER, 'latchkey_bench_soak');
  try {
    await afterQ2(data);
    await soak(data);
  } finally {
    await data.drop();
  }
}

async function afterQ2(data: BenchData): Promise<void> {
  const server = await start(latchkey, data.url, 4620);
  try {
    const before = rssMb(server.pid);
    const { highest } = await sampled(server.pid, () => load(targetOf(server, data), Q2, data.ids, SECONDS));
    await settled();
    const after = rssMb(server.pid);
    const verdict = after <= Q2_LIMIT_MB ? 'held' : 'NOT HELD';
    console.log(
      `Q2 alone for ${SECONDS} s: RSS ${mb(before)} before, ${mb(highest)} at most, ${mb(after)} after; limit ${mb(Q2_LIMIT_MB)}: ${verdict}`,
    );
  } finally {
    await server.stop();
  }
}

const Q2 = workloadNamed('Q2');

async function soak(data: BenchData): Promise<void> {
  const server = await start(latchkey, data.url, 4620);
  try {
    let sent = 0;
    const counted: Workload = { ...mixed, body: (n, ids) => mixed.body((sent = n), ids) };
    const pids = { server: server.pid, database: pidOf('mariadbd') };
    let last = { sent: 0, server: cpuSeconds(pids.server), database: cpuSeconds(pids.database) };
    const { samples } = await sampled(
      server.pid,
      () => load(targetOf(server, data), counted, data.ids, MINUTES * 60),
      (taken) => {
        if (taken.length % SAMPLES_PER_MINUTE !== 0) return;
        const minute = taken.length / SAMPLES_PER_MINUTE;
        const now = { sent, server: cpuSeconds(pids.server), database: cpuSeconds(pids.database) };
        const msByRequest = (cpu: 'server' | 'database'): string =>
          (((now[cpu] - last[cpu]) * 1000) / (now.sent - last.sent)).toFixed(2);
        console.log(
          `minute ${minute}: RSS ${mb(median(ofMinutes(taken, minute, minute)))}, ` +
            `${Math.round((now.sent - last.sent) / 60)} requests/s, ` +
            `CPU ms a request: server ${msByRequest('server')}, database ${msByRequest('database')}`,
        );
        last = now;
      },
    );
    judge(samples);
  } finally {
    await server.stop();
  }
}

function judge(samples: readonly number[]): void {
  const minutes = Math.floor(samples.length / SAMPLES_PER_MINUTE);
  if (minutes < MINUTES_TO_JUDGE) {
    console.log(`Fewer than ${MINUTES_TO_JUDGE} minutes say nothing about growth.`);
    return;
  }
  const early = median(ofMinutes(samples, 2, 4));
  const late = median(ofMinutes(samples, minutes - 2, minutes));
  const growth = late / early - 1;
  const verdict = growth <= GROWTH_LIMIT ? 'flat' : 'NOT FLAT';
  console.log(
    `minutes 2 to 4: ${mb(early)}; the last three: ${mb(late)}; growth ${(growth * 100).toFixed(1)} %: ${verdict}`,
  );
}

/** The samples of these minutes, both included, from 1. */
function ofMinutes(samples: readonly number[], first: number, last: number): readonly number[] {
  return samples.slice((first - 1) * SAMPLES_PER_MINUTE, last * SAMPLES_PER_MINUTE);
}

/** RSS in MB while `work` goes on: a sample each 10 s. */
async function sampled(
  pid: number,
  work: () => Promise<unknown>,
  onSample: (taken: readonly number[]) => void = () => undefined,
): Promise<{ samples: readonly number[]; highest: number }> {
  const samples: number[] = [];
  const timer = setInterval(() => {
    samples.push(rssMb(pid));
    onSample(samples);
  }, SAMPLE_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return { samples, highest: Math.max(...samples, rssMb(pid)) };
}

const mb = (value: number): string => `${value.toFixed(0)} MB`;

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
