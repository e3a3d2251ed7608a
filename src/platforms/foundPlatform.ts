import { type Admin } from '../admins/Admin';
import { type AdminInput, type AdminService } from '../admins/AdminService';
import { type Database } from '../database/Database';
import { type Platform } from './Platform';
import { type NewPlatform, type PlatformService } from './PlatformService';

interface Founders {
  database: Database;
  admins: AdminService;
  platforms: PlatformService;
}

/**
 * Makes a platform and its first admin: both, or neither.
 * @throws BadUserInputError naming what is wrong
 * @throws ConflictError when an admin, of whatever platform, has this e-mail
 */
export async function foundPlatform(
  { database, admins, platforms }: Founders,
  newPlatform: NewPlatform,
  newAdmin: AdminInput,
): Promise<{ platform: Platform; admin: Admin }> {
  const prepared = await admins.prepare(newAdmin);
  return database.transaction(async (manager) => {
    const platform = await platforms.insert(manager, newPlatform);
    const admin = await admins.insert(manager, platform.id, prepared);
    return { platform, admin };
  });
}
