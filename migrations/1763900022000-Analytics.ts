import { type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  boolean,
  createTable,
  integer,
  nullable,
  primary,
  reference,
  text,
  timestamp,
} from '../src/database/tables';

const day = text(10);
const counts = { plays: integer, secondsWatched: integer, completions: integer, viewers: integer };

/** What was watched: event by event, and summed up by day for each video and for the whole audience. */
export class Analytics1763900022000 implements MigrationInterface {
  name = 'Analytics1763900022000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'playback_events',
      columns: {
        platformId: primary(reference),
        eventId: primary(text(64)),
        videoId: reference,
        memberId: nullable(reference),
        occurredAt: timestamp,
        day,
        secondsWatched: integer,
        completed: boolean,
        recordedAt: timestamp,
      },
      indices: [{ columns: ['platformId', 'memberId'] }],
    });
    await createTable(runner, {
      name: 'video_days',
      columns: {
        platformId: primary(reference),
        videoId: primary(reference),
        day: primary(day),
        ...counts,
      },
      indices: [{ columns: ['platformId', 'day', 'videoId'] }],
    });
    await createTable(runner, {
      name: 'video_day_viewers',
      columns: {
        platformId: primary(reference),
        videoId: primary(reference),
        day: primary(day),
        memberId: primary(reference),
      },
      indices: [{ columns: ['platformId', 'memberId'] }],
    });
    await createTable(runner, {
      name: 'video_viewers',
      columns: {
        platformId: primary(reference),
        videoId: primary(reference),
        memberId: primary(reference),
        firstWatchedAt: timestamp,
        lastWatchedAt: timestamp,
        plays: integer,
        secondsWatched: integer,
      },
      indices: [{ columns: ['platformId', 'memberId', 'lastWatchedAt'] }],
    });
    await createTable(runner, {
      name: 'audience_days',
      columns: { platformId: primary(reference), day: primary(day), ...counts },
    });
    await createTable(runner, {
      name: 'audience_day_viewers',
      columns: { platformId: primary(reference), day: primary(day), memberId: primary(reference) },
      indices: [{ columns: ['platformId', 'memberId'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'audience_day_viewers',
      'audience_days',
      'video_viewers',
      'video_day_viewers',
      'video_days',
      'playback_events',
    ])
      await runner.dropTable(table);
  }
}
