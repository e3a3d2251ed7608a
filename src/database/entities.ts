import { Admin } from '../admins/Admin';
import { AdminSession } from '../admins/AdminSession';
import { SignInCount } from '../admins/SignInCount';
import { ApiKey } from '../apiKeys/ApiKey';
import { ApiKeyScope } from '../apiKeys/ApiKeyScope';
import { AuditEntry } from '../audit/AuditEntry';
import { Platform } from '../platforms/Platform';
import { Video } from '../videos/Video';

/** Every table there is. */
export const entities = [Admin, AdminSession, ApiKey, ApiKeyScope, AuditEntry, Platform, SignInCount, Video];
