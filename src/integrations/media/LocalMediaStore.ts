import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UpstreamFailedError } from '../../errors';
import { type MediaFile, type MediaStore } from './MediaStore';

/** A folder on the server's own disk, which the server serves at `/media/`. */
export class LocalMediaStore implements MediaStore {
  /**
   * @param folder made when it is not there
   * @param baseUrl gives the address that stands before the keys, known once the server listens
   */
  constructor(
    readonly folder: string,
    private readonly baseUrl: () => string,
  ) {}

  /** Writes beside the place and moves it there: nobody is ever served half a file. */
  async put(key: string, { bytes }: MediaFile): Promise<void> {
    const path = join(this.folder, key);
    const draft = `${path}.${randomUUID()}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, bytes, { flag: 'wx', flush: true });
      await rename(draft, path);
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
      throw new UpstreamFailedError('Media store', 'the file could not be written.');
    }
  }

  urlOf(key: string): string {
    return `${this.baseUrl()}/${key}`;
  }
}
