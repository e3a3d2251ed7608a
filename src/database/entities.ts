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
import { CaptionText } from '../captions/CaptionText';
import { CaptionTrack } from '../captions/CaptionTrack';
import { Category } from '../categories/Category';
import { VideoCategory } from '../categories/VideoCategory';
import { Branding } from '../branding/Branding';
import { Collection } from '../collections/Collection';
import { CollectionVideo } from '../collections/CollectionVideo';
import { Comment } from '../comments/Comment';
import { Coupon } from '../coupons/Coupon';
import { GuardrailCounter } from '../guardrails/GuardrailCounter';
import { LiveEvent } from '../liveEvents/LiveEvent';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { SitePage } from '../pages/SitePage';
import { Email } from '../emails/Email';
import { EmailRecipient } from '../emails/EmailRecipient';
import { GuardrailLimit } from '../guardrails/GuardrailLimit';
import { Media } from '../media/Media';
import { StripeAccount } from '../integrations/stripe/StripeAccount';
import { StripeEvent } from '../integrations/stripe/StripeEvent';
import { StripeRefusal } from '../integrations/stripe/StripeRefusal';
import { Payment } from '../payments/Payment';
import { Refund } from '../payments/Refund';
import { Plan } from '../plans/Plan';
import { PlanCollection } from '../plans/PlanCollection';
import { Platform } from '../platforms/Platform';
import { Post } from '../posts/Post';
import { Preset } from '../presets/Preset';
import { SearchWord } from '../search/SearchWord';
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
  CaptionText,
  CaptionTrack,
  Category,
  Branding,
  Collection,
  CollectionVideo,
  Comment,
  Email,
  EmailRecipient,
  Coupon,
  GuardrailCounter,
  LiveEvent,
  GuardrailLimit,
  Media,
  Member,
  MemberTag,
  Payment,
  Plan,
  PlanCollection,
  Platform,
  PlaybackEvent,
  SearchWord,
  SignInCount,
  Post,
  Preset,
  SitePage,
  Segment,
  StripeAccount,
  StripeEvent,
  StripeRefusal,
  Refund,
  Subscription,
  Video,
  VideoCategory,
  VideoDay,
  VideoDayViewer,
  VideoTag,
  VideoViewer,
];
