import type {} from 'fastify';
import { type Principal } from '../auth/principal';

/** What a request's log line will say of it, gathered while it is served. Nothing that a client must keep to itself. */
export interface RequestNotes {
  caller: Principal | null;
  operationName: string | null;
  operationType: string | null;
  /** `extensions.code` of the errors that were answered. */
  codes: readonly string[];
}

export function newRequestNotes(): RequestNotes {
  return { caller: null, operationName: null, operationType: null, codes: [] };
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes;
  }
}
