import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { MEDIA_CACHE_CONTROL } from '../integrations/media/MediaStore';
import { refuse } from './errorAnswer';

/** Exactly what the store calls its files. Nothing else ever reaches the file system: no dots, no way up. */
const KEY = /^[0-9a-f-]{36}\/([0-9a-f-]{36})\.(png|jpg|webp)$/;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
};

/**
 * Serves the files of a {@link LocalMediaStore} at `/media/<key>`, to everybody: they are pictures for public pages, under
 * names that nobody can guess.
 */
export function addMediaRoute(app: FastifyInstance, folder: string): void {
  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/media/*',
    handler: async (request, reply) => {
      const key = request.params['*'];
      const [, id, extension] = KEY.exec(key) ?? [];
      const file = id === undefined ? null : await openFile(join(folder, key));
      if (file === null || extension === undefined) return absent(reply);
      const stat = await file.stat();
      // One name, one content: the name is as good a tag as any (RFC 9110 section 8.8.3).
      const tag = `"${id}"`;
      void reply
        .header('cache-control', MEDIA_CACHE_CONTROL)
        .header('etag', tag)
        // Pages of the platform's own site embed it; opened by itself, it runs nothing.
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('content-security-policy', "default-src 'none'; sandbox");
      const unchanged = matches(request.headers['if-none-match'], tag);
      if (unchanged || request.method === 'HEAD' || !stat.isFile()) await file.close();
      if (!stat.isFile()) return absent(reply);
      if (unchanged) return reply.status(304).send();
      void reply.header('content-type', CONTENT_TYPES[extension]).header('content-length', String(stat.size));
      return request.method === 'HEAD' ? reply.send() : reply.send(file.createReadStream());
    },
  });
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

function absent(reply: FastifyReply): FastifyReply {
  return refuse(reply.header('cache-control', 'no-store'), 404, 'There is no such file.');
}

/** RFC 9110 section 13.1.2, by weak comparison. */
function matches(condition: string | undefined, tag: string): boolean {
  if (condition === undefined) return false;
  return condition.split(',').some((part) => ['*', tag].includes(part.trim().replace(/^W\//, '')));
}
