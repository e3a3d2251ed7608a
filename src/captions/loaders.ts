import { type Principal } from '../auth/principal';
import { BatchLoader } from '../database/batching';
import { BadUserInputError } from '../errors';
import { type CaptionService } from './CaptionService';
import { type CaptionTrack } from './CaptionTrack';

/** In UTF-16 units: ten of the longest texts, or some fifty of an hour's talk. */
const MAX_CONTENT_PER_REQUEST = 2_000_000;

export interface CaptionLoaders {
  /** A video's tracks, by the video's id. */
  readonly ofVideo: BatchLoader<CaptionTrack[]>;
  readonly contents: ContentLoader;
}

/** Reads texts of tracks, as many as one request may ask for. */
class ContentLoader {
  private asked = 0;
  private readonly texts: BatchLoader<string>;

  constructor(captions: CaptionService, principal: Principal) {
    this.texts = new BatchLoader(
      (ids) => captions.textsOf(principal, ids),
      () => '',
    );
  }

  /** @throws BadUserInputError when the request's texts are too long together: none of these is read */
  async load({ id, contentLength }: CaptionTrack): Promise<string> {
    this.asked += contentLength;
    if (this.asked > MAX_CONTENT_PER_REQUEST) {
      const problem = `the request asks for ${this.asked} characters of captions and more.`;
      const allowed = `at most ${MAX_CONTENT_PER_REQUEST} characters in one request: the content of fewer tracks`;
      throw new BadUserInputError('content', problem, allowed);
    }
    return this.texts.load(id);
  }
}

/** @param principal whose platform is read */
export function createCaptionLoaders(captions: CaptionService, principal: Principal): CaptionLoaders {
  return {
    ofVideo: new BatchLoader<CaptionTrack[]>(
      (ids) => captions.tracksOf(principal, ids),
      () => [],
    ),
    contents: new ContentLoader(captions, principal),
  };
}
