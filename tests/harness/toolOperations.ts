import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isObjectType,
  isRequiredArgument,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  print,
  astFromValue,
} from 'graphql';

/** A root field, with an operation that calls it and nothing else. */
export interface ToolOperation {
  /** `deleteVideo` */
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
  /** Selects `__typename` alone, so that the tool's own requirement is all that the operation needs. */
  readonly query: string;
}

/** What stands for an argument: undefined leaves it out where it may be left out. */
export type ArgumentValue = (type: string, name: string) => unknown;

/** Valid by its type, and for the names that services look into. */
export const anyValue: ArgumentValue = (type, name) => {
  switch (type) {
    case 'ID':
      return '01890000-0000-7000-8000-000000000000';
    case 'Int':
      return 1;
    case 'Float':
      return 1.5;
    case 'Boolean':
      return true;
    case 'Date':
      return '2026-01-31';
    case 'DateTime':
      if (/occurred/i.test(name)) return new Date(Date.now() - 60 * 60 * 1000);
      // Soon: what is scheduled must lie ahead, and not too far.
      return new Date(Date.now() + 24 * 60 * 60 * 1000);
    default:
      if (/email/i.test(name)) return 'someone@example.com';
      if (/url$/i.test(name)) return 'https://example.com/picture.jpg';
      if (/slug/i.test(name)) return 'a-slug';
      if (/language/i.test(name)) return 'en';
      if (/currency/i.test(name)) return 'EUR';
      if (/^code$/i.test(name)) return 'A-CODE';
      if (/document/i.test(name)) return '{ __typename }';
      return 'Some text of a plain kind';
  }
};

/** Every tool of the schema with an operation for it. */
export function toolOperations(schema: GraphQLSchema, value: ArgumentValue = anyValue): ToolOperation[] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {}).map((field) => ({
      name: field.name,
      kind,
      field,
      query: `${kind} { ${callOf(field, value)} }`,
    }));
  });
}

/** `video(id: "…") { __typename }` */
export function callOf(field: GraphQLField<unknown, unknown>, value: ArgumentValue): string {
  const given = field.args.flatMap((argument) => {
    const literal = literalOf(argument.type, argument.name, value, isNonNullType(argument.type));
    return literal === undefined ? [] : [`${argument.name}: ${literal}`];
  });
  const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}${selection}`;
}

/**
 * {@link callOf} with every field of the answer that can be read without arguments, a few levels deep, but for the ways
 * back to what is around them: the comments on a video lead to the video.
 */
export function fullCallOf(field: GraphQLField<unknown, unknown>, value: ArgumentValue): string {
  return callOf(field, value).replace(/ \{ __typename \}$/, selectionOf(field));
}

/** What of an answer is selected. */
export interface Selecting {
  readonly levels?: number;
  /** How often a type may come on the way to a field. */
  readonly visits?: number;
  /** Whether a field is selected, as far as it can be read without arguments. */
  readonly allows?: (field: GraphQLField<unknown, unknown>) => boolean;
}

/** ` { id title … }` for what a field gives: a few levels deep, each type once on the way, all that needs no arguments. */
export function selectionOf(
  field: GraphQLField<unknown, unknown>,
  { levels = 5, visits = 1, allows = () => true }: Selecting = {},
): string {
  return selectionFrom(getNamedType(field.type), [], { levels, visits, allows });
}

function selectionFrom(
  type: GraphQLNamedType,
  around: readonly GraphQLNamedType[],
  selecting: Required<Selecting>,
): string {
  if (!isObjectType(type)) return isCompositeType(type) ? ' { __typename }' : '';
  const within = [...around, type];
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (!selecting.allows(field) || field.args.some((argument) => isRequiredArgument(argument))) return [];
    const result = getNamedType(field.type);
    if (!isCompositeType(result)) return [field.name];
    if (within.length === selecting.levels) return [];
    if (within.filter((each) => each === result).length >= selecting.visits) return [];
    // Short pages: lists within lists multiply.
    const page = field.args.some((argument) => argument.name === 'first') ? '(first: 5)' : '';
    return [`${field.name}${page}${selectionFrom(result, within, selecting)}`];
  });
  return ` { ${['__typename', ...fields].join(' ')} }`;
}

/** The value as GraphQL text. What is optional is given only where it holds an id. */
function literalOf(
  type: GraphQLInputType,
  name: string,
  value: ArgumentValue,
  required: boolean,
): string | undefined {
  if (isNonNullType(type)) return literalOf(type.ofType, name, value, true);
  if (isListType(type)) {
    const item = literalOf(getNullableType(type.ofType), name, value, required);
    return item === undefined ? undefined : `[${item}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const literal = literalOf(field.type, field.name, value, isNonNullType(field.type));
      return literal === undefined ? [] : [`${field.name}: ${literal}`];
    });
    return required || fields.length > 0 ? `{${fields.join(', ')}}` : undefined;
  }
  if (!required && type.name !== 'ID') return undefined;
  if (isEnumType(type)) return type.getValues()[0]?.name;
  const node = astFromValue(value(type.name, name), type);
  return node == null ? undefined : print(node);
}
