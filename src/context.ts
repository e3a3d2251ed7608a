import { type AdminPrincipal, type Principal } from './auth/principal';
import { AdminOnlyError, UnauthenticatedError } from './errors';
import { type RequestNotes } from './http/RequestNotes';
import { createLoaders, type Loaders } from './loaders';
import { type Services } from './services';

/** What a resolver gets to know about the request it serves. */
export class Context {
  readonly requestId: string;
  /** When the request came, in milliseconds of `performance.now()`. */
  readonly arrived: number;
  /** The client's network address, as far as it is known. */
  readonly clientAddress: string;
  /** Null when the request came without credentials; then only `@public` fields run. */
  readonly caller: Principal | null;
  readonly services: Services;
  /** What the request's log line will say. */
  readonly notes: RequestNotes;
  private requestLoaders: Loaders | undefined;

  constructor(request: {
    requestId: string;
    arrived: number;
    clientAddress: string;
    caller: Principal | null;
    services: Services;
    notes: RequestNotes;
  }) {
    this.requestId = request.requestId;
    this.arrived = request.arrived;
    this.clientAddress = request.clientAddress;
    this.caller = request.caller;
    this.services = request.services;
    this.notes = request.notes;
  }

  /** The caller, in a field that needs one. The access check has seen to it; this is the second lock. */
  get principal(): Principal {
    if (this.caller === null) throw UnauthenticatedError.missing();
    return this.caller;
  }

  /** This request's own loaders, for the caller's platform. */
  get loaders(): Loaders {
    return (this.requestLoaders ??= createLoaders(this.services, this.principal));
  }

  /** The signed-in admin, in an `@adminOnly` field. */
  get admin(): AdminPrincipal {
    const { principal } = this;
    if (principal.kind !== 'admin') throw new AdminOnlyError(['this field']);
    return principal;
  }
}
