import { type Principal } from '../auth/principal';
import { BatchLoader } from '../database/batching';
import { type AnalyticsService, NOTHING_WATCHED } from './AnalyticsService';
import { type PlaybackCounts } from './counts';
import { type DayRange } from './days';

export interface AnalyticsLoaders {
  /** How much a video was watched over a range. */
  readonly counts: RangeLoader;
}

/** @param principal whose platform is read */
export function createAnalyticsLoaders(analytics: AnalyticsService, principal: Principal): AnalyticsLoaders {
  return { counts: new RangeLoader((ids, range) => analytics.countsOf(principal, ids, range)) };
}

/** One read for all videos that are asked for the same range. */
class RangeLoader {
  private readonly byRange = new Map<string, BatchLoader<PlaybackCounts>>();

  constructor(
    private readonly read: (
      ids: readonly string[],
      range: DayRange,
    ) => Promise<ReadonlyMap<string, PlaybackCounts>>,
  ) {}

  load(videoId: string, range: DayRange): Promise<PlaybackCounts> {
    const key = `${range.from} ${range.to}`;
    const loader =
      this.byRange.get(key) ??
      new BatchLoader(
        (ids) => this.read(ids, range),
        () => NOTHING_WATCHED,
      );
    this.byRange.set(key, loader);
    return loader.load(videoId);
  }
}
