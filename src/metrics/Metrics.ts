import { type Counter, type Histogram, type PrometheusContentType, type Registry } from 'prom-client';
import { type FallbackReason } from '../execution/plannedExecutor';
import { loadPromClient } from './loadPromClient';

/** What is looked up when somebody asks for the metrics, rather than counted. */
export interface Looks {
  /** How many API keys wait for their turn with bcrypt. */
  bcryptWaiting(): number;
  /** How many connections to the database server are in use. */
  connectionsInUse(): number;
}

type Count = () => void;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/**
 * What one server counts for Prometheus. No label tells a key, a platform, an operation or anything else that callers
 * choose: each has few values, and none is a secret.
 */
export class Metrics {
  readonly registry: Registry<PrometheusContentType>;
  private readonly library = loadPromClient();
  private readonly requests: Counter<'route' | 'status'>;
  private readonly durations: Histogram<'route'>;
  private readonly errors: Counter<'code'>;
  private readonly fallbacks: Counter<'reason'>;
  private readonly keyReads: Histogram;
  private readonly emails: Counter<'outcome'>;
  /** By route and status, for a label costs more to look up than a count. */
  private readonly requestCounts = new Map<string, Count>();
  private readonly durationsOf = new Map<string, { observe(seconds: number): void }>();

  constructor(looks: Looks) {
    const { Registry, Counter, Gauge, Histogram, collectDefaultMetrics } = this.library;
    this.registry = new Registry();
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Counter({
      name: 'latchkey_requests_total',
      help: 'HTTP requests answered, by route and status.',
      labelNames: ['route', 'status'],
      registers,
    });
    this.durations = new Histogram({
      name: 'latchkey_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer.',
      labelNames: ['route'],
      buckets: SECONDS,
      registers,
    });
    this.errors = new Counter({
      name: 'latchkey_refusals_total',
      help: 'Requests answered with an error of this code, wholly or in part.',
      labelNames: ['code'],
      registers,
    });
    this.fallbacks = new Counter({
      name: 'latchkey_unplanned_operations_total',
      help: 'Operations that graphql-js ran instead of the planned executor, by reason.',
      labelNames: ['reason'],
      registers,
    });
    this.keyReads = new Histogram({
      name: 'latchkey_key_read_size',
      help: 'API keys read by one statement for all requests that waited.',
      buckets: SIZES,
      registers,
    });
    this.emails = new Counter({
      name: 'latchkey_emails_total',
      help: 'E-mails handed to the mail server (sent), failed for good (failed) or to be tried again (deferred).',
      labelNames: ['outcome'],
      registers,
    });
    new Gauge({
      name: 'latchkey_bcrypt_waiting',
      help: 'API keys whose secret waits to be compared.',
      registers,
      collect() {
        this.set(looks.bcryptWaiting());
      },
    });
    new Gauge({
      name: 'latchkey_database_connections_in_use',
      help: 'Connections to the database server that a statement or a transaction holds.',
      registers,
      collect() {
        this.set(looks.connectionsInUse());
      },
    });
  }

  /**
   * @param route the pattern that matched, undefined when none did: never the URL
   * @param codes `extensions.code` of the errors in the answer
   */
  answered(route: string | undefined, status: number, elapsedMs: number, codes: readonly string[]): void {
    const name = route ?? 'none';
    const key = `${status} ${name}`;
    let count = this.requestCounts.get(key);
    if (count === undefined) {
      const child = this.requests.labels({ route: name, status: String(status) });
      this.requestCounts.set(key, (count = () => child.inc()));
    }
    count();
    let durations = this.durationsOf.get(name);
    if (durations === undefined) this.durationsOf.set(name, (durations = this.durations.labels(name)));
    durations.observe(elapsedMs / 1_000);
    for (const code of codes) this.errors.inc({ code });
  }

  fellBack(reason: FallbackReason): void {
    this.fallbacks.inc({ reason });
  }

  keysRead(count: number): void {
    this.keyReads.observe(count);
  }

  emailsDelivered(counts: {
    readonly sent: number;
    readonly failed: number;
    readonly deferred: number;
  }): void {
    for (const [outcome, count] of Object.entries(counts)) this.emails.inc({ outcome }, count);
  }

  /** Lets the process that started this one as its worker ask for these. */
  answerPrimary(): void {
    const { AggregatorRegistry } = this.library;
    // Making one is what makes it listen.
    new AggregatorRegistry();
    AggregatorRegistry.setRegistries([this.registry]);
  }
}

/** The sum of what this process's workers count, as text for Prometheus. */
export function workersMetrics(): () => Promise<string> {
  const { AggregatorRegistry } = loadPromClient();
  const aggregate = new AggregatorRegistry();
  return () => aggregate.clusterMetrics();
}
