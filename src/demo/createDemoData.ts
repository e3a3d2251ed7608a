import { type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { type PreparedAdmin } from '../admins/AdminService';
import { generatePassword } from '../admins/passwords';
import { Collection } from '../collections/Collection';
import { CollectionVideo } from '../collections/CollectionVideo';
import { Email } from '../emails/Email';
import { EmailRecipient } from '../emails/EmailRecipient';
import { ConflictError } from '../errors';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { type OperatorServices } from '../operatorServices';
import { Video } from '../videos/Video';
import { VideoTag } from '../videos/VideoTag';
import { climbingStudio } from './climbingStudio';
import { demoContent } from './content';
import { cookingSchool } from './cookingSchool';
import { type DemoSite } from './DemoSite';

/** Keeps the parameters of one statement under SQLite's 32,766. */
const ROWS_PER_STATEMENT = 500;

/** An admin of a demo platform, with a password that is told here and nowhere else. */
export interface DemoAdmin {
  readonly platform: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Fills a database without platforms with two of them, all in one transaction: a crash on the way leaves it empty.
 * @returns null when there is a platform already, or another process was faster
 */
export async function createDemoData(operator: OperatorServices): Promise<readonly DemoAdmin[] | null> {
  if (await operator.platforms.any()) return null;
  const sites = await Promise.all([cookingSchool, climbingStudio].map((site) => prepare(operator, site)));
  try {
    await operator.database.transaction(async (manager) => {
      for (const { site, admin } of sites) await insertSite(operator, manager, site, admin);
    });
  } catch (error) {
    // The e-mails are taken: two processes have started on the same empty database.
    if (error instanceof ConflictError) return null;
    throw error;
  }
  return sites.map(({ site, admin, password }) => ({ platform: site.name, email: admin.email, password }));
}

interface PreparedSite {
  site: DemoSite;
  admin: PreparedAdmin;
  password: string;
}

async function prepare({ admins }: OperatorServices, site: DemoSite): Promise<PreparedSite> {
  const password = generatePassword();
  return { site, password, admin: await admins.prepare({ ...site.admin, password }) };
}

async function insertSite(
  { platforms, admins }: OperatorServices,
  manager: EntityManager,
  site: DemoSite,
  admin: PreparedAdmin,
): Promise<void> {
  const platform = await platforms.insert(manager, site);
  await admins.insert(manager, platform.id, admin);
  const content = demoContent(site, platform.id, platform.createdAt);
  await insertAll(manager, Video, content.videos);
  await insertAll(manager, VideoTag, content.videoTags);
  await insertAll(manager, Collection, content.collections);
  await insertAll(manager, CollectionVideo, content.collectionVideos);
  await insertAll(manager, Member, content.members);
  await insertAll(manager, MemberTag, content.memberTags);
  await insertAll(manager, Email, content.emails);
  await insertAll(manager, EmailRecipient, content.emailRecipients);
}

async function insertAll<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly QueryDeepPartialEntity<Row>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await manager.insert(entity, rows.slice(start, start + ROWS_PER_STATEMENT));
}
