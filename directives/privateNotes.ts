/** One thing about each of some objects, which nobody else can see or change. */
export interface PrivateNotes<Value> {
  /** Undefined when nothing was noted. */
  get(object: object): Value | undefined;
  set(object: object, value: Value | undefined): void;
}

/** Gives back what it is given: the fields of a class that extends it are put onto that. */
class Given {
  constructor(object: object) {
    return object;
  }
}

/**
 * What a WeakMap does, for objects that live no longer than a request. V8 gives each key of a WeakMap an identity and looks
 * after its entry when it cleans the heap, which costs a hundred times as much as the private field that is used here. The
 * field is of a class of its own for each call: no two of these see each other's notes, and a copy of an object has none.
 */
export function privateNotes<Value>(): PrivateNotes<Value> {
  class Noted extends Given {
    #value: Value | undefined;

    private constructor(object: object, value: Value | undefined) {
      super(object);
      this.#value = value;
    }

    static get(object: object): Value | undefined {
      return #value in object ? object.#value : undefined;
    }

    static set(object: object, value: Value | undefined): void {
      if (#value in object) object.#value = value;
      else if (value !== undefined) void new Noted(object, value);
    }
  }
  return Noted;
}
