import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { type BenchIds, type Workload } from './workloads';

export interface Measurement {
  readonly cpuMsPerRequest: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
}

interface Target {
  readonly url: string;
  readonly pid: number;
  readonly authorization: string | undefined;
}

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * Puts a workload on a server with 32 connections.
 * @param seconds how long
 * @throws Error when any answer was not a 200 without errors
 */
export async function measure(
  target: Target,
  workload: Workload,
  ids: BenchIds,
  seconds: number,
): Promise<Measurement> {
  let sent = 0;
  const failures: string[] = [];
  const cpuBefore = cpuSeconds(target.pid);
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
  const cpu = cpuSeconds(target.pid) - cpuBefore;
  if (failures.length > 0) throw new Error(`${workload.name}: ${failures[0]?.slice(0, 500)}`);
  return {
    cpuMsPerRequest: (cpu * 1000) / result['2xx'],
    requestsPerSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    rssMb: rssMb(target.pid),
  };
}

/** User and system time of a process and its threads so far (proc(5), fields 14 and 15). */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function rssMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
