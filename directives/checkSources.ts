import { type DocumentNode, type EnumValueDefinitionNode, type FieldDefinitionNode, Kind } from 'graphql';
import { readScope } from './catalogue';
import { readGuardrails } from './guardrails';
import { placesInDocument } from './places';
import { accessDirectivesOf, printRequirement, readRequirement } from './requirement';

/** One SDL file, parsed by itself. */
export interface SdlSource {
  /** Named in problems: `videos.graphql`. */
  readonly name: string;
  readonly document: DocumentNode;
}

/**
 * What the files say that the schema made of them no longer shows. Merging SDL takes the last of two directives or
 * declarations without a word, and rewrites the nodes it is given while it does; so a second declaration is refused
 * even where it reads the same as the first.
 *
 * @param executing the requirement of each coordinate of the executing schema, printed
 * @returns problems, each beginning with its coordinate
 */
export function sourceProblems(
  sources: readonly SdlSource[],
  executing: ReadonlyMap<string, string>,
): string[] {
  const declaredIn = new Map<string, string[]>();
  const problems: string[] = [];
  for (const { name, document } of sources) {
    for (const { coordinate, memberOf, node } of placesInDocument(document)) {
      if (memberOf === undefined && node.kind !== Kind.DIRECTIVE_DEFINITION) continue;
      declaredIn.set(coordinate, [...(declaredIn.get(coordinate) ?? []), name]);
      if (node.kind === Kind.FIELD_DEFINITION)
        problems.push(...fieldProblems(coordinate, node, executing.get(coordinate)));
      if (node.kind === Kind.ENUM_VALUE_DEFINITION && memberOf === 'Scope')
        problems.push(...scopeProblems(coordinate, node));
    }
  }
  for (const [coordinate, files] of declaredIn)
    if (files.length > 1)
      problems.push(`${coordinate} is declared ${files.length} times (${files.join(', ')})`);
  return problems;
}

function fieldProblems(
  coordinate: string,
  node: FieldDefinitionNode,
  executing: string | undefined,
): string[] {
  const problems = readGuardrails(node.name.value, node).problems.map(
    (problem) => `${coordinate} ${problem}`,
  );
  const reading = readRequirement(node);
  if ('problem' in reading) {
    // Without a directive in its file a field may still be given one by a transform; the executing schema tells.
    if (accessDirectivesOf(node).length > 0) problems.push(`${coordinate} ${reading.problem}`);
    return problems;
  }
  const written = printRequirement(reading.requirement);
  if (executing !== undefined && executing !== written)
    problems.push(`${coordinate} is written ${written}, but executes as ${executing}`);
  return problems;
}

function scopeProblems(coordinate: string, node: EnumValueDefinitionNode): string[] {
  const reading = readScope(node);
  return 'problem' in reading ? [`${coordinate} ${reading.problem}`] : [];
}
