import { type EntityManager, Not } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { groupBy } from '../database/groupBy';
import { assertId, newId } from '../database/ids';
import { updateVersioned } from '../database/optimisticLock';
import { owned } from '../database/owned';
import { BadUserInputError, ConflictError, NotFoundError } from '../errors';
import { lockVideo } from '../videos/lockVideo';
import { Video } from '../videos/Video';
import { type CaptionsToSave, ownName, requireCaptions, type ValidCaptions } from './captionInput';
import { CaptionText } from './CaptionText';
import { readTexts, replaceText } from './captionTexts';
import { CaptionTrack } from './CaptionTrack';

/** Lists of a video's tracks are not paged. */
const MAX_TRACKS = 50;

/** The captions of videos: one track for each video and language. */
export class CaptionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * A video's tracks, in the order of their languages' tags.
   * @throws NotFoundError when the platform has no such video, or it is in the trash
   */
  async list(principal: Principal, videoId: string): Promise<CaptionTrack[]> {
    assertId('Video', videoId);
    const { platformId } = principal;
    const video = await this.database
      .rows(Video, 'video')
      .where('video.id = :videoId AND video.platformId = :platformId', { videoId, platformId })
      .where('video.deletedAt IS NULL')
      .first();
    if (video === null) throw new NotFoundError('Video', videoId);
    return (await this.tracksOf(principal, [videoId])).get(videoId) ?? [];
  }

  /** The tracks of those of `videoIds` that have any, without their texts. One statement. */
  async tracksOf(
    { platformId }: Principal,
    videoIds: readonly string[],
  ): Promise<Map<string, CaptionTrack[]>> {
    const tracks = await this.database
      .rows(CaptionTrack, 'track')
      .where(owned('track'), { platformId })
      .where('track.videoId IN (:...videoIds)', { videoIds })
      .orderBy('track.videoId')
      .orderBy('track.language')
      .all();
    return groupBy(tracks, (track) => track.videoId);
  }

  /** The WebVTT texts of tracks. One statement. */
  async textsOf({ platformId }: Principal, trackIds: readonly string[]): Promise<Map<string, string>> {
    return readTexts(this.database.reads, platformId, trackIds);
  }

  /**
   * Adds the captions of a language, or replaces what is given of them.
   * @throws BadUserInputError
   * @throws NotFoundError when the video is not there
   * @throws ConflictError unless `version` is that of the track that is there, or left out when there is none
   */
  async save({ platformId }: Principal, input: CaptionsToSave): Promise<CaptionTrack> {
    const { videoId, version } = input;
    const captions = requireCaptions(input);
    const { language } = captions;
    return this.database.transaction(async (manager) => {
      await lockVideo(manager, platformId, videoId);
      const present = await manager.findOneBy(CaptionTrack, { videoId, language });
      assertVersion(language, version ?? null, present?.version ?? null);
      const track =
        present === null
          ? await this.add(manager, { platformId, videoId }, captions)
          : await this.replace(manager, present, captions);
      if (captions.text !== undefined) await replaceText(manager, track, captions.text.content);
      if (captions.isDefault === true) await this.clearOtherDefaults(manager, track);
      return track;
    });
  }

  /**
   * Deletes one track for good.
   * @throws NotFoundError when it is not there, or its video is in the trash
   */
  async delete({ platformId }: Principal, id: string): Promise<void> {
    assertId('CaptionTrack', id);
    await this.database.transaction(async (manager) => {
      const track = await manager.findOneBy(CaptionTrack, { id, platformId });
      if (track === null) throw new NotFoundError('CaptionTrack', id);
      await lockVideo(manager, platformId, track.videoId).catch((error: unknown) => {
        throw error instanceof NotFoundError ? new NotFoundError('CaptionTrack', id) : error;
      });
      const { affected } = await manager.delete(CaptionTrack, { id, platformId });
      if (affected !== 1) throw new NotFoundError('CaptionTrack', id);
      await manager.delete(CaptionText, { trackId: id });
    });
  }

  private async add(
    manager: EntityManager,
    video: Pick<CaptionTrack, 'platformId' | 'videoId'>,
    { language, text, label, kind, isDefault }: ValidCaptions,
  ): Promise<CaptionTrack> {
    if (text === undefined) {
      const problem = `is missing, and the video has no captions in ${language} yet.`;
      throw new BadUserInputError('input.content', problem, 'WebVTT text');
    }
    const count = await manager.countBy(CaptionTrack, { videoId: video.videoId });
    if (count >= MAX_TRACKS) {
      const problem = `the video has captions in ${count} languages already.`;
      throw new BadUserInputError('input.language', problem, `at most ${MAX_TRACKS} languages`);
    }
    const now = this.clock();
    const track = manager.create(CaptionTrack, {
      ...video,
      id: newId(now),
      language,
      label: label ?? ownName(language),
      kind: kind ?? 'SUBTITLES',
      isDefault: isDefault ?? false,
      cueCount: text.cueCount,
      contentLength: text.content.length,
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
    await manager.insert(CaptionTrack, track);
    return track;
  }

  private async replace(
    manager: EntityManager,
    present: CaptionTrack,
    { text, label, kind, isDefault }: ValidCaptions,
  ): Promise<CaptionTrack> {
    const { id, platformId, version } = present;
    const changes = {
      label: label ?? present.label,
      kind: kind ?? present.kind,
      isDefault: isDefault ?? present.isDefault,
      cueCount: text?.cueCount ?? present.cueCount,
      contentLength: text?.content.length ?? present.contentLength,
      updatedAt: this.clock(),
    };
    await updateVersioned(manager, CaptionTrack, 'CaptionTrack', { id, platformId, version }, changes);
    return { ...present, ...changes, version: version + 1 };
  }

  /** Under the video's lock, so that no two tracks become its default at once. */
  private async clearOtherDefaults(manager: EntityManager, { id, videoId }: CaptionTrack): Promise<void> {
    await manager.update(
      CaptionTrack,
      { videoId, isDefault: true, id: Not(id) },
      { isDefault: false, updatedAt: this.clock(), version: () => 'version + 1' },
    );
  }
}

/** @param current null when there is no such track */
function assertVersion(language: string, given: number | null, current: number | null): void {
  if (given === current) return;
  if (given === null) {
    throw new ConflictError(
      `The video has captions in ${language} already: give their version to replace them.`,
      {
        field: 'version',
        given,
        current,
      },
    );
  }
  if (current !== null) throw ConflictError.staleVersion('CaptionTrack', given, current);
  throw new ConflictError(`The video has no captions in ${language}: leave out version to add them.`, {
    field: 'version',
    given,
    current,
  });
}
