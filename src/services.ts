import { AdminService } from './admins/AdminService';
import { PasswordHasher } from './admins/PasswordHasher';
import { PasswordService } from './admins/PasswordService';
import { SessionService } from './admins/SessionService';
import { SignInThrottle } from './admins/SignInThrottle';
import { ApiKeyDirectory } from './apiKeys/ApiKeyDirectory';
import { ApiKeyService } from './apiKeys/ApiKeyService';
import { type OperationAnalyser } from './apiKeys/OperationAnalyser';
import { AuditService } from './audit/AuditService';
import { type ScopeCatalogue } from './auth/scopes';
import { type Clock } from './clock';
import { CollectionContents } from './collections/CollectionContents';
import { CollectionService } from './collections/CollectionService';
import { removeFromCollections } from './collections/erasure';
import { type Config } from './config';
import { type Database } from './database/Database';
import { type Eraser } from './database/erasure';
import { GuardrailLimits } from './guardrails/GuardrailLimits';
import { GuardrailService } from './guardrails/GuardrailService';
import { MemberService } from './members/MemberService';
import { PlatformService } from './platforms/PlatformService';
import { PresetService } from './presets/PresetService';
import { VideoService } from './videos/VideoService';
import { VideoTrash } from './videos/VideoTrash';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly admins: AdminService;
  readonly apiKeyDirectory: ApiKeyDirectory;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly catalogue: ScopeCatalogue;
  readonly collectionContents: CollectionContents;
  readonly collections: CollectionService;
  readonly guardrailLimits: GuardrailLimits;
  readonly guardrails: GuardrailService;
  readonly members: MemberService;
  readonly passwords: PasswordService;
  readonly operations: OperationAnalyser;
  readonly platforms: PlatformService;
  readonly presets: PresetService;
  readonly sessions: SessionService;
  readonly videos: VideoService;
  readonly videoTrash: VideoTrash;
}

export interface ServiceParts {
  config: Config;
  database: Database;
  clock: Clock;
  catalogue: ScopeCatalogue;
  operations: OperationAnalyser;
}

/** What else goes for good with a video, and with a member, in the same transaction. */
const VIDEO_ERASERS: readonly Eraser[] = [removeFromCollections];
const MEMBER_ERASERS: readonly Eraser[] = [];

export function createServices({ config, database, clock, catalogue, operations }: ServiceParts): Services {
  const guardrails = new GuardrailService(database, clock, catalogue.guardrails);
  const audit = new AuditService(database, clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  const presets = new PresetService({ database, clock, catalogue, audit });
  const apiKeyDirectory = new ApiKeyDirectory(database, clock, catalogue);
  return {
    admins: new AdminService({ database, clock, passwords }),
    apiKeyDirectory,
    apiKeys: new ApiKeyService({
      database,
      clock,
      bcryptCost: config.LATCHKEY_BCRYPT_COST,
      catalogue,
      directory: apiKeyDirectory,
      presets,
      audit,
    }),
    audit,
    catalogue,
    collectionContents: new CollectionContents(database, clock),
    collections: new CollectionService(database, clock),
    guardrailLimits: new GuardrailLimits({
      database,
      clock,
      shipped: catalogue.guardrails,
      guardrails,
      audit,
    }),
    guardrails,
    members: new MemberService(database, clock, guardrails, MEMBER_ERASERS),
    operations,
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    platforms: new PlatformService(database, clock),
    presets,
    sessions: new SessionService({
      database,
      audit,
      clock,
      passwords,
      throttle,
      sessionHours: config.LATCHKEY_SESSION_HOURS,
    }),
    videos: new VideoService(database, clock, VIDEO_ERASERS),
    videoTrash: new VideoTrash(database, clock, guardrails, VIDEO_ERASERS),
  };
}
