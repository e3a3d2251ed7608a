import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  introspectionTypes,
  isInterfaceType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';

/** A field of an object or interface type of the executing schema. */
export interface SchemaField {
  /** `Video.title` */
  readonly coordinate: string;
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  readonly field: GraphQLField<unknown, unknown>;
}

/**
 * Whether a type is one of GraphQL's own. Told by identity: a type that merely calls itself `__Something` is guarded
 * like any other.
 */
export function isIntrospection(type: GraphQLNamedType): boolean {
  return introspectionTypes.some((own) => own === type);
}

/** Every field that needs an access directive, in the schema's order. */
export function fieldsOf(schema: GraphQLSchema): SchemaField[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter((type) => !isIntrospection(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        coordinate: `${type.name}.${field.name}`,
        type,
        field,
      })),
    );
}

/** The root types that exist, queries first. */
export function rootTypesOf(schema: GraphQLSchema): GraphQLObjectType[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type != null,
  );
}

/** The field that graphql-js executes under this name: the meta fields first, then the type's own. */
export function executedField(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  const fields = type.getFields();
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
