import { In } from 'typeorm';
import { type Eraser } from '../database/erasure';
import { CaptionText } from './CaptionText';
import { CaptionTrack } from './CaptionTrack';

/** Deletes the captions of a video that is gone for good. */
export const eraseCaptions: Eraser = async (manager, { id, platformId }) => {
  const tracks = await manager.findBy(CaptionTrack, { videoId: id, platformId });
  if (tracks.length === 0) return;
  const ids = In(tracks.map((track) => track.id));
  await manager.delete(CaptionText, { trackId: ids });
  await manager.delete(CaptionTrack, { id: ids });
};
