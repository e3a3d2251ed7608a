import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, newId } from '../database/ids';
import { lockVersioned } from '../database/optimisticLock';
import { type Page, readPage } from '../database/paging';
import { toSortText } from '../database/searchText';
import { insertWithSlug, requireIdOrSlug, slugOf, withFreeSlug } from '../slugs';
import { lockVideo } from '../videos/lockVideo';
import { endOf } from './duration';
import { type LiveEventView, statusAt, viewAt } from './eventStatus';
import { LiveEvent } from './LiveEvent';
import {
  type LiveEventEdit,
  type NewLiveEvent,
  requireLiveEventEdit,
  requireNewLiveEvent,
  requireReason,
  type SeenLiveEvent,
} from './liveEventInput';
import { liveEventOrder, type LiveEventListRequest, whereLiveEvent } from './liveEventList';
import { editedTimes, tooLate } from './liveEventTimes';

/** Columns with their new values; undefined leaves one alone. */
type LiveEventChanges = { [Property in keyof LiveEvent]?: LiveEvent[Property] | undefined };

/** The live events of the caller's platform. */
export class LiveEventService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * One event by id or slug; null when the platform has no such event.
   * @throws BadUserInputError unless exactly one of the two is given
   */
  async find(
    { platformId }: Principal,
    request: { id?: string | null; slug?: string | null },
  ): Promise<LiveEventView | null> {
    const key = requireIdOrSlug(request);
    if (key === null) return null;
    const event = await this.database
      .rows(LiveEvent, 'event')
      .where('event.platformId = :platformId', { platformId })
      .where('id' in key ? 'event.id = :id' : 'event.slug = :slug', key)
      .first();
    return event === null ? null : viewAt(event, this.clock());
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: LiveEventListRequest): Promise<Page<LiveEventView>> {
    const now = this.clock();
    const query = this.database
      .rows(LiveEvent, 'event')
      .where('event.platformId = :platformId', { platformId });
    whereLiveEvent(query, request.filter ?? {}, now);
    const page = await readPage(query, liveEventOrder(request), request);
    return page.map((event) => viewAt(event, now));
  }

  /**
   * @throws BadUserInputError
   * @throws ConflictError when the slug that was given is taken
   */
  async schedule({ platformId }: Principal, input: NewLiveEvent): Promise<LiveEventView> {
    const now = this.clock();
    const { slug: given, durationMinutes, ...content } = requireNewLiveEvent(input, now);
    const slug = { given, generated: slugOf(content.title, 'event'), field: 'input.slug' };
    return this.database.transaction((manager) =>
      insertWithSlug(slug, async (free) => {
        const event = manager.create(LiveEvent, {
          ...content,
          sortTitle: toSortText(content.title),
          endsAt: endOf(content.startsAt, durationMinutes),
          id: newId(now),
          platformId,
          slug: free,
          recordingId: null,
          canceledAt: null,
          cancellationReason: null,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
        await manager.insert(LiveEvent, event);
        return viewAt(event, now);
      }),
    );
  }

  /**
   * Changes what the edit gives.
   * @throws BadUserInputError
   * @throws NotFoundError when the event or its recording is not there
   * @throws ConflictError when the event was edited since, is canceled, or is too far on; or the slug is taken
   */
  async update(principal: Principal, input: LiveEventEdit): Promise<LiveEventView> {
    const { durationMinutes, startsAt, ...changes } = requireLiveEventEdit(input);
    const { recordingId } = changes;
    return this.edit(principal, input, async (manager, event, now) => {
      if (recordingId != null) await lockVideo(manager, event.platformId, recordingId);
      return {
        ...changes,
        ...(changes.title === undefined ? {} : { sortTitle: toSortText(changes.title) }),
        ...editedTimes(event, { startsAt, durationMinutes }, now),
      };
    });
  }

  /**
   * Calls an event off, for good.
   * @throws BadUserInputError
   * @throws NotFoundError
   * @throws ConflictError when the event was edited since, is canceled already, or has ended
   */
  async cancel(
    principal: Principal,
    input: SeenLiveEvent & { reason?: string | null },
  ): Promise<LiveEventView> {
    const cancellationReason = requireReason(input.reason);
    return this.edit(principal, input, (_manager, event, now) => {
      if (statusAt(event, now) === 'ENDED') throw tooLate('LiveEvent has ended.', 'ENDED');
      return { canceledAt: now, cancellationReason };
    });
  }

  /** Edits an event that is not canceled, in a way that may depend on what it holds. */
  private async edit(
    { platformId }: Principal,
    { id, version }: SeenLiveEvent,
    change: (
      manager: EntityManager,
      event: LiveEvent,
      now: Date,
    ) => LiveEventChanges | Promise<LiveEventChanges>,
  ): Promise<LiveEventView> {
    assertId('LiveEvent', id);
    const now = this.clock();
    return this.database.transaction(async (manager) => {
      const key = { id, platformId, version };
      const event = await lockVersioned(manager, LiveEvent, 'LiveEvent', key, { updatedAt: now });
      if (event.canceledAt !== null) throw tooLate('LiveEvent is CANCELED, which is for good.', 'CANCELED');
      const changes = await change(manager, event, now);
      await withFreeSlug('input.slug', changes.slug, () =>
        manager.update(LiveEvent, { id, platformId }, changes),
      );
      return viewAt(await manager.findOneByOrFail(LiveEvent, { id, platformId }), now);
    });
  }
}
