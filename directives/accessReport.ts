import { type GraphQLSchema, isInterfaceType } from 'graphql';
import { readScopeCatalogue } from './catalogue';
import { fieldsOf, rootTypesOf, type SchemaField } from './fields';
import { readGuardrails } from './guardrails';
import { type Requirement, requirementOf } from './requirement';

const INTRODUCTION = `# Access

Who may use each field. Generated from the SDL and checked for drift, so that a review sees every change of a permission:
change the directives, not this page.`;

/**
 * The schema's access rules as Markdown: one table a type, the roots first, then by name. The same rules give the same
 * text, in whatever order their files were read.
 *
 * @throws Error on a schema that the boot check refuses
 */
export function renderAccessReport(schema: GraphQLSchema): string {
  const roots = rootTypesOf(schema).map(({ name }) => name);
  const byType = new Map<string, SchemaField[]>(roots.map((name) => [name, []]));
  for (const field of fieldsOf(schema).sort(byCoordinate))
    byType.set(field.type.name, [...(byType.get(field.type.name) ?? []), field]);
  const sections = [...byType].map(([name, fields]) => {
    const title = fields.some(({ type }) => isInterfaceType(type)) ? `${name} (interface)` : name;
    const table = roots.includes(name) ? toolTable(schema, fields) : fieldTable(fields);
    return `## ${title}\n\n${table}`;
  });
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

/** By code unit: a locale would order the same names differently on another machine. */
function byCoordinate(a: SchemaField, b: SchemaField): number {
  return a.coordinate < b.coordinate ? -1 : 1;
}

function fieldTable(fields: readonly SchemaField[]): string {
  return table(
    ['field', 'requires'],
    fields.map(({ coordinate, field }) => [`\`${coordinate}\``, wording(requirementOf(coordinate, field))]),
  );
}

function toolTable(schema: GraphQLSchema, fields: readonly SchemaField[]): string {
  const risks = new Map(readScopeCatalogue(schema).scopes.map(({ id, risk }) => [id, risk]));
  return table(
    ['tool', 'requires', 'risk', 'guardrails'],
    fields.map(({ coordinate, field }) => {
      const requirement = requirementOf(coordinate, field);
      const { guardrails } = readGuardrails(field.name, field.astNode);
      return [
        `\`${coordinate}\``,
        wording(requirement),
        requirement.kind === 'scope' ? (risks.get(requirement.scope) ?? '') : '',
        guardrails
          .map(({ limit, unit, window }) => `${limit} ${unit} per ${window.toLowerCase()}`)
          .join(', '),
      ];
    }),
  );
}

function wording(requirement: Requirement): string {
  switch (requirement.kind) {
    case 'scope':
      return `\`${requirement.scope}\``;
    case 'anyCaller':
      return 'any caller';
    case 'adminOnly':
      return 'admin only';
    case 'public':
      return 'public';
  }
}

/** A Markdown table with its columns aligned, as Prettier leaves it. */
function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const rows = [head, ...body].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [header = [], ...rest] = rows;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
