import { AdminService } from './admins/AdminService';
import { PasswordHasher } from './admins/PasswordHasher';
import { PasswordService } from './admins/PasswordService';
import { SessionService } from './admins/SessionService';
import { SignInThrottle } from './admins/SignInThrottle';
import { ApiKeyDirectory } from './apiKeys/ApiKeyDirectory';
import { ApiKeyService } from './apiKeys/ApiKeyService';
import { type OperationAnalyser } from './apiKeys/OperationAnalyser';
import { AuditService } from './audit/AuditService';
import { BrandingService } from './branding/BrandingService';
import { type ScopeCatalogue } from './auth/scopes';
import { CaptionService } from './captions/CaptionService';
import { eraseCaptions } from './captions/erasure';
import { CategoryContents } from './categories/CategoryContents';
import { CategoryService } from './categories/CategoryService';
import { removeFromCategories } from './categories/erasure';
import { type Clock } from './clock';
import { CollectionContents } from './collections/CollectionContents';
import { CollectionService } from './collections/CollectionService';
import { removeFromCollections } from './collections/erasure';
import { CommentModeration } from './comments/CommentModeration';
import { CommentService } from './comments/CommentService';
import { CommentWriting } from './comments/CommentWriting';
import { deleteCommentsOfMember, deleteCommentsOfVideo } from './comments/erasure';
import { type Config } from './config';
import { type Database } from './database/Database';
import { type Eraser } from './database/erasure';
import { GuardrailService } from './guardrails/GuardrailService';
import { forgetRecording } from './liveEvents/erasure';
import { LiveEventService } from './liveEvents/LiveEventService';
import { MemberService } from './members/MemberService';
import { PageService } from './pages/PageService';
import { PlatformService } from './platforms/PlatformService';
import { PostService } from './posts/PostService';
import { PresetService } from './presets/PresetService';
import { VideoService } from './videos/VideoService';
import { VideoTrash } from './videos/VideoTrash';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly admins: AdminService;
  readonly apiKeyDirectory: ApiKeyDirectory;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly captions: CaptionService;
  readonly branding: BrandingService;
  readonly catalogue: ScopeCatalogue;
  readonly categories: CategoryService;
  readonly categoryContents: CategoryContents;
  readonly collectionContents: CollectionContents;
  readonly collections: CollectionService;
  readonly commentModeration: CommentModeration;
  readonly comments: CommentService;
  readonly commentWriting: CommentWriting;
  readonly guardrails: GuardrailService;
  readonly liveEvents: LiveEventService;
  readonly members: MemberService;
  readonly pages: PageService;
  readonly passwords: PasswordService;
  readonly operations: OperationAnalyser;
  readonly platforms: PlatformService;
  readonly posts: PostService;
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
const VIDEO_ERASERS: readonly Eraser[] = [
  removeFromCollections,
  removeFromCategories,
  eraseCaptions,
  forgetRecording,
  deleteCommentsOfVideo,
];
const MEMBER_ERASERS: readonly Eraser[] = [deleteCommentsOfMember];

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
    captions: new CaptionService(database, clock),
    branding: new BrandingService(database, clock),
    catalogue,
    categories: new CategoryService(database, clock),
    categoryContents: new CategoryContents(database, clock),
    collectionContents: new CollectionContents(database, clock),
    collections: new CollectionService(database, clock),
    commentModeration: new CommentModeration(database, clock),
    comments: new CommentService(database),
    commentWriting: new CommentWriting(database, clock),
    guardrails,
    liveEvents: new LiveEventService(database, clock),
    members: new MemberService(database, clock, guardrails, MEMBER_ERASERS),
    operations,
    pages: new PageService(database, clock),
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    platforms: new PlatformService(database, clock),
    posts: new PostService(database, clock),
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
