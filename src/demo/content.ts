import { type CaptionText } from '../captions/CaptionText';
import { type CaptionTrack } from '../captions/CaptionTrack';
import { type Category } from '../categories/Category';
import { type VideoCategory } from '../categories/VideoCategory';
import { type AccessGrant } from '../access/AccessGrant';
import { type Collection } from '../collections/Collection';
import { type CollectionVideo } from '../collections/CollectionVideo';
import { type LiveEvent } from '../liveEvents/LiveEvent';
import { type Email } from '../emails/Email';
import { type EmailRecipient } from '../emails/EmailRecipient';
import { type Member } from '../members/Member';
import { type MemberTag } from '../members/MemberTag';
import { type Segment } from '../segments/Segment';
import { type Video } from '../videos/Video';
import { type VideoTag } from '../videos/VideoTag';
import { demoCaptions } from './captions';
import { demoCategories } from './categories';
import { type Branding } from '../branding/Branding';
import { type Comment } from '../comments/Comment';
import { type SitePage } from '../pages/SitePage';
import { type Post } from '../posts/Post';
import { demoAccessGrants } from './accessGrants';
import { demoCollections } from './collections';
import { demoComments } from './comments';
import { type DemoCommerce, demoCommerce } from './commerce';
import { type DemoPlan } from './DemoPlan';
import { type DemoSite } from './DemoSite';
import { demoLiveEvents } from './liveEvents';
import { demoEmails } from './emails';
import { demoMembers } from './members';
import { demoBranding, demoPages } from './pages';
import { demoPosts } from './posts';
import { type DemoPlayback, demoPlayback } from './playback';
import { SeededRandom } from './SeededRandom';
import { demoSegments } from './segments';
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
  readonly captionTracks: readonly CaptionTrack[];
  readonly captionTexts: readonly CaptionText[];
  readonly categories: readonly Category[];
  readonly videoCategories: readonly VideoCategory[];
  readonly liveEvents: readonly LiveEvent[];
  readonly comments: readonly Comment[];
  readonly posts: readonly Post[];
  readonly pages: readonly SitePage[];
  readonly branding: readonly Branding[];
  readonly segments: readonly Segment[];
  readonly accessGrants: readonly AccessGrant[];
  readonly commerce: DemoCommerce;
  readonly emails: readonly Email[];
  readonly emailRecipients: readonly EmailRecipient[];
  readonly playback: DemoPlayback;
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
  // Numbers of their own: what is added to one of them leaves the others as they are.
  const own = (offset: number): DemoPlan => ({ ...plan, random: new SeededRandom(site.seed + offset) });
  const commerce = demoCommerce(own(10), collections.collections, members.members);
  const access = own(20);
  return {
    videos,
    videoTags,
    ...collections,
    ...members,
    ...demoCaptions(own(4), videos),
    ...demoCategories(own(5), bySubject),
    liveEvents: demoLiveEvents(own(6), bySubject),
    comments: demoComments(own(1), videos, members.members),
    posts: demoPosts(own(2)),
    pages: demoPages(own(3)),
    branding: [demoBranding(plan)],
    commerce,
    segments: demoSegments(access, collections.collections, commerce.plans),
    accessGrants: demoAccessGrants(access, members.members, collections.collections),
    ...demoEmails(own(30), members.members),
    playback: demoPlayback(own(40), { videos, members: members.members }),
  };
}
