import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { BadUserInputError } from '../src/errors';
import {
  analyseDefinition,
  type AnalysisOptions,
  type OperationRequirements,
  UnanalysableOperationError,
} from './analyse';

const MAX_MESSAGES = 5;
/** graphql-js quotes names in full, however long they are. */
const MAX_MESSAGE_LENGTH = 300;

/** graphql-js gives up at its own limit of comparisons, or at our limit of mistakes, and does not say at which. */
const ABORTED = 'Validation aborted.';
const TOO_MUCH = 'Too many mistakes, or too many fields of one name, to check it all.';

interface ClientDocumentOptions extends AnalysisOptions {
  /** Lexical tokens that a document may have. */
  readonly maxTokens: number;
}

/** Tells what operations require that a client sends as text, to look at rather than to run. */
export interface ClientDocumentAnalyser {
  /** @throws BadUserInputError naming `document`, with what is wrong */
  analyse(document: string): OperationRequirements[];
}

/** @param schema against which documents are validated; it must have passed the boot check */
export function createOperationAnalyser(
  schema: GraphQLSchema,
  options: ClientDocumentOptions,
): ClientDocumentAnalyser {
  return {
    analyse: (text) => {
      const document = parseClientDocument(text, options.maxTokens);
      const errors = validate(schema, document, undefined, { maxErrors: MAX_MESSAGES });
      if (errors.length > 0) throw refusal(errors);
      return operationsOf(document).map((operation) => {
        try {
          return analyseDefinition(schema, document, operation, options);
        } catch (error) {
          // Validation lets some documents pass that nothing could run: a subscription where there are none.
          throw error instanceof UnanalysableOperationError ? refusal([error]) : error;
        }
      });
    },
  };
}

function parseClientDocument(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { noLocation: true, maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError ? refusal([error]) : error;
  }
}

function operationsOf(document: DocumentNode): OperationDefinitionNode[] {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operations.length === 0) throw new BadUserInputError('document', 'has no operation.');
  return operations;
}

function refusal(errors: readonly Error[]): BadUserInputError {
  const messages = errors.map(({ message }) =>
    message.endsWith(ABORTED) ? TOO_MUCH : message.slice(0, MAX_MESSAGE_LENGTH),
  );
  return new BadUserInputError('document', messages.join(' '));
}
