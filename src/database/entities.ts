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
import { Coupon } from '../coupons/Coupon';
import { GuardrailCounter } from '../guardrails/GuardrailCounter';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { Payment } from '../payments/Payment';
import { Refund } from '../payments/Refund';
import { Plan } from '../plans/Plan';
import { PlanCollection } from '../plans/PlanCollection';
import { Platform } from '../platforms/Platform';
import { Preset } from '../presets/Preset';
import { Subscription } from '../subscriptions/Subscription';
import { Video } from '../videos/Video';
import { VideoTag } from '../videos/VideoTag';

/** Every table there is. */
export const entities = [
  Admin,
  AdminSession,
  ApiKey,
  ApiKeyScope,
  AudienceDay,
  AudienceDayViewer,
  AuditEntry,
  Collection,
  CollectionVideo,
  Coupon,
  GuardrailCounter,
  Member,
  MemberTag,
  Payment,
  Plan,
  PlanCollection,
  Platform,
  PlaybackEvent,
  SignInCount,
  Preset,
  Refund,
  Subscription,
  Video,
  VideoDay,
  VideoDayViewer,
  VideoTag,
  VideoViewer,
];
