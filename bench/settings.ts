/** MariaDB or MySQL; the bench makes a database of its own there. */
export const DATABASE_SERVER = process.env.BENCH_DATABASE ?? 'mariadb://root@127.0.0.1:3306/';

/**
 * A setting of the bench from the environment.
 * @param name without `BENCH_`
 * @throws Error when it is no number above 0
 */
export function setting(name: 'ROUNDS' | 'SECONDS' | 'MINUTES' | 'SAMPLES', fallback: number): number {
  const value = Number(process.env[`BENCH_${name}`] ?? fallback);
  if (!(value > 0)) throw new Error(`BENCH_${name} must be a number above 0.`);
  return value;
}
