import { In } from 'typeorm';
import { type Eraser } from '../database/erasure';
import { newId } from '../database/ids';
import { AudienceDayViewer } from './AudienceDayViewer';
import { PlaybackEvent } from './PlaybackEvent';
import { VideoDay } from './VideoDay';
import { VideoDayViewer } from './VideoDayViewer';
import { VideoViewer } from './VideoViewer';

/** A popular video has thousands of viewers a day: this many days keep a statement short. */
const DAYS_PER_STATEMENT = 30;

/**
 * Takes a member out of all that they watched. Days must go on counting them, over any range and once: their place is
 * taken by an id that is made here, stands for nobody and is kept nowhere else.
 */
export const forgetViewer: Eraser = async (manager, { platformId, id: memberId }) => {
  const nobody = newId();
  await manager.delete(VideoViewer, { platformId, memberId });
  await manager.update(PlaybackEvent, { platformId, memberId }, { memberId: null });
  await manager.update(VideoDayViewer, { platformId, memberId }, { memberId: nobody });
  await manager.update(AudienceDayViewer, { platformId, memberId }, { memberId: nobody });
};

/** Deletes the days and viewers of a video that is gone for good. What was watched of it stays in the audience's days. */
export const forgetVideo: Eraser = async (manager, { platformId, id: videoId }) => {
  const rows = await manager.find(VideoDay, { select: { day: true }, where: { platformId, videoId } });
  const days = rows.map(({ day }) => day);
  for (let start = 0; start < days.length; start += DAYS_PER_STATEMENT) {
    const some = In(days.slice(start, start + DAYS_PER_STATEMENT));
    await manager.delete(VideoDayViewer, { platformId, videoId, day: some });
  }
  await manager.delete(VideoViewer, { platformId, videoId });
  await manager.delete(VideoDay, { platformId, videoId });
};
