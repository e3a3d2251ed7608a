import { Admin } from '../admins/Admin';
import { AdminSession } from '../admins/AdminSession';
import { ApiKey } from '../apiKeys/ApiKey';
import { ApiKeyScope } from '../apiKeys/ApiKeyScope';
import { AuditEntry } from '../audit/AuditEntry';
import { Platform } from '../platforms/Platform';
import { Preset } from '../presets/Preset';
import { Video } from '../videos/Video';

/** Every table there is. */
export const entities = [Admin, AdminSession, ApiKey, ApiKeyScope, AuditEntry, Platform, Preset, Video];
