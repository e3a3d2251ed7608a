/** A file that is to be kept. */
export interface MediaFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** How long whoever has fetched a file may keep it: what lies under a key never changes. */
export const MEDIA_CACHE_CONTROL = 'public, max-age=31536000, immutable';

/** Where media lie. */
export interface MediaStore {
  /**
   * Keeps a file: once this resolves, everybody can fetch it at {@link urlOf} its key.
   * @param key its path below the root, of letters, digits, dashes, dots and slashes
   * @throws UpstreamFailedError when the store can't take it
   */
  put(key: string, file: MediaFile): Promise<void>;
  /** The address at which the world fetches the file. */
  urlOf(key: string): string;
}
