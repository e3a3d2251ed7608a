import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { pidOf } from './processes';

const LOCAL: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Keeps the database server off the first core, which is that of the servers to be measured, until this process ends. Left
 * to itself, the kernel puts the two on one core at times, where each statement costs the other its caches: a server that
 * asks more often then seems to do more work itself. Says so when it can't be done.
 * @param database its address
 */
export function keepOffFirstCore(database: string): void {
  try {
    if (!LOCAL.has(new URL(database).hostname)) return;
    const pid = pidOf('mariadbd');
    const before = coresOf(pid);
    process.once('exit', () => setCores(pid, before));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
    setCores(pid, `1-${availableParallelism() - 1}`);
  } catch (error) {
    console.log(
      `The database may share the first core: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

function coresOf(pid: number): string {
  const told = execFileSync('taskset', ['-cp', String(pid)], { encoding: 'utf8' });
  return told.slice(told.lastIndexOf(':') + 1).trim();
}

/** Of all its threads; those to come are like the one that starts them. */
function setCores(pid: number, cores: string): void {
  execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}
