import { AdminService } from './admins/AdminService';
import { PasswordHasher } from './admins/PasswordHasher';
import { PasswordService } from './admins/PasswordService';
import { SessionService } from './admins/SessionService';
import { SignInThrottle } from './admins/SignInThrottle';
import { AnalyticsService } from './analytics/AnalyticsService';
import { forgetVideo, forgetViewer } from './analytics/erasure';
import { PlaybackService } from './analytics/PlaybackService';
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
import { GuardrailService } from './guardrails/GuardrailService';
import { MemberService } from './members/MemberService';
import { PlatformService } from './platforms/PlatformService';
import { PresetService } from './presets/PresetService';
import { RevenueService } from './revenue/RevenueService';
import { VideoService } from './videos/VideoService';
import { VideoTrash } from './videos/VideoTrash';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly admins: AdminService;
  readonly analytics: AnalyticsService;
  readonly apiKeyDirectory: ApiKeyDirectory;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly catalogue: ScopeCatalogue;
  readonly collectionContents: CollectionContents;
  readonly collections: CollectionService;
  readonly guardrails: GuardrailService;
  readonly members: MemberService;
  readonly passwords: PasswordService;
  readonly operations: OperationAnalyser;
  readonly platforms: PlatformService;
  readonly playback: PlaybackService;
  readonly presets: PresetService;
  readonly revenue: RevenueService;
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
const VIDEO_ERASERS: readonly Eraser[] = [removeFromCollections, forgetVideo];
const MEMBER_ERASERS: readonly Eraser[] = [forgetViewer];

export function createServices({ config, database, clock, catalogue, operations }: ServiceParts): Services {
  const guardrails = new GuardrailService(database, clock, catalogue.guardrails);
  const audit = new AuditService(database, clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  const presets = new PresetService({ database, clock, catalogue, audit });
  const platforms = new PlatformService(database, clock);
  const apiKeyDirectory = new ApiKeyDirectory(database, clock, catalogue);
  return {
    admins: new AdminService({ database, clock, passwords }),
    analytics: new AnalyticsService(database, platforms),
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
    guardrails,
    members: new MemberService(database, clock, guardrails, MEMBER_ERASERS),
    operations,
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    platforms,
    playback: new PlaybackService(database, clock),
    presets,
    revenue: new RevenueService(database, platforms),
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
