import { AdminService } from './admins/AdminService';
import { PasswordHasher } from './admins/PasswordHasher';
import { PasswordService } from './admins/PasswordService';
import { SignInThrottle } from './admins/SignInThrottle';
import { AuditService } from './audit/AuditService';
import { systemClock } from './clock';
import { type Config } from './config';
import { type Database } from './database/Database';
import { PlatformService } from './platforms/PlatformService';

/** What the operator works with, from the command line and at the first start: no caller, no request, no schema. */
export interface OperatorServices {
  readonly database: Database;
  readonly admins: AdminService;
  readonly passwords: PasswordService;
  readonly platforms: PlatformService;
}

export function createOperatorServices(database: Database, config: Config): OperatorServices {
  const clock = systemClock;
  const audit = new AuditService(database, clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  return {
    database,
    admins: new AdminService({ database, clock, passwords }),
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    platforms: new PlatformService(database, clock),
  };
}
