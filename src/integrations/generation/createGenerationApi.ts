import { type Config } from '../../config';
import { GenerationApi } from './GenerationApi';

/** The service that the settings name; null when they name none. */
export function createGenerationApi(config: Config): GenerationApi | null {
  if (config.OPENAI_API_KEY === undefined) return null;
  return new GenerationApi({
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    textModel: config.LATCHKEY_TEXT_MODEL,
    imageModel: config.LATCHKEY_IMAGE_MODEL,
    timeoutMs: config.LATCHKEY_GENERATION_TIMEOUT_MS,
  });
}
