import { type Config } from '../../config';
import { LocalMediaStore } from './LocalMediaStore';
import { type MediaStore } from './MediaStore';
import { S3MediaStore } from './S3MediaStore';

/**
 * The store that the settings ask for: a bucket when one is named, a local folder otherwise.
 * @param serverUrl gives the address at which the world reaches this server, once it listens
 * @returns null in production when nobody has said at which address the world fetches from
 */
export function createMediaStore(config: Config, serverUrl: () => string): MediaStore | null {
  const { LATCHKEY_MEDIA_URL: publicUrl, LATCHKEY_S3_BUCKET: bucket } = config;
  if (bucket === undefined) {
    const isKnown = publicUrl !== undefined || config.LATCHKEY_PUBLIC_URL !== undefined;
    if (!isKnown && config.NODE_ENV === 'production') return null;
    return new LocalMediaStore(config.LATCHKEY_MEDIA_DIR, () => publicUrl ?? `${serverUrl()}/media`);
  }
  if (publicUrl === undefined) return null;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = config;
  const isGiven = accessKeyId !== undefined && secretAccessKey !== undefined;
  return new S3MediaStore({
    bucket,
    region: config.LATCHKEY_S3_REGION,
    endpoint: config.LATCHKEY_S3_ENDPOINT,
    credentials: isGiven
      ? { accessKeyId, secretAccessKey, sessionToken: config.AWS_SESSION_TOKEN }
      : undefined,
    publicUrl,
  });
}
