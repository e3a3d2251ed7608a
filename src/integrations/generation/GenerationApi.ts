import type OpenAI from 'openai';
import { generationFailure, uselessAnswer } from './generationErrors';
import { loadOpenAI } from './loadOpenAI';

export interface GenerationSettings {
  readonly apiKey: string;
  /** `https://api.openai.com/v1`, or any server that speaks the same. */
  readonly baseUrl: string;
  readonly textModel: string;
  readonly imageModel: string;
  /** How long one generation may take in all, in milliseconds. */
  readonly timeoutMs: number;
}

/** What a text is asked for with. */
export interface TextRequest {
  /** Our own instructions. */
  readonly system: string;
  /** The material, which others wrote. */
  readonly user: string;
}

/** Width and height in pixels, as image models take them. */
export type ImageSize = '1536x1024' | '1024x1024';

const TEXT = 'Text generation';
const IMAGE = 'Image generation';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Models behind the interface that most servers speak: chat completions and images of OpenAI's API. */
export class GenerationApi {
  private client: OpenAI | undefined;
  /** Not every server knows JSON mode; one that refused it once is not asked again. */
  private jsonMode = true;

  constructor(private readonly settings: GenerationSettings) {}

  /**
   * What the model wrote. It was asked for JSON, which it need not have kept to.
   * @throws UpstreamFailedError when it fails, refuses, or does not answer in time
   */
  async write(request: TextRequest): Promise<string> {
    const completion = await this.asking(TEXT, (signal) => this.complete(request, signal));
    const choice = completion.choices?.[0];
    const refusal = choice?.message?.refusal;
    if (typeof refusal === 'string' && refusal !== '')
      throw uselessAnswer(TEXT, `the model refused: ${refusal}`);
    if (choice?.finish_reason === 'content_filter')
      throw uselessAnswer(TEXT, 'the content filter of the service stopped the answer.');
    const content = choice?.message?.content;
    if (typeof content !== 'string' || content.trim() === '')
      throw uselessAnswer(TEXT, 'the model answered with nothing.');
    return content;
  }

  /**
   * The bytes of one image, in whatever format the model chose.
   * @throws UpstreamFailedError when it fails, refuses, or does not answer in time
   */
  async draw(prompt: string, size: ImageSize): Promise<Buffer> {
    const { imageModel } = this.settings;
    // The GPT image models always send base64; all others send addresses unless asked not to.
    const format = /^(gpt|chatgpt)-image/.test(imageModel)
      ? { output_format: 'webp' as const }
      : { response_format: 'b64_json' as const };
    const answer = await this.asking(IMAGE, (signal) =>
      this.open().images.generate({ model: imageModel, prompt, n: 1, size, ...format }, { signal }),
    );
    const encoded = (answer as Partial<typeof answer>).data?.[0]?.b64_json;
    if (typeof encoded !== 'string' || !BASE64.test(encoded))
      throw uselessAnswer(IMAGE, 'the model answered without an image.');
    return Buffer.from(encoded, 'base64');
  }

  private async complete({ system, user }: TextRequest, signal: AbortSignal): Promise<LooseCompletion> {
    const request = {
      model: this.settings.textModel,
      messages: [
        { role: 'system' as const, content: system },
        { role: 'user' as const, content: user },
      ],
    };
    const { completions } = this.open().chat;
    if (this.jsonMode) {
      try {
        return await completions.create({ ...request, response_format: { type: 'json_object' } }, { signal });
      } catch (error) {
        if (!refusesJsonMode(error)) throw error;
        this.jsonMode = false;
      }
    }
    return completions.create(request, { signal });
  }

  private async asking<T>(service: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { apiKey, timeoutMs } = this.settings;
    try {
      // The SDK's own time-out ends when the headers are there; this one holds for the body as well.
      return await ask(AbortSignal.timeout(timeoutMs));
    } catch (error) {
      throw generationFailure(error, { service, apiKey, timeoutMs });
    }
  }

  private open(): OpenAI {
    if (this.client === undefined) {
      const { OpenAI: Client } = loadOpenAI();
      const { apiKey, baseUrl, timeoutMs } = this.settings;
      this.client = new Client({
        apiKey,
        baseURL: baseUrl,
        timeout: timeoutMs,
        // A second try could be billed twice and outlast the deadline: the caller decides.
        maxRetries: 0,
        // Left out, the SDK would read these from the environment.
        organization: null,
        project: null,
        adminAPIKey: null,
        webhookSecret: null,
        logLevel: 'off',
      });
    }
    return this.client;
  }
}

/** A completion as a server may send it: only the official one keeps to its types. */
interface LooseCompletion {
  choices?: {
    finish_reason?: string | null;
    message?: { content?: unknown; refusal?: unknown } | null;
  }[];
}

function refusesJsonMode(error: unknown): boolean {
  const { APIError } = loadOpenAI();
  if (!(error instanceof APIError)) return false;
  return (
    [400, 422].includes(Number(error.status)) && /response_format/.test(`${error.param} ${error.message}`)
  );
}
