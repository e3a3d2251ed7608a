import { type Clock } from '../clock';
import { type RowQuery } from '../database/RowQuery';
import { type Video } from './Video';

export type VideoStatus = 'DRAFT' | 'SCHEDULED' | 'PUBLISHED';

/** Whether and when a video is published, as of some moment. */
export interface Publication {
  readonly status: VideoStatus;
  readonly publishedAt: Date | null;
  readonly scheduledAt: Date | null;
}

/** A video as it stands at some moment. */
export interface VideoView extends Video, Publication {}

/** What has to be read for the fields of a {@link VideoView} that are no columns. */
export const VIDEO_FIELDS = { status: 'publishAt', publishedAt: 'publishAt', scheduledAt: 'publishAt' };

/** @param video a row that nobody else has seen, which becomes the view: lists are long, and a copy of each row costs */
export function viewAt(video: Video, now: Date): VideoView {
  return Object.assign(video, publicationAt(video.publishAt, now));
}

/** Makes the views of rows that are read, as of the moment at which their read begins. */
export function viewsOf(clock: Clock): () => (video: Video) => VideoView {
  return () => {
    const now = clock();
    return (video) => viewAt(video, now);
  };
}

/** @param publishAt from when on it is published; null for a draft */
export function publicationAt(publishAt: Date | null, now: Date): Publication {
  if (publishAt === null) return { status: 'DRAFT', publishedAt: null, scheduledAt: null };
  return publishAt > now
    ? { status: 'SCHEDULED', publishedAt: null, scheduledAt: publishAt }
    : { status: 'PUBLISHED', publishedAt: publishAt, scheduledAt: null };
}

/** Keeps the videos that {@link viewAt} gives this status to. Bare comparisons of one column, which an index serves. */
export function whereStatus(query: RowQuery<VideoView>, status: VideoStatus, now: Date): void {
  switch (status) {
    case 'DRAFT':
      query.where('video.publishAt IS NULL');
      return;
    case 'SCHEDULED':
      query.where('video.publishAt > :now', { now });
      return;
    case 'PUBLISHED':
      wherePublished(query, now);
  }
}

export function wherePublished(query: RowQuery<VideoView>, now: Date): void {
  query.whereBroadly('video.publishAt <= :now', { now });
}
