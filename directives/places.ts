import {
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  isInterfaceType,
  isObjectType,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  Kind,
  type TypeSystemDefinitionNode,
  type TypeSystemExtensionNode,
} from 'graphql';

type DefinitionNode = TypeSystemDefinitionNode | TypeSystemExtensionNode;
type MemberNode = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

/** A place in the SDL where a directive may be written. */
export interface Place {
  /** Schema coordinate: `Video`, `Video.title`, `Query.videos(first:)`, `Scope.VIDEOS_READ`, `@public`. */
  readonly coordinate: string;
  /** For a field, an input field or an enum value: the type that it belongs to. */
  readonly memberOf?: string;
  readonly node: DefinitionNode | MemberNode;
}

/** Every place of an SDL document. */
export function placesInDocument(document: DocumentNode): Place[] {
  return document.definitions
    .filter((node) => isTypeSystemDefinitionNode(node) || isTypeSystemExtensionNode(node))
    .flatMap(placesInDefinition);
}

/** Every place of a schema that still has its SDL, the fields that a transform brought included. */
export function placesInSchema(schema: GraphQLSchema): Place[] {
  const types = Object.values(schema.getTypeMap());
  const definitions = [schema, ...types, ...schema.getDirectives()].flatMap(
    ({ astNode, extensionASTNodes }) => [astNode, ...extensionASTNodes],
  );
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ astNode }) =>
        astNode == null ? [] : placesInField(type.name, astNode),
      ),
    );
  return definitions.flatMap((node) => (node == null ? [] : placesInDefinition(node))).concat(fields);
}

function placesInDefinition(node: DefinitionNode): Place[] {
  if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    return [{ coordinate: 'schema', node }];
  const name = node.name.value;
  switch (node.kind) {
    case Kind.DIRECTIVE_DEFINITION:
      return [{ coordinate: `@${name}`, node }, ...placesInArguments(`@${name}`, node.arguments)];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return [
        { coordinate: name, node },
        ...(node.fields ?? []).flatMap((field) => placesInField(name, field)),
      ];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION:
      return [{ coordinate: name, node }, ...(node.fields ?? []).map((field) => member(name, field))];
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_EXTENSION:
      return [{ coordinate: name, node }, ...(node.values ?? []).map((value) => member(name, value))];
    case Kind.DIRECTIVE_EXTENSION:
      return [{ coordinate: `@${name}`, node }];
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_EXTENSION:
    case Kind.UNION_TYPE_DEFINITION:
    case Kind.UNION_TYPE_EXTENSION:
      return [{ coordinate: name, node }];
  }
}

function member(type: string, node: MemberNode): Place {
  return { coordinate: `${type}.${node.name.value}`, memberOf: type, node };
}

function placesInField(type: string, node: FieldDefinitionNode): Place[] {
  const place = member(type, node);
  return [place, ...placesInArguments(place.coordinate, node.arguments)];
}

function placesInArguments(owner: string, nodes: readonly InputValueDefinitionNode[] = []): Place[] {
  return nodes.map((node) => ({ coordinate: `${owner}(${node.name.value}:)`, node }));
}
