import { getNamedType, type GraphQLField, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { readRequirement } from '../directives/requirement';
import { buildSchema } from '../src/schema';
import { png } from './harness/images';
import { drawn, ModelServer, written } from './harness/modelServer';
import { populate } from './harness/populate';
import { Shop } from './harness/shop';
import { TestSmtpServer } from './harness/smtpServer';
import { startServer, type TestServer } from './harness/startServer';
import { StripeServer } from './harness/stripeServer';
import { TOOL_INPUTS, World } from './harness/toolInputs';
import { selectionOf, toolOperations, type ToolOperation } from './harness/toolOperations';

const { schema, catalogue } = buildSchema({ production: false });
const guardrails = catalogue.guardrails.map((guardrail): [string, typeof guardrail] => [
  `${guardrail.tool} by ${guardrail.unit}`,
  guardrail,
]);
type Field = GraphQLField<unknown, unknown>;

const tools = toolOperations(schema).flatMap((tool): [string, ToolOperation & { scope: string }][] => {
  const reading = readRequirement(tool.field.astNode);
  return 'requirement' in reading && reading.requirement.kind === 'scope'
    ? [[tool.name, { ...tool, scope: reading.requirement.scope }]]
    : [];
});

/** Whether a key that holds one scope may read a field. */
function readableWith(scope: string): (field: Field) => boolean {
  return ({ astNode }) => {
    const reading = readRequirement(astNode);
    if (!('requirement' in reading)) return false;
    const { requirement } = reading;
    return requirement.kind === 'anyCaller' || (requirement.kind === 'scope' && requirement.scope === scope);
  };
}

/** What a write says of itself, as `id` and `version`, and its scope does not let one read. */
function withheld({ kind, field, scope }: (typeof tools)[number][1]): string[] {
  const payload = getNamedType(field.type);
  if (kind === 'query' || !isObjectType(payload)) return [];
  return Object.values(payload.getFields())
    .filter((part) => isLeafType(getNamedType(part.type)) && !readableWith(scope)(part))
    .map((part) => part.name);
}

/** The tool with variables for what it is given, and all of its answer that its scope lets one read. */
function operationOf({ kind, name, field, scope }: (typeof tools)[number][1], given: object): string {
  const args = field.args.filter((argument) => argument.name in given);
  const variables = args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const values = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const inBrackets = (list: string): string => (list === '' ? '' : `(${list})`);
  // Twice, so that a category is read with the one above it.
  const selection = selectionOf(field, { visits: 2, allows: readableWith(scope) });
  return `${kind} ${inBrackets(variables)} { ${name}${inBrackets(values)}${selection} }`;
}

describe('every tool that asks for a scope', () => {
  let models: ModelServer;
  let smtp: TestSmtpServer;
  let stripe: StripeServer;
  let server: TestServer;
  let world: World;

  beforeAll(async () => {
    [models, smtp, stripe] = await Promise.all([
      ModelServer.start(),
      TestSmtpServer.start(),
      StripeServer.start(),
    ]);
    models.reply = (response, request) => {
      const reply = request.path.includes('image') ? drawn(png(4, 3)) : written('{"proposals": ["A loaf"]}');
      reply(response, request);
    };
    server = await startServer({
      ...stripe.settings,
      SMTP_URL: smtp.url,
      LATCHKEY_EMAIL_FROM: 'hello@latchkey.example',
      OPENAI_API_KEY: 'sk-a-key',
      OPENAI_BASE_URL: models.url,
    });
    const shop = await Shop.open(server, stripe);
    await populate(server, shop.platform);
    world = new World(shop);
  });
  afterAll(async () => {
    await server.close();
    await Promise.all([models.close(), smtp.close(), stripe.close()]);
  });

  it.each(tools)('%s succeeds with its scope alone', async (name, tool) => {
    const input = TOOL_INPUTS[name];
    if (input === undefined && tool.field.args.some((argument) => isRequiredArgument(argument)))
      throw new Error(`${name} needs arguments with which it succeeds, in tests/harness/toolInputs.ts.`);
    const given = (await input?.(world)) ?? {};
    const key = await world.shop.platform.apiKey({ scopes: [tool.scope] });

    const operation = operationOf(tool, given);
    expect(operation).not.toMatch(/\{ __typename \} \}$/);
    expect(withheld(tool)).toEqual([]);
    const answer = await key.query(operation, given);

    expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200, errors: [] });
    const result = answer.data[name] as { nodes?: unknown[] } | unknown[] | null | undefined;
    expect(result ?? null).not.toBeNull();
    // A list of nothing would leave the rows' fields untried.
    const rows = Array.isArray(result) ? result : result?.nodes;
    if (rows !== undefined) expect(rows).not.toEqual([]);
  });

  it.each(guardrails)(
    '%s is counted for a key that is granted everything',
    async (_name, { tool: name, unit, window }) => {
      const [, tool] = tools.find(([known]) => known === name) ?? [];
      const given = await TOOL_INPUTS[name]?.(world);
      if (tool === undefined || given === undefined) throw new Error(`${name} is no tool with arguments.`);
      const key = await world.shop.platform.apiKey({ grantAll: true });
      const admin = await world.shop.platform.admin();
      const guardrail = { tool: name, unit, window };
      await admin.data(
        'mutation ($input: LowerGuardrailInput!) { lowerGuardrail(input: $input) { __typename } }',
        {
          input: { ...guardrail, limit: 0 },
        },
      );
      const answer = await key.query(operationOf(tool, given), given);
      await admin.data(
        'mutation ($input: ResetGuardrailInput!) { resetGuardrail(input: $input) { __typename } }',
        {
          input: guardrail,
        },
      );
      expect(answer.errors).toMatchObject([
        { extensions: { code: 'GUARDRAIL_EXCEEDED', tool: name, unit, limit: 0 } },
      ]);
      const { used, resetAt } = answer.errors[0]?.extensions ?? {};
      expect([typeof used, typeof resetAt]).toEqual(['number', 'string']);
    },
  );

  it('has no arguments for a tool that the schema does not have', () => {
    const known = tools.map(([name]) => name);
    expect(Object.keys(TOOL_INPUTS).filter((name) => !known.includes(name))).toEqual([]);
  });
});
