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
import { CountedGenerations } from './generation/CountedGenerations';
import { ImageGenerator } from './generation/ImageGenerator';
import { TextGenerator } from './generation/TextGenerator';
import { GuardrailLimits } from './guardrails/GuardrailLimits';
import { GuardrailService } from './guardrails/GuardrailService';
import { GenerationApi } from './integrations/generation/GenerationApi';
import { createMediaStore } from './integrations/media/createMediaStore';
import { MediaService } from './media/MediaService';
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
  readonly imageGenerator: ImageGenerator;
  readonly media: MediaService;
  readonly members: MemberService;
  readonly passwords: PasswordService;
  readonly operations: OperationAnalyser;
  readonly platforms: PlatformService;
  readonly presets: PresetService;
  readonly sessions: SessionService;
  readonly textGenerator: TextGenerator;
  readonly videos: VideoService;
  readonly videoTrash: VideoTrash;
}

export interface ServiceParts {
  config: Config;
  database: Database;
  clock: Clock;
  catalogue: ScopeCatalogue;
  operations: OperationAnalyser;
  /** Gives the address at which the server listens. */
  ownAddress: () => string;
}

/** What else goes for good with a video, and with a member, in the same transaction. */
const VIDEO_ERASERS: readonly Eraser[] = [removeFromCollections];
const MEMBER_ERASERS: readonly Eraser[] = [];

export function createServices({
  config,
  database,
  clock,
  catalogue,
  operations,
  ownAddress,
}: ServiceParts): Services {
  const guardrails = new GuardrailService(database, clock, catalogue.guardrails);
  const audit = new AuditService(database, clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  const presets = new PresetService({ database, clock, catalogue, audit });
  const generation = generationApi(config);
  const generations = new CountedGenerations(database, clock, guardrails);
  const media = new MediaService(database, clock, createMediaStore(config, ownAddress));
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
    imageGenerator: new ImageGenerator(generation, generations, media),
    media,
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
    textGenerator: new TextGenerator(generation, generations),
    videos: new VideoService(database, clock, VIDEO_ERASERS),
    videoTrash: new VideoTrash(database, clock, guardrails, VIDEO_ERASERS),
  };
}

/** Null when no service is set up. */
function generationApi(config: Config): GenerationApi | null {
  if (config.OPENAI_API_KEY === undefined) return null;
  return new GenerationApi({
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    textModel: config.LATCHKEY_TEXT_MODEL,
    imageModel: config.LATCHKEY_IMAGE_MODEL,
    timeoutMs: config.LATCHKEY_GENERATION_TIMEOUT_MS,
  });
}
