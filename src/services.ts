import { AccessService } from './access/AccessService';
import { eraseCollectionGrants, eraseMemberGrants } from './access/erasure';
import { WatchService } from './access/WatchService';
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
import { CouponBilling } from './coupons/CouponBilling';
import { CouponService } from './coupons/CouponService';
import { type Config } from './config';
import { type Database } from './database/Database';
import { type Eraser } from './database/erasure';
import { EmailReports } from './emails/EmailReports';
import { EmailSending } from './emails/EmailSending';
import { EmailService } from './emails/EmailService';
import { forgetRecipient } from './emails/erasure';
import { Unsubscriptions } from './emails/Unsubscriptions';
import { CountedGenerations } from './generation/CountedGenerations';
import { ImageGenerator } from './generation/ImageGenerator';
import { TextGenerator } from './generation/TextGenerator';
import { GuardrailLimits } from './guardrails/GuardrailLimits';
import { GuardrailService } from './guardrails/GuardrailService';
import { forgetRecording } from './liveEvents/erasure';
import { LiveEventService } from './liveEvents/LiveEventService';
import { MemberService } from './members/MemberService';
import { PageService } from './pages/PageService';
import { CouponMirror } from './coupons/CouponMirror';
import { type MailTransport } from './integrations/email/MailTransport';
import { createGenerationApi } from './integrations/generation/createGenerationApi';
import { createMediaStore } from './integrations/media/createMediaStore';
import { StripeAccounts } from './integrations/stripe/StripeAccounts';
import { StripeApi } from './integrations/stripe/StripeApi';
import { StripeWebhook } from './integrations/stripe/StripeWebhook';
import { MediaService } from './media/MediaService';
import { PaymentMirror } from './payments/PaymentMirror';
import { RefundMirror } from './payments/RefundMirror';
import { RefundService } from './payments/RefundService';
import { PlatformService } from './platforms/PlatformService';
import { PostService } from './posts/PostService';
import { PresetService } from './presets/PresetService';
import { CustomerDirectory } from './subscriptions/CustomerDirectory';
import { SubscriptionBilling } from './subscriptions/SubscriptionBilling';
import { SubscriptionMirror } from './subscriptions/SubscriptionMirror';
import { PaymentService } from './payments/PaymentService';
import { PlanBilling } from './plans/PlanBilling';
import { removeFromPlans } from './plans/planCollections';
import { PlanService } from './plans/PlanService';
import { forgetWords } from './search/erasure';
import { SegmentService } from './segments/SegmentService';
import { endSubscriptions } from './subscriptions/erasure';
import { SubscriptionService } from './subscriptions/SubscriptionService';
import { RevenueService } from './revenue/RevenueService';
import { VideoService } from './videos/VideoService';
import { VideoTrash } from './videos/VideoTrash';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly access: AccessService;
  readonly admins: AdminService;
  readonly analytics: AnalyticsService;
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
  readonly emailReports: EmailReports;
  readonly emailSending: EmailSending;
  readonly emails: EmailService;
  readonly coupons: CouponService;
  readonly guardrailLimits: GuardrailLimits;
  readonly guardrails: GuardrailService;
  readonly liveEvents: LiveEventService;
  readonly imageGenerator: ImageGenerator;
  readonly media: MediaService;
  readonly members: MemberService;
  readonly pages: PageService;
  readonly passwords: PasswordService;
  readonly operations: OperationAnalyser;
  readonly payments: PaymentService;
  readonly plans: PlanService;
  readonly platforms: PlatformService;
  readonly posts: PostService;
  readonly presets: PresetService;
  readonly segments: SegmentService;
  readonly refunds: RefundService;
  readonly playback: PlaybackService;
  readonly revenue: RevenueService;
  readonly sessions: SessionService;
  readonly unsubscriptions: Unsubscriptions;
  readonly stripeAccounts: StripeAccounts;
  readonly stripeWebhook: StripeWebhook;
  readonly subscriptionBilling: SubscriptionBilling;
  readonly subscriptions: SubscriptionService;
  readonly textGenerator: TextGenerator;
  readonly videos: VideoService;
  readonly videoTrash: VideoTrash;
  readonly watching: WatchService;
}

export interface ServiceParts {
  config: Config;
  database: Database;
  clock: Clock;
  catalogue: ScopeCatalogue;
  operations: OperationAnalyser;
  /** How e-mails leave the house; null when they can't. */
  mail: MailTransport | null;
  /** Told when there are e-mails to deliver. */
  onEmailQueued: () => void;
  /** Where the world reaches the server, once it listens. */
  publicUrl: () => string;
}

/** What else goes for good with a video, a collection and a member, in the same transaction. */
const VIDEO_ERASERS: readonly Eraser[] = [
  removeFromCollections,
  removeFromCategories,
  eraseCaptions,
  forgetRecording,
  deleteCommentsOfVideo,
  forgetVideo,
  forgetWords,
];
const COLLECTION_ERASERS: readonly Eraser[] = [removeFromPlans, eraseCollectionGrants, forgetWords];
const MEMBER_ERASERS: readonly Eraser[] = [
  eraseMemberGrants,
  deleteCommentsOfMember,
  forgetRecipient,
  forgetViewer,
  forgetWords,
];

export function createServices({
  config,
  database,
  clock,
  catalogue,
  operations,
  mail,
  onEmailQueued,
  publicUrl,
}: ServiceParts): Services {
  const guardrails = new GuardrailService(database, clock, catalogue.guardrails);
  const audit = new AuditService(database, clock);
  const passwords = new PasswordHasher(config.LATCHKEY_BCRYPT_COST);
  const throttle = new SignInThrottle(clock);
  const presets = new PresetService({ database, clock, catalogue, audit });
  const platforms = new PlatformService(database, clock);
  const segments = new SegmentService(database, clock);
  const emails = new EmailService(database, clock);
  const stripeAccounts = new StripeAccounts({ database, clock, audit, api: stripeApi(config) });
  const generation = createGenerationApi(config);
  const generations = new CountedGenerations(database, clock, guardrails);
  const media = new MediaService(database, clock, createMediaStore(config, publicUrl));
  const apiKeyDirectory = new ApiKeyDirectory(database, clock, catalogue);
  return {
    access: new AccessService(database, clock, guardrails),
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
    captions: new CaptionService(database, clock),
    branding: new BrandingService(database, clock),
    catalogue,
    categories: new CategoryService(database, clock),
    categoryContents: new CategoryContents(database, clock),
    collectionContents: new CollectionContents(database, clock),
    collections: new CollectionService(database, clock, COLLECTION_ERASERS),
    commentModeration: new CommentModeration(database, clock),
    comments: new CommentService(database),
    commentWriting: new CommentWriting(database, clock),
    coupons: new CouponService({ database, clock, billing: new CouponBilling(stripeAccounts) }),
    emailReports: new EmailReports(database),
    emailSending: new EmailSending({
      database,
      clock,
      guardrails,
      emails,
      platforms,
      segments,
      transport: mail,
      onQueued: onEmailQueued,
    }),
    emails,
    guardrailLimits: new GuardrailLimits({
      database,
      clock,
      shipped: catalogue.guardrails,
      guardrails,
      audit,
    }),
    guardrails,
    liveEvents: new LiveEventService(database, clock),
    imageGenerator: new ImageGenerator(generation, generations, media),
    media,
    members: new MemberService(database, clock, guardrails, [endSubscriptions(clock), ...MEMBER_ERASERS]),
    operations,
    pages: new PageService(database, clock),
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    payments: new PaymentService(database),
    plans: new PlanService({ database, clock, billing: new PlanBilling(stripeAccounts) }),
    platforms,
    posts: new PostService(database, clock),
    segments,
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
    refunds: new RefundService({ database, clock, guardrails, stripe: stripeAccounts }),
    unsubscriptions: new Unsubscriptions(database, clock),
    stripeAccounts,
    stripeWebhook: stripeWebhook({ config, database, clock, guardrails, accounts: stripeAccounts }),
    subscriptionBilling: new SubscriptionBilling({ database, clock, stripe: stripeAccounts }),
    subscriptions: new SubscriptionService(database),
    textGenerator: new TextGenerator(generation, generations),
    videos: new VideoService(database, clock, VIDEO_ERASERS),
    videoTrash: new VideoTrash(database, clock, guardrails, VIDEO_ERASERS),
    watching: new WatchService(database, clock),
  };
}

/** Null when Stripe is not set up. */
function stripeApi(config: Config): StripeApi | null {
  const secretKey = config.STRIPE_SECRET_KEY;
  if (secretKey === undefined) return null;
  const { LATCHKEY_STRIPE_API_BASE: apiBase, LATCHKEY_STRIPE_TIMEOUT_MS: timeoutMs } = config;
  return new StripeApi({ secretKey, apiBase, timeoutMs });
}

interface WebhookParts {
  config: Config;
  database: Database;
  clock: Clock;
  guardrails: GuardrailService;
  accounts: StripeAccounts;
}

/** Each domain follows its own events. */
function stripeWebhook({ config, database, clock, guardrails, accounts }: WebhookParts): StripeWebhook {
  const customers = new CustomerDirectory(database);
  const mirrors = [
    new CouponMirror(database, clock),
    new PaymentMirror(database, clock, customers),
    new RefundMirror(database, clock, guardrails),
    new SubscriptionMirror(database, clock, customers),
  ];
  const handlers = Object.fromEntries(mirrors.flatMap((mirror) => Object.entries(mirror.handlers)));
  return new StripeWebhook({ database, clock, accounts, handlers, secret: config.STRIPE_WEBHOOK_SECRET });
}
