import { AdminService } from './admins/AdminService';
import { PasswordHasher } from './admins/PasswordHasher';
import { PasswordService } from './admins/PasswordService';
import { SessionService } from './admins/SessionService';
import { SignInThrottle } from './admins/SignInThrottle';
import { ApiKeyService } from './apiKeys/ApiKeyService';
import { AuditService } from './audit/AuditService';
import { type ScopeCatalogue } from './auth/scopes';
import { type Clock } from './clock';
import { CollectionContents } from './collections/CollectionContents';
import { CollectionService } from './collections/CollectionService';
import { type Config } from './config';
import { type Database } from './database/Database';
import { GuardrailService } from './guardrails/GuardrailService';
import { MemberService } from './members/MemberService';
import { PlatformService } from './platforms/PlatformService';
import { VideoService } from './videos/VideoService';
import { VideoTrash } from './videos/VideoTrash';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly admins: AdminService;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly collectionContents: CollectionContents;
  readonly collections: CollectionService;
  readonly guardrails: GuardrailService;
  readonly members: MemberService;
  readonly passwords: PasswordService;
  readonly platforms: PlatformService;
  readonly sessions: SessionService;
  readonly videos: VideoService;
  readonly videoTrash: VideoTrash;
}

export interface ServiceParts {
  config: Config;
  database: Database;
  clock: Clock;
  catalogue: ScopeCatalogue;
}

export function createServices({ config, database, clock, catalogue }: ServiceParts): Services {
  const guardrails = new GuardrailService(database, clock, catalogue.guardrails);
  const audit = new AuditService(clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  return {
    admins: new AdminService({ database, clock, passwords }),
    apiKeys: new ApiKeyService(database, clock, config.LATCHKEY_BCRYPT_COST),
    audit,
    collectionContents: new CollectionContents(database, clock),
    collections: new CollectionService(database, clock),
    guardrails,
    members: new MemberService(database, clock, guardrails),
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
    videoTrash: new VideoTrash(database, clock, guardrails),
  };
}
