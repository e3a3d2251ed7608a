import { type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { type QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { AccessGrant } from '../access/AccessGrant';
import { type PreparedAdmin } from '../admins/AdminService';
import { generatePassword } from '../admins/passwords';
import { CaptionText } from '../captions/CaptionText';
import { CaptionTrack } from '../captions/CaptionTrack';
import { Category } from '../categories/Category';
import { VideoCategory } from '../categories/VideoCategory';
import { Branding } from '../branding/Branding';
import { Collection } from '../collections/Collection';
import { CollectionVideo } from '../collections/CollectionVideo';
import { Comment } from '../comments/Comment';
import { Coupon } from '../coupons/Coupon';
import { Email } from '../emails/Email';
import { EmailRecipient } from '../emails/EmailRecipient';
import { AudienceDay } from '../analytics/AudienceDay';
import { AudienceDayViewer } from '../analytics/AudienceDayViewer';
import { VideoDay } from '../analytics/VideoDay';
import { VideoDayViewer } from '../analytics/VideoDayViewer';
import { VideoViewer } from '../analytics/VideoViewer';
import { upsert } from '../database/upsert';
import { ConflictError } from '../errors';
import { LiveEvent } from '../liveEvents/LiveEvent';
import { Member } from '../members/Member';
import { MemberTag } from '../members/MemberTag';
import { type OperatorServices } from '../operatorServices';
import { SitePage } from '../pages/SitePage';
import { Post } from '../posts/Post';
import { Segment } from '../segments/Segment';
import { Payment } from '../payments/Payment';
import { Refund } from '../payments/Refund';
import { Plan } from '../plans/Plan';
import { PlanCollection } from '../plans/PlanCollection';
import { Subscription } from '../subscriptions/Subscription';
import { Video } from '../videos/Video';
import { VideoTag } from '../videos/VideoTag';
import { climbingStudio } from './climbingStudio';
import { type DemoCommerce } from './commerce';
import { demoContent } from './content';
import { cookingSchool } from './cookingSchool';
import { type DemoSite } from './DemoSite';
import { type DemoPlayback } from './playback';

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
  await insertAll(manager, CaptionTrack, content.captionTracks);
  await insertAll(manager, CaptionText, content.captionTexts);
  await insertAll(manager, Category, content.categories);
  await insertAll(manager, VideoCategory, content.videoCategories);
  await insertAll(manager, LiveEvent, content.liveEvents);
  await insertAll(manager, Comment, content.comments);
  await insertAll(manager, Post, content.posts);
  await insertAll(manager, SitePage, content.pages);
  await insertAll(manager, Branding, content.branding);
  await insertAll(manager, Segment, content.segments);
  await insertAll(manager, AccessGrant, content.accessGrants);
  await insertAll(manager, Email, content.emails);
  await insertAll(manager, EmailRecipient, content.emailRecipients);
  await insertCommerce(manager, content.commerce);
  await insertPlayback(manager, content.playback);
}

async function insertCommerce(manager: EntityManager, commerce: DemoCommerce): Promise<void> {
  await insertAll(manager, Plan, commerce.plans);
  await insertAll(manager, PlanCollection, commerce.planCollections);
  await insertAll(manager, Coupon, commerce.coupons);
  await insertAll(manager, Subscription, commerce.subscriptions);
  await insertAll(manager, Payment, commerce.payments);
  await insertAll(manager, Refund, commerce.refunds);
}

/** Thousands of narrow rows: without entities, which would take longer to make than the rows to insert. */
async function insertPlayback(manager: EntityManager, playback: DemoPlayback): Promise<void> {
  await insertPlain(manager, VideoDay, playback.videoDays);
  await insertPlain(manager, VideoDayViewer, playback.videoDayViewers);
  await insertPlain(manager, VideoViewer, playback.videoViewers);
  await insertPlain(manager, AudienceDay, playback.audienceDays);
  await insertPlain(manager, AudienceDayViewer, playback.audienceDayViewers);
}

async function insertPlain<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await upsert(manager, entity, rows.slice(start, start + ROWS_PER_STATEMENT));
}

async function insertAll<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly QueryDeepPartialEntity<Row>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    await manager.insert(entity, rows.slice(start, start + ROWS_PER_STATEMENT));
}
