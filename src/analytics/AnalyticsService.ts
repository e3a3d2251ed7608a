import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { assertId } from '../database/ids';
import { type RowQuery } from '../database/RowQuery';
import { NotFoundError } from '../errors';
import { type PlatformService } from '../platforms/PlatformService';
import { requireInteger } from '../validation';
import { Video } from '../videos/Video';
import { AudienceDay } from './AudienceDay';
import { AudienceDayViewer } from './AudienceDayViewer';
import {
  addUp,
  type PlaybackCounts,
  type PlaybackPoint,
  pointsOf,
  type RawCounts,
  sumsOf,
  toCounts,
  viewersByPeriod,
} from './counts';
import { type Day, type DayRange, type Granularity, periodsOf, requireDayRange, startOfDay } from './days';
import { membersSeenSince, newMembersByPeriod } from './memberCounts';
import { VideoDay } from './VideoDay';
import { VideoDayViewer } from './VideoDayViewer';

const MAX_TOP = 100;
/** Of a video that nobody watched. */
export const NOTHING_WATCHED: PlaybackCounts = { plays: 0, secondsWatched: 0, completions: 0, viewers: 0 };

export type TopVideosBy = 'PLAYS' | 'SECONDS_WATCHED' | 'COMPLETIONS' | 'VIEWERS';

/** What a report is asked for: days of the platform's time zone, and how they are put together. */
export interface ReportRequest {
  range: DayRange;
  granularity: Granularity;
}

interface Report {
  readonly range: DayRange;
  /** The platform's, in which the days are. */
  readonly timeZone: string;
}

export interface VideoReport extends Report {
  readonly videoId: string;
  readonly total: PlaybackCounts;
  readonly points: readonly PlaybackPoint[];
}

export interface AudiencePoint extends PlaybackPoint {
  readonly newMembers: number;
}

export interface AudienceReport extends Report {
  readonly total: PlaybackCounts;
  readonly newMembers: number;
  /** Who were seen on the range's first day or later. */
  readonly activeMembers: number;
  readonly points: readonly AudiencePoint[];
}

export interface TopVideo {
  readonly videoId: string;
  readonly total: PlaybackCounts;
}

const SCORES = {
  PLAYS: 'SUM(videoDay.plays)',
  SECONDS_WATCHED: 'SUM(videoDay.secondsWatched)',
  COMPLETIONS: 'SUM(videoDay.completions)',
  VIEWERS: 'COUNT(DISTINCT viewer.memberId)',
} as const satisfies Record<TopVideosBy, string>;

/** Reports of what is watched. They read sums by day, never the events, in a number of statements that stays the same. */
export class AnalyticsService {
  constructor(
    private readonly database: Database,
    private readonly platforms: PlatformService,
  ) {}

  /**
   * How much one video was watched.
   * @throws BadUserInputError for a range that can't be
   * @throws NotFoundError when the platform has no such video, or it is in the trash
   */
  async ofVideo(
    principal: Principal,
    { videoId, ...request }: ReportRequest & { videoId: string },
  ): Promise<VideoReport> {
    const range = requireDayRange('range', request.range, request.granularity);
    assertId('Video', videoId);
    const periods = periodsOf(range, request.granularity);
    const viewers = (): RowQuery<VideoDayViewer> =>
      this.within(VideoDayViewer, 'viewer', principal, range).where('viewer.videoId = :videoId', { videoId });
    const [{ timeZone }, , days, viewersInAll, each] = await Promise.all([
      this.platforms.ofCaller(principal),
      this.assertVideo(principal, videoId),
      this.within(VideoDay, 'videoDay', principal, range)
        .where('videoDay.videoId = :videoId', { videoId })
        .orderBy('videoDay.day')
        .all(),
      viewersByPeriod(viewers(), [range]),
      request.granularity === 'DAY' ? undefined : viewersByPeriod(viewers(), periods),
    ]);
    return {
      videoId,
      range,
      timeZone,
      total: addUp(days, viewersInAll[0] ?? 0),
      points: pointsOf(periods, days, each),
    };
  }

  /**
   * How much the platform's videos were watched all together, and who joined.
   * @throws BadUserInputError for a range that can't be
   */
  async ofAudience(principal: Principal, request: ReportRequest): Promise<AudienceReport> {
    const range = requireDayRange('range', request.range, request.granularity);
    const { platformId } = principal;
    const { timeZone } = await this.platforms.ofCaller(principal);
    const periods = periodsOf(range, request.granularity);
    const viewers = (): RowQuery<AudienceDayViewer> =>
      this.within(AudienceDayViewer, 'viewer', principal, range);
    const [days, viewersInAll, each, newMembers, activeMembers] = await Promise.all([
      this.within(AudienceDay, 'audienceDay', principal, range).orderBy('audienceDay.day').all(),
      viewersByPeriod(viewers(), [range]),
      request.granularity === 'DAY' ? undefined : viewersByPeriod(viewers(), periods),
      newMembersByPeriod(this.database, platformId, periods, timeZone),
      membersSeenSince(this.database, platformId, startOfDay(range.from, timeZone)),
    ]);
    return {
      range,
      timeZone,
      total: addUp(days, viewersInAll[0] ?? 0),
      newMembers: newMembers.reduce((sum, count) => sum + count, 0),
      activeMembers,
      points: pointsOf(periods, days, each).map((point, index) => ({
        ...point,
        newMembers: newMembers[index] ?? 0,
      })),
    };
  }

  /**
   * The videos that were watched most, without those in the trash and those that were not watched at all. Equal ones are
   * in the order in which they were made.
   * @throws BadUserInputError for a range or a number that can't be
   */
  async top(
    principal: Principal,
    request: { range: DayRange; by: TopVideosBy; first: number },
  ): Promise<TopVideo[]> {
    const range = requireDayRange('range', request.range, 'DAY');
    const first = requireInteger('first', request.first, { min: 1, max: MAX_TOP });
    const days = this.within(VideoDay, 'videoDay', principal, range);
    if (request.by === 'VIEWERS') days.join(VideoDayViewer, 'viewer', SAME_DAY);
    const { name: videos } = days.tableOf(Video);
    const ranked = await days.raw<{ videoId: string }>(
      `SELECT ranked.videoId FROM
         (SELECT videoDay.videoId, ${SCORES[request.by]} AS score{rows} GROUP BY videoDay.videoId) ranked
       JOIN ${videos} video ON video.id = ranked.videoId AND video.deletedAt IS NULL
       WHERE ranked.score > 0 ORDER BY ranked.score DESC, ranked.videoId LIMIT ${first}`,
    );
    const ids = ranked.map(({ videoId }) => videoId);
    const counts = await this.countsOf(principal, ids, range);
    return ids.map((videoId) => ({ videoId, total: counts.get(videoId) ?? NOTHING_WATCHED }));
  }

  /**
   * How much each of the videos was watched; all of them have an entry. Two statements.
   * @throws BadUserInputError for a range that can't be
   */
  async countsOf(
    principal: Principal,
    videoIds: readonly string[],
    dayRange: DayRange,
  ): Promise<Map<string, PlaybackCounts>> {
    const range = requireDayRange('range', dayRange, 'DAY');
    if (videoIds.length === 0) return new Map();
    const days = (): RowQuery<VideoDay> =>
      this.within(VideoDay, 'videoDay', principal, range).where('videoDay.videoId IN (:...videoIds)', {
        videoIds,
      });
    const [sums, viewers] = await Promise.all([
      days().raw<RawCounts & { videoId: string }>(
        `SELECT videoDay.videoId, ${sumsOf('videoDay')}{rows} GROUP BY videoDay.videoId`,
      ),
      days()
        .join(VideoDayViewer, 'viewer', SAME_DAY)
        .raw<{ videoId: string; viewers: number | string }>(
          `SELECT videoDay.videoId, ${SCORES.VIEWERS} AS viewers{rows} GROUP BY videoDay.videoId`,
        ),
    ]);
    const sumOf = new Map(sums.map((row) => [row.videoId, row]));
    const viewersOf = new Map(viewers.map((row) => [row.videoId, Number(row.viewers)]));
    return new Map(videoIds.map((id) => [id, toCounts(sumOf.get(id), viewersOf.get(id) ?? 0)]));
  }

  /** The platform's rows of the days of a range. */
  private within<Row extends { day: Day }>(
    entity: new () => Row,
    alias: string,
    { platformId }: Principal,
    { from, to }: DayRange,
  ): RowQuery<Row> {
    const condition = `${alias}.platformId = :platformId AND ${alias}.day >= :from AND ${alias}.day <= :to`;
    return this.database.rows<Row>(entity, alias).where(condition, { platformId, from, to });
  }

  private async assertVideo({ platformId }: Principal, id: string): Promise<void> {
    const video = await this.database
      .rows(Video, 'video')
      .where('video.id = :id AND video.platformId = :platformId AND video.deletedAt IS NULL', {
        id,
        platformId,
      })
      .first();
    if (video === null) throw new NotFoundError('Video', id);
  }
}

/** Who watched the video on the day, whose rows lie together. */
const SAME_DAY =
  'viewer.platformId = videoDay.platformId AND viewer.videoId = videoDay.videoId AND viewer.day = videoDay.day';
