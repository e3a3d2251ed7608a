import { type EntityManager, In } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { compileStatement } from '../database/namedParameters';
import { owned } from '../database/owned';
import { RowQuery } from '../database/RowQuery';
import { spanCase } from '../database/spanCase';
import { upsert } from '../database/upsert';
import { NotFoundError } from '../errors';
import { Member } from '../members/Member';
import { Platform } from '../platforms/Platform';
import { Video } from '../videos/Video';
import { AudienceDay } from './AudienceDay';
import { AudienceDayViewer } from './AudienceDayViewer';
import { dayOf } from './days';
import { PlaybackEvent } from './PlaybackEvent';
import { type PlaybackReport, readReports, type ReadReport } from './playbackInput';
import { audienceDaysOf, videoDaysOf, videoViewersOf } from './playbackSums';
import { Turns } from '../database/Turns';
import { VideoDay } from './VideoDay';
import { VideoDayViewer } from './VideoDayViewer';
import { VideoViewer } from './VideoViewer';

/** What became of a batch. */
export interface RecordedPlayback {
  /** How many events are counted now that were not before. */
  readonly accepted: number;
  /** How many were counted already, or stand in the batch more than once. */
  readonly duplicates: number;
}

type LockedMember = Pick<Member, 'id' | 'lastSeenAt'>;

const COUNTS = ['plays', 'secondsWatched', 'completions', 'viewers'] as const;

/**
 * Records what was watched, and sums it up by day in the same transaction. Batches of one platform take turns, in this
 * process in memory, so that they do not hold connections while they wait, and among processes by locking the platform's
 * row: what one has read of events and viewers stays true until it has written, and no two of them lock rows crosswise.
 */
export class PlaybackService {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts each event once, however often it is sent, and by how many batches at a time. A number of statements that does
   * not depend on the number of events.
   * @throws BadUserInputError naming the event that is wrong; then nothing is recorded
   * @throws NotFoundError naming the event whose video or member is not there; then nothing is recorded
   * @throws UnavailableError when too many batches of the platform wait already
   */
  async record({ platformId }: Principal, reports: readonly PlaybackReport[]): Promise<RecordedPlayback> {
    const now = this.clock();
    const distinct = readReports(reports, now);
    const accepted = await this.turns.take(platformId, () =>
      this.database.transaction(async (manager) => {
        const { timeZone } = await this.lockPlatform(manager, platformId);
        const members = await this.lockMembers(manager, platformId, distinct);
        const fresh = await withoutRecorded(manager, platformId, distinct);
        if (fresh.length === 0) return 0;
        await assertPresent(manager, platformId, fresh, members);
        const events = fresh.map((report) => toEvent(report, { platformId, timeZone, now }));
        await write(manager, events);
        await moveLastSeen(manager, platformId, events, members);
        return fresh.length;
      }),
    );
    return { accepted, duplicates: reports.length - accepted };
  }

  private lockPlatform(manager: EntityManager, id: string): Promise<Platform> {
    return manager.findOneOrFail(Platform, { where: { id }, ...this.writeLock });
  }

  /** Locks those of the batch's members who are there: none of them is removed before what they watched is written. */
  private async lockMembers(
    manager: EntityManager,
    platformId: string,
    reports: readonly ReadReport[],
  ): Promise<Map<string, LockedMember>> {
    const ids = new Set(reports.flatMap(({ memberId }) => memberId ?? []));
    if (ids.size === 0) return new Map();
    const members = await manager.find(Member, {
      select: { id: true, lastSeenAt: true },
      where: { id: In([...ids]), platformId },
      order: { id: 'ASC' },
      ...this.writeLock,
    });
    return new Map(members.map((member) => [member.id, member]));
  }

  /** The embedded engine runs one transaction at a time, and knows no locks of rows. */
  private get writeLock(): { lock?: { mode: 'pessimistic_write' } } {
    return this.database.isEmbedded ? {} : { lock: { mode: 'pessimistic_write' } };
  }
}

/** The reports whose events are not recorded yet. */
async function withoutRecorded(
  manager: EntityManager,
  platformId: string,
  reports: readonly ReadReport[],
): Promise<ReadReport[]> {
  const rows = await new RowQuery(manager, PlaybackEvent, 'event')
    .where('event.platformId = :platformId AND event.eventId IN (:...ids)', {
      platformId,
      ids: reports.map(({ eventId }) => eventId),
    })
    .raw<{ id: string }>('SELECT event.eventId AS id{rows}');
  const recorded = new Set(rows.map(({ id }) => id));
  return reports.filter(({ eventId }) => !recorded.has(eventId));
}

/** @throws NotFoundError for the first video or member that is not there */
async function assertPresent(
  manager: EntityManager,
  platformId: string,
  reports: readonly ReadReport[],
  members: ReadonlyMap<string, unknown>,
): Promise<void> {
  const rows = await new RowQuery(manager, Video, 'video')
    .where(`${owned('video')} AND video.deletedAt IS NULL`, { platformId })
    .where('video.id IN (:...ids)', { ids: [...new Set(reports.map(({ videoId }) => videoId))] })
    .raw<{ id: string }>('SELECT video.id AS id{rows}');
  const videos = new Set(rows.map(({ id }) => id));
  for (const { field, videoId, memberId } of reports) {
    if (!videos.has(videoId)) throw new NotFoundError('Video', videoId, `${field}.videoId`);
    if (memberId !== null && !members.has(memberId))
      throw new NotFoundError('Member', memberId, `${field}.memberId`);
  }
}

function toEvent(
  { eventId, videoId, memberId, occurredAt, secondsWatched, completed }: ReadReport,
  { platformId, timeZone, now }: { platformId: string; timeZone: string; now: Date },
): PlaybackEvent {
  const day = dayOf(occurredAt, timeZone);
  return {
    platformId,
    eventId,
    videoId,
    memberId,
    occurredAt,
    day,
    secondsWatched,
    completed,
    recordedAt: now,
  };
}

/** Writes events that are new, and adds them to the days and viewers. */
async function write(manager: EntityManager, events: readonly PlaybackEvent[]): Promise<void> {
  await upsert(manager, PlaybackEvent, events);
  const videoDayViewers = await newViewers<VideoDayViewer>(manager, VideoDayViewer, events, [
    'videoId',
    'day',
    'memberId',
  ]);
  await upsert(manager, VideoDayViewer, videoDayViewers);
  const dayViewers = await newViewers<AudienceDayViewer>(manager, AudienceDayViewer, events, [
    'day',
    'memberId',
  ]);
  await upsert(manager, AudienceDayViewer, dayViewers);
  await upsert(manager, VideoDay, videoDaysOf(events, videoDayViewers), { add: COUNTS });
  await upsert(manager, AudienceDay, audienceDaysOf(events, dayViewers), { add: COUNTS });
  await upsert(manager, VideoViewer, videoViewersOf(events), {
    add: ['plays', 'secondsWatched'],
    earliest: ['firstWatchedAt'],
    latest: ['lastWatchedAt'],
  });
}

/** The viewers of events that are written already who have no row in a table of viewers yet. */
async function newViewers<Row extends VideoDayViewer | AudienceDayViewer>(
  manager: EntityManager,
  entity: new () => Row,
  events: readonly PlaybackEvent[],
  key: readonly ('videoId' | 'day' | 'memberId')[],
): Promise<readonly Row[]> {
  const signedIn = events.filter(({ memberId }) => memberId !== null);
  const [first] = signedIn;
  if (first === undefined) return [];
  const { name } = new RowQuery(manager, entity, 'seen').table;
  const columns = ['platformId', ...key];
  const same = columns.map((column) => `seen.${column} = event.${column}`).join(' AND ');
  return new RowQuery(manager, PlaybackEvent, 'event')
    .where('event.platformId = :platformId AND event.eventId IN (:...ids)', {
      platformId: first.platformId,
      ids: signedIn.map(({ eventId }) => eventId),
    })
    .where(`NOT EXISTS (SELECT 1 FROM ${name} seen WHERE ${same})`)
    .raw<Row>(`SELECT DISTINCT ${columns.map((column) => `event.${column}`).join(', ')}{rows}`);
}

/** Moves when members were last seen forward, never back. */
async function moveLastSeen(
  manager: EntityManager,
  platformId: string,
  events: readonly PlaybackEvent[],
  members: ReadonlyMap<string, LockedMember>,
): Promise<void> {
  const latest = new Map<string, Date>();
  for (const { memberId, occurredAt } of events) {
    const known = memberId === null ? undefined : members.get(memberId);
    if (known === undefined) continue;
    const before = latest.get(known.id) ?? known.lastSeenAt;
    if (before === null || before < occurredAt) latest.set(known.id, occurredAt);
  }
  const ids = [...latest.keys()].sort();
  if (ids.length === 0) return;
  const { sql, parameters } = spanCase('id', ids.slice(1), 'id', (index) => `:seen${index}`);
  const { statement, values } = compileStatement(
    `UPDATE members SET lastSeenAt = ${sql} WHERE platformId = :platformId AND id IN (:...ids)`,
    {
      ...parameters,
      ...Object.fromEntries(ids.map((id, index) => [`seen${index}`, latest.get(id) ?? null])),
      platformId,
      ids,
    },
  );
  await manager.query(statement, values);
}
