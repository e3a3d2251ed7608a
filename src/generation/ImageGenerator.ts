import { type Principal } from '../auth/principal';
import { NotConfiguredError, UpstreamFailedError } from '../errors';
import { type GenerationApi, type ImageSize } from '../integrations/generation/GenerationApi';
import { imageFormat } from '../media/imageFormat';
import { type MediaKind } from '../media/Media';
import { type MediaService, type NewImage, type StoredMedia } from '../media/MediaService';
import { requireText } from '../validation';
import { type CountedGenerations } from './CountedGenerations';

/** What a caller wants drawn. */
export interface ImageOrder {
  kind: MediaKind;
  prompt: string;
}

const MAX_PROMPT = 2_000;
const MAX_BYTES = 10_000_000;

const SIZES: Record<MediaKind, ImageSize> = { THUMBNAIL: '1536x1024', COVER: '1024x1024' };

/** Draws thumbnails and covers and stores them. No video and no collection is changed. */
export class ImageGenerator {
  /** @param api null when no service is set up */
  constructor(
    private readonly api: GenerationApi | null,
    private readonly counted: CountedGenerations,
    private readonly media: MediaService,
  ) {}

  /**
   * Counts as one of generateImage's `generations`, unless the service turns it down or can't be reached. An image that
   * was drawn and is of no use, or could not be stored, stays counted: it was paid for.
   * @throws BadUserInputError
   * @throws NotConfiguredError
   * @throws GuardrailExceededError
   * @throws UpstreamFailedError when the model fails, refuses, is too slow or draws nothing that can be used, and when
   *   the image can't be stored
   */
  async generate(principal: Principal, { kind, prompt }: ImageOrder): Promise<StoredMedia> {
    const text = requireText('input.prompt', prompt, { max: MAX_PROMPT, multiline: true });
    const { api } = this;
    if (api === null) throw new NotConfiguredError('Generation', 'OPENAI_API_KEY');
    this.media.requireStore();
    const image = await this.counted.run(principal, 'generateImage', async () =>
      requireImage(kind, await api.draw(text, SIZES[kind])),
    );
    return this.media.add(principal, image);
  }
}

/** @throws UpstreamFailedError for what is no image, or a huge one */
function requireImage(kind: MediaKind, bytes: Buffer): NewImage {
  if (bytes.length > MAX_BYTES)
    throw new UpstreamFailedError('Image generation', `the image has more than ${MAX_BYTES} bytes.`);
  const format = imageFormat(bytes);
  if (format === null)
    throw new UpstreamFailedError(
      'Image generation',
      'the model sent something that is no PNG, JPEG or WebP.',
    );
  return { kind, bytes, format };
}
