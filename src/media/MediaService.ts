import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { newId } from '../database/ids';
import { NotConfiguredError } from '../errors';
import { type MediaStore } from '../integrations/media/MediaStore';
import { type ImageFormat } from './imageFormat';
import { Media, type MediaKind } from './Media';

/** A stored file, and where the world fetches it. */
export interface StoredMedia extends Media {
  readonly url: string;
}

/** An image that is to be stored; `format` is what its bytes said. */
export interface NewImage {
  readonly kind: MediaKind;
  readonly bytes: Buffer;
  readonly format: ImageFormat;
}

/** Keeps files in the media store and a row about each in the database. */
export class MediaService {
  /** @param store null when nobody has said where the world would fetch from */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: MediaStore | null,
  ) {}

  /** @throws NotConfiguredError when there is nowhere to store: to be asked before anything is paid for */
  requireStore(): MediaStore {
    if (this.store === null) throw new NotConfiguredError('The media store', 'LATCHKEY_MEDIA_URL');
    return this.store;
  }

  /**
   * Stores an image under a name that nobody can guess. The file comes first: a row without one would be an address that
   * leads nowhere, and a file without a row is only space.
   * @throws NotConfiguredError
   * @throws UpstreamFailedError when the store can't take it
   */
  async add(principal: Principal, { kind, bytes, format }: NewImage): Promise<StoredMedia> {
    const store = this.requireStore();
    const createdAt = this.clock();
    const id = newId(createdAt);
    const { platformId } = principal;
    const storageKey = `${platformId}/${id}.${format.extension}`;
    await store.put(storageKey, { bytes, contentType: format.contentType });
    const media: Media = {
      id,
      platformId,
      kind,
      contentType: format.contentType,
      bytes: bytes.length,
      width: format.size?.width ?? null,
      height: format.size?.height ?? null,
      storageKey,
      createdBy: `${principal.kind}:${principal.id}`,
      createdAt,
    };
    await this.database.transaction(async (manager) => void (await manager.insert(Media, media)));
    return { ...media, url: store.urlOf(storageKey) };
  }
}
