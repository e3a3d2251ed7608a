import { AdminService } from './admins/AdminService';
import { PasswordHasher } from './admins/PasswordHasher';
import { PasswordService } from './admins/PasswordService';
import { SessionService } from './admins/SessionService';
import { SignInThrottle } from './admins/SignInThrottle';
import { ApiKeyService } from './apiKeys/ApiKeyService';
import { AuditService } from './audit/AuditService';
import { type Clock } from './clock';
import { type Config } from './config';
import { type Database } from './database/Database';
import { PlatformService } from './platforms/PlatformService';
import { VideoService } from './videos/VideoService';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly admins: AdminService;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly passwords: PasswordService;
  readonly platforms: PlatformService;
  readonly sessions: SessionService;
  readonly videos: VideoService;
}

export interface ServiceParts {
  config: Config;
  database: Database;
  clock: Clock;
}

export function createServices({ config, database, clock }: ServiceParts): Services {
  const audit = new AuditService(clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  return {
    admins: new AdminService({ database, clock, passwords }),
    apiKeys: new ApiKeyService(database, clock, config.LATCHKEY_BCRYPT_COST),
    audit,
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    platforms: new PlatformService(database, clock),
    sessions: new SessionService({
      database,
      audit,
      clock,
      passwords,
      throttle,
      sessionHours: config.LATCHKEY_SESSION_HOURS,
    }),
    videos: new VideoService(database, clock),
  };
}
