import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './projectRoot';

const PREFIX = 'LATCHKEY_';

const integer = (minimum: number, maximum: number, fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);

/** An http or https address without credentials, and without the slashes at its end. */
const address = (): z.ZodPipe<z.ZodString, z.ZodTransform<string, string>> =>
  z
    .string()
    .regex(/^https?:\/\/[^/\s?#@]+(\/[^\s?#]*)?$/, 'must be an address such as https://api.example.com')
    .transform((url) => url.replace(/\/+$/, ''));

/**
 * Every setting there is. Names that hosts and tools share stand as they are; our own begin with LATCHKEY_.
 * README.md lists them for people; a test holds the two together.
 */
export const settingsSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production: no demo data, no Sandbox, introspection wants a caller'),
  HOST: z.string().min(1).default('0.0.0.0').describe('address to listen on'),
  PORT: integer(0, 65_535, 4000).describe('port to listen on; 0 takes a free one'),
  DATABASE_URL: z
    .string()
    .regex(/^(mysql:\/\/|mariadb:\/\/|sqlite:).+/, 'must begin with mysql://, mariadb:// or sqlite:')
    .default(`sqlite:${join(projectRoot, 'data', 'latchkey.db')}`)
    .describe('where the data is'),
  WORKERS: z
    .string()
    .regex(/^(auto|[1-9]\d?)$/, 'must be 1 to 99, or auto')
    .default('1')
    .transform((count) => (count === 'auto' ? availableParallelism() : Number(count)))
    .describe('processes to serve from, on MySQL or MariaDB only; auto: one for each core'),
  LATCHKEY_DATABASE_POOL: integer(1, 1_000, 10).describe(
    'connections to the database server per process, beside two that only read who is calling',
  ),
  LATCHKEY_DATABASE_TIMEOUT_MS: integer(100, 60_000, 2_000).describe(
    'how long the database server may take over one statement, in milliseconds; more than 3,500 lets a silent one hold answers for over 5 s',
  ),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must begin with sk_test_, sk_live_, rk_test_ or rk_live_')
    .optional()
    .describe(
      "the Connect platform's secret key; without it every tool that acts on Stripe is NOT_CONFIGURED",
    ),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\S+$/, 'must begin with whsec_')
    .optional()
    .describe('what Stripe signs its events with; without it `/webhooks/stripe` answers 503'),
  LATCHKEY_STRIPE_API_BASE: z
    .string()
    .regex(/^https?:\/\/[^/\s?#@]+\/?$/, 'must be an origin such as http://localhost:12111')
    .default('https://api.stripe.com')
    .describe('where Stripe is, for a stand-in such as stripe-mock'),
  LATCHKEY_STRIPE_TIMEOUT_MS: integer(100, 60_000, 10_000).describe(
    'how long Stripe may take over one tool, a second try included, in milliseconds',
  ),
  LATCHKEY_PUBLIC_URL: address()
    .optional()
    .describe('where the world reaches this server, for links; when left out, localhost and the port'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'must begin with smtp:// or smtps://')
    .optional()
    .describe(
      'the mail server, `smtp://user:password@host:587`; without it e-mails become files, and in production sending is NOT_CONFIGURED',
    ),
  LATCHKEY_EMAIL_FROM: z
    .string()
    .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'must be an e-mail address')
    .optional()
    .describe('the address that e-mails come from, under the name of the platform; wanted with SMTP_URL'),
  LATCHKEY_EMAIL_OUTBOX: z
    .string()
    .default(join(projectRoot, 'data', 'outbox'))
    .describe('the folder in which e-mails land as `.eml` files without SMTP_URL, outside production'),
  LATCHKEY_EMAIL_CONNECTIONS: integer(1, 100, 5).describe(
    'how many e-mails one process hands to the mail server at a time',
  ),
  LATCHKEY_EMAIL_TIMEOUT_MS: integer(100, 300_000, 30_000).describe(
    'how long the mail server may keep silent before the message is tried again later, in milliseconds',
  ),
  OPENAI_API_KEY: z
    .string()
    .optional()
    .describe(
      'key of the service that generates texts and images (any text for one that wants none); without it generation is NOT_CONFIGURED',
    ),
  OPENAI_BASE_URL: address()
    .default('https://api.openai.com/v1')
    .describe("that service: OpenAI, or any server that speaks OpenAI's chat completions and images"),
  LATCHKEY_TEXT_MODEL: z.string().default('gpt-5.4-mini').describe('model that writes texts'),
  LATCHKEY_IMAGE_MODEL: z.string().default('gpt-image-2').describe('model that draws images'),
  LATCHKEY_GENERATION_TIMEOUT_MS: integer(100, 300_000, 60_000).describe(
    'how long one text or image may take, in milliseconds',
  ),
  LATCHKEY_MEDIA_URL: address()
    .optional()
    .describe(
      'where the world fetches media, such as a CDN or the bucket; when left out, `/media` at LATCHKEY_PUBLIC_URL; in production generateImage wants one of the two',
    ),
  LATCHKEY_MEDIA_DIR: z
    .string()
    .default(join(projectRoot, 'data', 'media'))
    .describe('the folder that media lie in, served at `/media/`, unless there is a bucket'),
  LATCHKEY_S3_BUCKET: z
    .string()
    .optional()
    .describe('bucket that media lie in instead, for more than one machine; wants LATCHKEY_MEDIA_URL'),
  LATCHKEY_S3_ENDPOINT: address()
    .optional()
    .describe("the bucket's service when it is not Amazon's, `https://minio.example.com`"),
  LATCHKEY_S3_REGION: z.string().default('us-east-1').describe("the bucket's region"),
  AWS_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe("who writes to the bucket; when left out, the machine's own role or profile"),
  AWS_SECRET_ACCESS_KEY: z.string().optional().describe('the secret that goes with it'),
  AWS_SESSION_TOKEN: z.string().optional().describe('the session, where the two are temporary'),
  LATCHKEY_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least level that is logged'),
  LATCHKEY_METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('port that serves `/metrics` to Prometheus, for all workers; 0 takes a free one'),
  LATCHKEY_TRUST_PROXY: integer(0, 16, 0).describe(
    'how many proxies in front to believe about the client address',
  ),
  LATCHKEY_CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine(
      (origins) => origins.every((origin) => origin === '*' || /^https?:\/\/[^/\s?#]+$/.test(origin)),
      'must be origins such as https://app.example.com, separated by commas, or *',
    )
    .describe('origins whose pages may call the API; outside production, localhost may as well'),
  LATCHKEY_DRAIN_MS: integer(0, 8_000, 1_000).describe(
    'how long to go on accepting connections after SIGTERM, while /readyz already says no; in milliseconds',
  ),
  LATCHKEY_SESSION_HOURS: integer(1, 24 * 30, 12).describe('how long an admin stays signed in'),
  LATCHKEY_BCRYPT_COST: integer(4, 15, 10).describe('bcrypt cost of new keys and passwords'),
  LATCHKEY_MAX_BODY_BYTES: integer(1_024, 10_000_000, 262_144).describe('largest request body'),
  LATCHKEY_MAX_TOKENS: integer(100, 20_000, 2_000).describe('lexical tokens in a document'),
  LATCHKEY_MAX_DEPTH: integer(5, 200, 20).describe(
    'nested levels: of brackets in a document, of fields in an operation, of values in variables',
  ),
  LATCHKEY_MAX_ALIASES: integer(0, 10_000, 50).describe('aliases in a document'),
  LATCHKEY_MAX_DIRECTIVES: integer(0, 10_000, 50).describe('directives in a document'),
  LATCHKEY_MAX_COST: integer(100, 10_000_000, 50_000).describe(
    'fields that an operation may come to, lists counted by their `first`',
  ),
});

export type Config = z.infer<typeof settingsSchema>;

/** A setting is wrong: the message is one line for the operator. */
export class ConfigError extends Error {}

/**
 * Reads the settings from the environment.
 * @throws ConfigError naming the first setting that is unknown or wrong, and what is allowed
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  for (const name of Object.keys(environment)) {
    if (name.startsWith(PREFIX) && !(name in settingsSchema.shape)) {
      const known = Object.keys(settingsSchema.shape).filter((setting) => setting.startsWith(PREFIX));
      throw new ConfigError(`${name} is not a setting. Known: ${known.join(', ')}.`);
    }
  }
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape)
      // A number would take blanks for 0.
      .filter((name) => (environment[name] ?? '').trim() !== '')
      .map((name) => [name, environment[name]]),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return requireTogether(parsed.data);
  const issue = parsed.error.issues[0];
  throw new ConfigError(`${String(issue?.path[0])}: ${issue?.message ?? 'is wrong'}.`);
}

/** @throws ConfigError when a setting stands without another that it wants, or beside one that it does not go with */
function requireTogether(config: Config): Config {
  // Its file has one writer, and each process its own order of transactions.
  if (config.WORKERS > 1 && config.DATABASE_URL.startsWith('sqlite:'))
    throw new ConfigError('WORKERS: more than 1 wants DATABASE_URL to begin with mysql:// or mariadb://.');
  // Whoever reaches the API must not reach these.
  if (config.LATCHKEY_METRICS_PORT === config.PORT && config.PORT !== 0)
    throw new ConfigError('LATCHKEY_METRICS_PORT: must differ from PORT.');
  if (config.SMTP_URL !== undefined && config.LATCHKEY_EMAIL_FROM === undefined)
    throw new ConfigError('LATCHKEY_EMAIL_FROM: must be set where SMTP_URL is.');
  // A link to localhost would let nobody unsubscribe.
  const isProduction = config.NODE_ENV === 'production';
  if (config.SMTP_URL !== undefined && isProduction && config.LATCHKEY_PUBLIC_URL === undefined)
    throw new ConfigError('LATCHKEY_PUBLIC_URL: must be set in production where SMTP_URL is.');
  if (config.LATCHKEY_S3_BUCKET !== undefined && config.LATCHKEY_MEDIA_URL === undefined)
    throw new ConfigError('LATCHKEY_MEDIA_URL: must be set where LATCHKEY_S3_BUCKET is.');
  return config;
}
