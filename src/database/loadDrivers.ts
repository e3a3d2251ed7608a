import { createRequire } from 'node:module';
import type Libsql from 'libsql';
import type * as mysql2 from 'mysql2';

const load = createRequire(__filename);

/** The client of MySQL and MariaDB: a process on the embedded engine never loads it. */
export function loadMysql(): typeof mysql2 {
  return load('mysql2') as typeof mysql2;
}

/** The embedded engine: a process on a server never loads it. */
export function loadLibsql(): typeof Libsql {
  return load('libsql') as typeof Libsql;
}
