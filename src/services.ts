import { AccessService } from './access/AccessService';
import { eraseCollectionGrants, eraseMemberGrants } from './access/erasure';
import { WatchService } from './access/WatchService';
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
import { type MailTransport } from './integrations/email/MailTransport';
import { createGenerationApi } from './integrations/generation/createGenerationApi';
import { createMediaStore } from './integrations/media/createMediaStore';
import { StripeAccounts } from './integrations/stripe/StripeAccounts';
import { StripeApi } from './integrations/stripe/StripeApi';
import { MediaService } from './media/MediaService';
import { MemberService } from './members/MemberService';
import { PaymentService } from './payments/PaymentService';
import { PlanBilling } from './plans/PlanBilling';
import { removeFromPlans } from './plans/planCollections';
import { PlanService } from './plans/PlanService';
import { PlatformService } from './platforms/PlatformService';
import { PresetService } from './presets/PresetService';
import { SegmentService } from './segments/SegmentService';
import { endSubscriptions } from './subscriptions/erasure';
import { SubscriptionService } from './subscriptions/SubscriptionService';
import { VideoService } from './videos/VideoService';
import { VideoTrash } from './videos/VideoTrash';

/** One service per domain, shared by all requests. */
export interface Services {
  readonly access: AccessService;
  readonly admins: AdminService;
  readonly apiKeyDirectory: ApiKeyDirectory;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly catalogue: ScopeCatalogue;
  readonly collectionContents: CollectionContents;
  readonly collections: CollectionService;
  readonly emailReports: EmailReports;
  readonly emailSending: EmailSending;
  readonly emails: EmailService;
  readonly coupons: CouponService;
  readonly guardrailLimits: GuardrailLimits;
  readonly guardrails: GuardrailService;
  readonly imageGenerator: ImageGenerator;
  readonly media: MediaService;
  readonly members: MemberService;
  readonly passwords: PasswordService;
  readonly operations: OperationAnalyser;
  readonly payments: PaymentService;
  readonly plans: PlanService;
  readonly platforms: PlatformService;
  readonly presets: PresetService;
  readonly segments: SegmentService;
  readonly sessions: SessionService;
  readonly unsubscriptions: Unsubscriptions;
  readonly stripeAccounts: StripeAccounts;
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
const VIDEO_ERASERS: readonly Eraser[] = [removeFromCollections];
const COLLECTION_ERASERS: readonly Eraser[] = [removeFromPlans, eraseCollectionGrants];
const MEMBER_ERASERS: readonly Eraser[] = [eraseMemberGrants, forgetRecipient];

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
    collections: new CollectionService(database, clock, COLLECTION_ERASERS),
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
    imageGenerator: new ImageGenerator(generation, generations, media),
    media,
    members: new MemberService(database, clock, guardrails, [endSubscriptions(clock), ...MEMBER_ERASERS]),
    operations,
    passwords: new PasswordService({ database, audit, passwords, throttle }),
    payments: new PaymentService(database),
    plans: new PlanService({ database, clock, billing: new PlanBilling(stripeAccounts) }),
    platforms,
    presets,
    segments,
    sessions: new SessionService({
      database,
      audit,
      clock,
      passwords,
      throttle,
      sessionHours: config.LATCHKEY_SESSION_HOURS,
    }),
    unsubscriptions: new Unsubscriptions(database, clock),
    stripeAccounts,
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
