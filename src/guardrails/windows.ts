import { type Guardrail } from '../auth/scopes';

const SPAN_MS: Record<Guardrail['window'], number> = { HOUR: 3_600_000, DAY: 86_400_000 };

/** The full hour, or the midnight, in UTC, that began the window of `time`. */
export function windowStart(window: Guardrail['window'], time: Date): Date {
  return new Date(time.getTime() - (time.getTime() % SPAN_MS[window]));
}

/** When the window that began at `start` ends. */
export function windowEnd(window: Guardrail['window'], start: Date): Date {
  return new Date(start.getTime() + SPAN_MS[window]);
}
