import { Admin } from '../admins/Admin';
import { AdminSession } from '../admins/AdminSession';
import { SignInCount } from '../admins/SignInCount';
import { ApiKey } from '../apiKeys/ApiKey';
import { ApiKeyScope } from '../apiKeys/ApiKeyScope';
import { AuditEntry } from '../audit/AuditEntry';
import { Collection } from '../collections/Collection';
import { CollectionVideo } from '../collections/CollectionVideo';
import { GuardrailCounter } from '../guardrails/GuardrailCounter';
import { GuardrailLimit } from '../guardrails/GuardrailLimit';
import { Media } from '../media/Media';
import { StripeAccount } from '../integrations/stripe/StripeAccount';
import { StripeEvent } from '../integrations/stripe/StripeEvent';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { Platform } from '../platforms/Platform';
import { Preset } from '../presets/Preset';
import { Video } from '../videos/Video';
import { VideoTag } from '../videos/VideoTag';

/** Every table there is. */
export const entities = [
  Admin,
  AdminSession,
  ApiKey,
  ApiKeyScope,
  AuditEntry,
  Collection,
  CollectionVideo,
  GuardrailCounter,
  GuardrailLimit,
  Media,
  Member,
  MemberTag,
  Platform,
  SignInCount,
  Preset,
  StripeAccount,
  StripeEvent,
  Video,
  VideoTag,
];
