import { type Collection } from '../collections/Collection';
import { type CollectionVideo } from '../collections/CollectionVideo';
import { type Email } from '../emails/Email';
import { type EmailRecipient } from '../emails/EmailRecipient';
import { type Member } from '../members/Member';
import { type MemberTag } from '../members/MemberTag';
import { type Video } from '../videos/Video';
import { type VideoTag } from '../videos/VideoTag';
import { demoCollections } from './collections';
import { type DemoPlan } from './DemoPlan';
import { type DemoSite } from './DemoSite';
import { demoEmails } from './emails';
import { demoMembers } from './members';
import { SeededRandom } from './SeededRandom';
import { demoVideos } from './videos';

const DAY_MS = 86_400_000;

/** The rows of one platform. */
export interface DemoContent {
  readonly videos: readonly Video[];
  readonly videoTags: readonly VideoTag[];
  readonly collections: readonly Collection[];
  readonly collectionVideos: readonly CollectionVideo[];
  readonly members: readonly Member[];
  readonly memberTags: readonly MemberTag[];
  readonly emails: readonly Email[];
  readonly emailRecipients: readonly EmailRecipient[];
}

/**
 * A site's content: the same every time, but for the ids, and with times that count back from the day it is made, so that
 * it does not look abandoned.
 */
export function demoContent(site: DemoSite, platformId: string, now: Date): DemoContent {
  const midnight = new Date(now).setUTCHours(0, 0, 0, 0);
  const plan: DemoPlan = {
    site,
    platformId,
    random: new SeededRandom(site.seed),
    daysAgo: (days) => new Date(midnight - Math.round(days * DAY_MS)),
  };
  const { videos, videoTags, bySubject } = demoVideos(plan);
  const collections = demoCollections(plan, bySubject);
  const members = demoMembers(plan);
  return { videos, videoTags, ...collections, ...members, ...demoEmails(plan, members.members) };
}
