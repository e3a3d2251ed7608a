import autocannon from 'autocannon';
import { type BenchData } from './data';
import { cpuSeconds, rssMb } from './processes';
import { type RunningServer } from './servers';
import { mean, median } from './statistics';
import { type BenchIds, type Workload } from './workloads';

export interface Measurement {
  readonly requests: number;
  readonly cpuMsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
}

export interface Target {
  readonly url: string;
  readonly pid: number;
  readonly authorization: string | undefined;
}

/** A server under load by whoever holds the key of the data. */
export function targetOf({ url, pid }: RunningServer, { authorization }: BenchData): Target {
  return { url, pid, authorization };
}

/**
 * Puts a workload on a server with 32 connections, and takes the time of its process.
 * @param seconds how long
 * @throws Error when any answer was not a 200 without errors
 */
export async function measure(
  target: Target,
  workload: Workload,
  ids: BenchIds,
  seconds: number,
): Promise<Measurement> {
  const cpuBefore = cpuSeconds(target.pid);
  const result = await load(target, workload, ids, seconds);
  const cpu = cpuSeconds(target.pid) - cpuBefore;
  return {
    requests: result['2xx'],
    cpuMsPerRequest: (cpu * 1000) / result['2xx'],
    requestsPerSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    rssMb: rssMb(target.pid),
  };
}

/** As {@link measure}, for whoever measures something else: gives what the clients saw. */
export async function load(
  target: Omit<Target, 'pid'>,
  workload: Workload,
  ids: BenchIds,
  seconds: number,
): Promise<autocannon.Result> {
  let sent = 0;
  const failures: string[] = [];
  const result = await autocannon({
    url: target.url,
    connections: 32,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(target.authorization === undefined ? {} : { authorization: target.authorization }),
        },
        setupRequest: (request) => ({ ...request, body: workload.body(sent++, ids) }),
        onResponse: (status, body) => {
          if ((status !== 200 || body.startsWith('{"errors"')) && failures.length < 3) failures.push(body);
        },
      },
    ],
  });
  if (failures.length > 0) throw new Error(`${workload.name}: ${failures[0]?.slice(0, 500)}`);
  if (result['2xx'] === 0) throw new Error(`${workload.name}: nothing was answered.`);
  return result;
}

/** Slices of one server as one measurement. */
export function together(slices: readonly Measurement[]): Measurement {
  const requests = slices.reduce((sum, slice) => sum + slice.requests, 0);
  const cpuMs = slices.reduce((sum, slice) => sum + slice.cpuMsPerRequest * slice.requests, 0);
  return {
    requests,
    cpuMsPerRequest: cpuMs / requests,
    requestsPerSecond: mean(slices.map((slice) => slice.requestsPerSecond)),
    p50Ms: median(slices.map((slice) => slice.p50Ms)),
    p99Ms: median(slices.map((slice) => slice.p99Ms)),
    rssMb: Math.max(...slices.map((slice) => slice.rssMb)),
  };
}

/** So many requests, and V8 has compiled what there is to compile; slower workloads are warm after this time. */
const WARM = { requests: 10_000, seconds: 10 };
const WARM_UP_SLICE_SECONDS = 2;

/** Has a server answer a workload until it is as fast as it becomes. */
export async function warmUp(target: Target, workload: Workload, data: BenchData): Promise<void> {
  let requests = 0;
  for (
    let seconds = 0;
    seconds < WARM.seconds && requests < WARM.requests;
    seconds += WARM_UP_SLICE_SECONDS
  ) {
    await data.resetVersions();
    requests += (await measure(target, workload, data.ids, WARM_UP_SLICE_SECONDS)).requests;
    await settled();
  }
}

/** The load stops with requests under way: they would be counted into the next run, and an edit among them fail it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
