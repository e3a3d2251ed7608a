import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { buildSchema } from '../schema';

/** Prints the SDL with the directives that say who may use each field, for tools that can't ask the server. */
const { schema } = buildSchema({ production: false });
process.stdout.write(`${printSchemaWithDirectives(schema)}\n`);
