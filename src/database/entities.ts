import { AccessGrant } from '../access/AccessGrant';
import { Admin } from '../admins/Admin';
import { AdminSession } from '../admins/AdminSession';
import { SignInCount } from '../admins/SignInCount';
import { AudienceDay } from '../analytics/AudienceDay';
import { AudienceDayViewer } from '../analytics/AudienceDayViewer';
import { PlaybackEvent } from '../analytics/PlaybackEvent';
import { VideoDay } from '../analytics/VideoDay';
import { VideoDayViewer } from '../analytics/VideoDayViewer';
import { VideoViewer } from '../analytics/VideoViewer';
import { ApiKey } from '../apiKeys/ApiKey';
import { ApiKeyScope } from '../apiKeys/ApiKeyScope';
import { AuditEntry } from '../audit/AuditEntry';
import { Collection } from '../collections/Collection';
import { CollectionVideo } from '../collections/CollectionVideo';
import { Email } from '../emails/Email';
import { EmailRecipient } from '../emails/EmailRecipient';
import { Coupon } from '../coupons/Coupon';
import { GuardrailCounter } from '../guardrails/GuardrailCounter';
import { GuardrailLimit } from '../guardrails/GuardrailLimit';
import { Media } from '../media/Media';
import { StripeAccount } from '../integrations/stripe/StripeAccount';
import { StripeEvent } from '../integrations/stripe/StripeEvent';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { Payment } from '../payments/Payment';
import { Refund } from '../payments/Refund';
import { Plan } from '../plans/Plan';
import { PlanCollection } from '../plans/PlanCollection';
import { Platform } from '../platforms/Platform';
import { Preset } from '../presets/Preset';
import { Segment } from '../segments/Segment';
import { Subscription } from '../subscriptions/Subscription';
import { Video } from '../videos/Video';
import { VideoTag } from '../videos/VideoTag';

/** Every table there is. */
export const entities = [
  AccessGrant,
  Admin,
  AdminSession,
  ApiKey,
  ApiKeyScope,
  AudienceDay,
  AudienceDayViewer,
  AuditEntry,
  Collection,
  CollectionVideo,
  Email,
  EmailRecipient,
  Coupon,
  GuardrailCounter,
  GuardrailLimit,
  Media,
  Member,
  MemberTag,
  Payment,
  Plan,
  PlanCollection,
  Platform,
  PlaybackEvent,
  SignInCount,
  Preset,
  Segment,
  StripeAccount,
  StripeEvent,
  Refund,
  Subscription,
  Video,
  VideoDay,
  VideoDayViewer,
  VideoTag,
  VideoViewer,
];
