import { BadUserInputError } from '../errors';
import { type OperationAnalyser, type OperationRequirements } from './OperationAnalyser';

/**
 * The analyser for one request. It takes one document: the worst may keep the process busy for a tenth of a second, and
 * aliases would let one request bring dozens.
 */
export function oneAnalysis(analyser: OperationAnalyser): OperationAnalyser {
  let first: { document: string; result?: readonly OperationRequirements[] } | undefined;
  return {
    analyse: (document) => {
      first ??= { document };
      if (first.document !== document) {
        throw new BadUserInputError('document', 'a request may bring one; send the others on their own.');
      }
      return (first.result ??= analyser.analyse(document));
    },
  };
}
