import { type Eraser } from '../database/erasure';
import { LiveEvent } from './LiveEvent';

/** Leaves the events without a recording whose recording is gone for good. */
export const forgetRecording: Eraser = async (manager, { id, platformId }) => {
  // No edit that anybody could notice: a video in the trash was not shown either.
  await manager.update(LiveEvent, { recordingId: id, platformId }, { recordingId: null });
};
