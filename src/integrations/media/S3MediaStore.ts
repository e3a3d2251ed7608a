import { createRequire } from 'node:module';
import type * as sdk from '@aws-sdk/client-s3';
import { UpstreamFailedError } from '../../errors';
import { MEDIA_CACHE_CONTROL, type MediaFile, type MediaStore } from './MediaStore';

const load = createRequire(__filename);

/** Dear to load, and of use to those only who store in S3. */
const loadSdk = (): typeof sdk => load('@aws-sdk/client-s3') as typeof sdk;

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Another service than Amazon's; undefined for theirs. */
  readonly endpoint?: string;
  /** Undefined where the machine's own role or profile gives them. */
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Where the world reads the bucket: its own address, or that of a CDN before it. */
  readonly publicUrl: string;
}

/** How long storing one file may take in all, second tries included. */
const DEADLINE_MS = 20_000;

/** A bucket of Amazon S3 or of any service with the same interface. */
export class S3MediaStore implements MediaStore {
  private client: sdk.S3Client | undefined;

  constructor(private readonly settings: S3Settings) {}

  async put(key: string, { bytes, contentType }: MediaFile): Promise<void> {
    const { PutObjectCommand } = loadSdk();
    const command = new PutObjectCommand({
      Bucket: this.settings.bucket,
      Key: key,
      Body: bytes,
      ContentType: contentType,
      CacheControl: MEDIA_CACHE_CONTROL,
    });
    try {
      await this.open().send(command, { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
    } catch (error) {
      // The name alone: messages of S3 may quote what was signed, and with which key.
      const reason = error instanceof Error ? error.name : 'unknown';
      throw new UpstreamFailedError('Media store', `the file could not be stored (${reason}).`);
    }
  }

  urlOf(key: string): string {
    return `${this.settings.publicUrl}/${key}`;
  }

  private open(): sdk.S3Client {
    if (this.client === undefined) {
      const { S3Client: Client } = loadSdk();
      const { region, endpoint, credentials } = this.settings;
      this.client = new Client({
        region,
        ...(credentials === undefined ? {} : { credentials }),
        // Services other than Amazon's seldom have a host name for each bucket, nor every newer checksum.
        ...(endpoint === undefined
          ? {}
          : { endpoint, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' as const }),
      });
    }
    return this.client;
  }
}
