import { GraphQLError, Kind, type FieldNode, type GraphQLResolveInfo } from 'graphql';
import DataLoader from 'dataloader';

/** What resolvers of the trial schema do when their `kind` argument names it. */
export const KINDS = [
  'ok',
  'null',
  'undefined',
  'throw',
  'throw-string',
  'throw-null',
  'throw-object',
  'throw-graphql',
  'throw-located',
  'throw-extensions',
  'error',
  'promise',
  'promise-null',
  'promise-error',
  'promise-promise',
  'promise-subclass',
  'late',
  'late-null',
  'reject',
  'reject-late',
  'thenable',
  'thenable-void',
  'function',
  'symbol',
  'nan',
  'number',
  'text',
  'object',
] as const;

/** The same for lists: the kinds above for the list as a whole or, after `item-`, for its second item, and these. */
export const LIST_KINDS = [
  'set',
  'map',
  'generator',
  'generator-throws',
  'typed',
  'holes',
  'empty',
  'async-iterable',
  'array-like',
  'all-late',
  'late-then-throw',
  'reject-then-throw',
] as const;

class OwnPromise<T> extends Promise<T> {}

type Make = () => unknown;

/** The context value of one execution: writes down all that resolvers can see, and when. */
export class Probe {
  readonly log: string[] = [];
  readonly thrown: unknown[] = [];
  readonly users: DataLoader<string, { name: string }>;
  readonly tags: DataLoader<string, string>;
  ticks = 0;
  readonly rootValue: unknown;
  private readonly identities = new Map<object, number>();

  constructor(rootValue: unknown) {
    this.rootValue = rootValue;
    const load = <T>(name: string, value: (key: string) => T): DataLoader<string, T> =>
      new DataLoader((keys) => {
        this.log.push(`batch ${name} ${keys.join()}`);
        return Promise.resolve(keys.map((key) => value(key)));
      });
    this.users = load('users', (key) => ({ name: `user ${key}` }));
    this.tags = load('tags', (key) => `tag ${key}`);
  }

  /** Counts microtasks for a while, so that a call that comes one of them sooner or later shows in the log. */
  startTicking(): void {
    const tick = (): void => {
      this.ticks += 1;
      if (this.ticks < 150) void Promise.resolve().then(tick);
    };
    tick();
  }

  called(what: string, args: unknown, info: GraphQLResolveInfo): void {
    this.log.push(`${this.ticks} ${what} ${this.describe(args)} ${this.describeInfo(info)}`);
  }

  note(what: string): void {
    this.log.push(`${this.ticks} ${what}`);
  }

  private fail(error: unknown): never {
    this.thrown.push(error);
    throw error;
  }

  private rejected(error: Error): Promise<never> {
    this.thrown.push(error);
    return Promise.reject(error);
  }

  /** A value, a failure or a promise of either, as `kind` says; `ok` makes the good value. */
  produce(kind: string, ok: Make): unknown {
    switch (kind) {
      case 'null':
        return null;
      case 'undefined':
        return undefined;
      case 'throw':
        return this.fail(new Error('thrown'));
      case 'throw-string':
        return this.fail('a string');
      case 'throw-null':
        return this.fail(null);
      case 'throw-object':
        return this.fail({ some: 'object' });
      case 'throw-graphql':
        return this.fail(new GraphQLError('refused', { extensions: { code: 'REFUSED' } }));
      case 'throw-located':
        return this.fail(new GraphQLError('elsewhere', { path: ['else', 'where'], extensions: { at: 1 } }));
      case 'throw-extensions':
        return this.fail(Object.assign(new TypeError('typed'), { extensions: { hint: 'yes' } }));
      case 'error': {
        const error = new RangeError('returned');
        this.thrown.push(error);
        return error;
      }
      case 'promise':
        return Promise.resolve(ok());
      case 'promise-null':
        return Promise.resolve(null);
      case 'promise-error':
        return Promise.resolve(this.produce('error', ok));
      case 'promise-promise':
        return Promise.resolve().then(() => this.produce('late', ok));
      case 'promise-subclass':
        return OwnPromise.resolve(ok());
      case 'late':
        return this.later(3).then(ok);
      case 'late-null':
        return this.later(2).then(() => null);
      case 'reject':
        return this.rejected(new Error('rejected'));
      case 'reject-late':
        return this.later(4).then(() => this.fail(new Error('rejected late')));
      case 'thenable':
        return { then: (done: (value: unknown) => unknown) => Promise.resolve().then(() => done(ok())) };
      case 'thenable-void':
        return { then: (done: (value: unknown) => unknown) => void done(ok()) };
      case 'function':
        return () => 'called';
      case 'symbol':
        return Symbol('s');
      case 'nan':
        return NaN;
      case 'number':
        return 7;
      case 'text':
        return 'text';
      case 'object':
        return { valueOf: () => 12 };
      default:
        return ok();
    }
  }

  produceList(kind: string, ok: Make): unknown {
    if (kind.startsWith('item-')) return [ok(), this.produce(kind.slice(5), ok), ok()];
    switch (kind) {
      case 'set':
        return new Set([ok(), null]);
      case 'map':
        return new Map([['k', ok()]]);
      case 'generator':
        return this.generate([ok(), ok()], false);
      case 'generator-throws':
        return this.generate([ok(), Promise.resolve(ok())], true);
      case 'typed':
        return Uint8Array.from([1, 2]);
      case 'holes': {
        const holes = [ok()];
        holes[2] = ok();
        return holes;
      }
      case 'empty':
        return [];
      case 'async-iterable':
        return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: 1 }) }) };
      case 'array-like':
        return { length: 1, 0: ok() };
      case 'all-late':
        return [this.produce('late', ok), this.produce('promise', ok), this.produce('reject-late', ok)];
      case 'late-then-throw':
        return [this.produce('late', ok), new Error('item'), this.produce('late-null', ok)];
      case 'reject-then-throw':
        return [this.produce('reject-late', ok), new Error('item'), this.produce('late', ok)];
      default:
        return this.produce(kind, () => [ok(), ok()]);
    }
  }

  private *generate(values: unknown[], thenThrow: boolean): Generator<unknown> {
    try {
      yield* values;
      if (thenThrow) this.fail(new Error('generator'));
    } finally {
      this.note('generator closed');
    }
  }

  private async later(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  }

  private identity(value: object | undefined): string {
    if (value === undefined) return '#none';
    let id = this.identities.get(value);
    if (id === undefined) {
      id = this.identities.size;
      this.identities.set(value, id);
    }
    return `#${id}`;
  }

  private describeInfo(info: GraphQLResolveInfo): string {
    const steps: string[] = [];
    for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev) {
      steps.push(`${Object.keys(at).join()} ${at.key}:${at.typename}`);
    }
    return [
      Object.keys(info).join(),
      Object.getPrototypeOf(info) === Object.prototype,
      Object.keys({ ...info }).length,
      info.fieldName,
      String(info.returnType),
      info.parentType.name,
      steps.join('<'),
      info.fieldNodes.map(describeNode).join(),
      Object.keys(info.fragments).join(),
      Object.getPrototypeOf(info.fragments) === null,
      info.rootValue === this.rootValue,
      info.operation.loc?.start,
      this.describe(info.variableValues),
      // Which of these objects are one and the same is seen by resolvers that key a cache by them.
      [info, info.path, info.path.prev, info.fieldNodes, info.fragments, info.variableValues]
        .map((part) => this.identity(part))
        .join(''),
    ].join(' | ');
  }

  /** Text that is equal for two values only if keys, their order, prototypes and contents are. */
  describe(value: unknown): string {
    if (typeof value === 'function') return 'function';
    if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
    if (value instanceof Error) return this.describeError(value);
    if (Array.isArray(value)) return `[${Array.from(value, (item) => this.describe(item)).join()}]`;
    const prototype: unknown = Object.getPrototypeOf(value);
    const name = prototype === null ? 'bare' : prototype === Object.prototype ? '' : 'instance';
    const entries = Object.entries(value).map(([key, entry]) => `${key}: ${this.describe(entry)}`);
    return `${name}{${entries.join('; ')}}`;
  }

  private describeError(error: Error): string {
    const thrown = this.thrown.indexOf(error);
    if (!(error instanceof GraphQLError)) return `${error.name}(${error.message}) thrown ${thrown}`;
    const { message, path, locations, extensions, originalError, nodes, positions, source } = error;
    return [
      JSON.stringify({ message, path, locations, extensions, positions, source: source?.name, json: error }),
      Object.keys(error).join(),
      nodes?.map(describeNode).join(),
      `thrown ${thrown}`,
      originalError === undefined ? 'no original' : this.describeError(originalError),
      originalError !== undefined && 'thrownValue' in originalError
        ? this.thrown.indexOf(originalError.thrownValue)
        : '',
    ].join(' | ');
  }
}

function describeNode(node: { kind: string; loc?: FieldNode['loc'] }): string {
  return `${node.kind === (Kind.FIELD as string) ? '' : node.kind}@${node.loc?.start}`;
}
