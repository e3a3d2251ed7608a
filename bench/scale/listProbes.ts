import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { LIST_LIMIT, NARROWED_SEARCH_LIMIT, type Probe, type Sample, SEARCH_LIMIT } from './Probe';
import { sampleFor, TIMES } from './samples';
import { SEARCHES } from './vocabulary';

type Field = GraphQLField<unknown, unknown>;

interface InputField {
  readonly name: string;
  readonly type: unknown;
}

interface Search {
  readonly name: string;
  readonly argument: {
    readonly name: string;
    readonly type: string;
    readonly value: Readonly<Record<string, Sample>>;
  };
  readonly limit: number;
}

const VALUES_OF: Readonly<Record<string, readonly Sample[]>> = {
  Boolean: [{ value: true }, { value: false }],
  DateTimeRange: [TIMES],
};

/**
 * Probes of every list that the schema has: root fields in each of their orders and by each of their filters, and the
 * lists on the nodes of those; the first page, and one from the middle. What the schema gains, they gain.
 */
export function listProbes(schema: GraphQLSchema): Probe[] {
  return new ListProbes(schema).all();
}

class ListProbes {
  constructor(private readonly schema: GraphQLSchema) {}

  all(): Probe[] {
    return Object.values(this.schema.getQueryType()!.getFields()).flatMap((list) => {
      const node = this.nodeOf(list);
      return node === null
        ? []
        : [...this.sorted(list, node), ...this.filtered(list, node), ...this.nested(list, node)];
    });
  }

  /** The list's own order, or each that it can be asked for, both ways. */
  private sorted(list: Field, node: GraphQLObjectType): Probe[] {
    const sort = this.argument(list, 'sort');
    const [by] =
      sort === null ? [] : Object.values(sort.getFields()).filter(({ name }) => name !== 'direction');
    if (sort === null || by === undefined) return this.pages(list, node, { name: '' });
    return this.enumValues(by.type).flatMap((value) =>
      ['ASC', 'DESC'].flatMap((direction) =>
        this.pages(list, node, {
          name: ` by ${value} ${direction}`,
          argument: { name: 'sort', type: sort.name, value: { value: { [by.name]: value, direction } } },
        }),
      ),
    );
  }

  private filtered(list: Field, node: GraphQLObjectType): Probe[] {
    const filter = this.argument(list, 'filter');
    if (filter === null) return [];
    const fields = Object.values(filter.getFields());
    return fields.flatMap((field) =>
      field.name === 'search'
        ? [
            ...searches(filter.name),
            ...fields
              .filter((other) => other !== field)
              .flatMap((other) => this.narrowedSearches(filter, other)),
          ].flatMap((one) => this.pages(list, node, one).slice(0, 1))
        : this.samples(filter, field).flatMap(({ label, sample }) => {
            const pages = this.pages(list, node, {
              name: ` with ${field.name}${label}`,
              argument: { name: 'filter', type: filter.name, value: { [field.name]: sample } },
            });
            // The middle of the whole list may lie outside a span.
            return sample === TIMES ? pages.slice(0, 1) : pages;
          }),
    );
  }

  /** What many rows have, among those that another field of the filter leaves. */
  private narrowedSearches(filter: GraphQLInputObjectType, other: InputField): Search[] {
    return this.samples(filter, other).flatMap(({ label, sample }) =>
      [SEARCHES.common, SEARCHES.letter].map((word) => ({
        name: ` search: ${word}, with ${other.name}${label}`,
        argument: {
          name: 'filter',
          type: filter.name,
          value: { search: { value: word }, [other.name]: sample },
        },
        limit: NARROWED_SEARCH_LIMIT,
      })),
    );
  }

  private samples(
    filter: GraphQLInputObjectType,
    { name, type }: InputField,
  ): { label: string; sample: Sample }[] {
    const values = this.enumValues(type);
    const known = values.length > 0 ? values.map((value) => ({ value })) : VALUES_OF[named(type)];
    if (known === undefined) return [{ label: '', sample: sampleFor(filter.name, name) }];
    return known.map((sample) => ({
      label: 'value' in sample && sample !== TIMES ? ` ${String(sample.value)}` : '',
      sample,
    }));
  }

  /** The lists that hang on the first node. */
  private nested(list: Field, parent: GraphQLObjectType): Probe[] {
    return Object.values(parent.getFields()).flatMap((field) => {
      const node = this.nodeOf(field);
      if (node === null) return [];
      const query = `query ($after: String) { ${list.name}(first: 1) { nodes { id ${field.name}(after: $after) { ${this.page(node, callerOf(list))} } } } }`;
      const probe = {
        name: `${list.name}[0].${field.name}`,
        query,
        variables: {},
        caller: callerOf(list),
        limit: LIST_LIMIT,
      } as const;
      const path = [list.name, 'nodes', 0, field.name];
      return [probe, { ...probe, name: `${probe.name}, deep`, deep: { at: 'nested', path } }];
    });
  }

  private pages(
    list: Field,
    node: GraphQLObjectType,
    one: {
      name: string;
      argument?: { name: string; type: string; value: Sample | Readonly<Record<string, Sample>> };
      limit?: number;
    },
  ): Probe[] {
    const { argument } = one;
    const declared = argument === undefined ? '' : `, $${argument.name}: ${argument.type}`;
    const passed = argument === undefined ? '' : `, ${argument.name}: $${argument.name}`;
    const probe = {
      name: `${list.name}${one.name}`,
      query: `query ($after: String${declared}) { ${list.name}(after: $after${passed}) { ${this.page(node, callerOf(list))} } }`,
      variables: argument === undefined ? {} : { [argument.name]: argument.value },
      caller: callerOf(list),
      limit: one.limit ?? LIST_LIMIT,
    } as const;
    return [probe, { ...probe, name: `${probe.name}, deep`, deep: { at: 'sorted', path: [list.name] } }];
  }

  /** A page with all that is cheap to ask for of a node. */
  private page(node: GraphQLObjectType, caller: Probe['caller']): string {
    const leaves = Object.values(node.getFields()).filter(
      (field) =>
        this.isLeaf(field.type) &&
        field.args.length === 0 &&
        !has(field, 'cost') &&
        (caller === 'admin' || !has(field, 'adminOnly')),
    );
    return `nodes { ${leaves.map(({ name }) => name).join(' ')} } pageInfo { endCursor hasNextPage }`;
  }

  private nodeOf(list: Field): GraphQLObjectType | null {
    const type = this.schema.getType(named(list.type));
    if (type === undefined || !('getFields' in type)) return null;
    const fields = type.getFields();
    const { nodes } = fields;
    if (nodes === undefined || fields.pageInfo === undefined) return null;
    return this.schema.getType(named(nodes.type)) as GraphQLObjectType;
  }

  private argument(list: Field, name: string): GraphQLInputObjectType | null {
    const argument = list.args.find((one) => one.name === name);
    return argument === undefined
      ? null
      : (this.schema.getType(named(argument.type)) as GraphQLInputObjectType);
  }

  private enumValues(type: unknown): string[] {
    const found: GraphQLNamedType | undefined = this.schema.getType(named(type));
    return found !== undefined && 'getValues' in found ? found.getValues().map(({ name }) => name) : [];
  }

  private isLeaf(type: unknown): boolean {
    const found = this.schema.getType(named(type));
    return found !== undefined && !('getFields' in found) && !('getTypes' in found);
  }
}

/** The name of a type without its brackets and marks. */
const named = (type: unknown): string => String(type).replaceAll(/[[\]!]/g, '');

const has = ({ astNode }: Field, directive: string): boolean =>
  astNode?.directives?.some(({ name }) => name.value === directive) ?? false;

const callerOf = (list: Field): Probe['caller'] => (has(list, 'adminOnly') ? 'admin' : 'key');

function searches(filter: string): Search[] {
  const words = {
    'a rare word': SEARCHES.rare,
    'a common word': SEARCHES.common,
    'the letter that most rows have': SEARCHES.letter,
    'two words': `${SEARCHES.common} ${SEARCHES.another}`,
    'a word that is nowhere': SEARCHES.none,
  };
  return Object.entries(words).map(([what, value]) => ({
    name: ` search: ${what}`,
    argument: { name: 'filter', type: filter, value: { search: { value } } },
    limit: SEARCH_LIMIT,
  }));
}
