import { Admin } from '../admins/Admin';
import { AdminSession } from '../admins/AdminSession';
import { ApiKey } from '../apiKeys/ApiKey';
import { ApiKeyScope } from '../apiKeys/ApiKeyScope';
import { AuditEntry } from '../audit/AuditEntry';
import { GuardrailCounter } from '../guardrails/GuardrailCounter';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { Platform } from '../platforms/Platform';
import { Video } from '../videos/Video';

/** Every table there is. */
export const entities = [
  Admin,
  AdminSession,
  ApiKey,
  ApiKeyScope,
  AuditEntry,
  GuardrailCounter,
  Member,
  MemberTag,
  Platform,
  Video,
];
