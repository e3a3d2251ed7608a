import { type Principal } from '../auth/principal';
import { NotConfiguredError, UpstreamFailedError } from '../errors';
import { type GenerationApi } from '../integrations/generation/GenerationApi';
import { type CountedGenerations } from './CountedGenerations';
import { readProposals, type TextProposal } from './proposals';
import { requireOrder, textRequest, type TextOrder } from './textRequest';

/** Writes proposals for a video's texts out of what the caller tells about it. Reads no video and changes none. */
export class TextGenerator {
  /** @param api null when no service is set up */
  constructor(
    private readonly api: GenerationApi | null,
    private readonly counted: CountedGenerations,
  ) {}

  /**
   * One to `count` different proposals. Counts as one of generateText's `generations`, unless the service turns it down
   * or can't be reached.
   * @throws BadUserInputError
   * @throws NotConfiguredError
   * @throws GuardrailExceededError
   * @throws UpstreamFailedError when the model fails, refuses, is too slow or writes nothing that can be used
   */
  async propose(principal: Principal, order: TextOrder): Promise<TextProposal[]> {
    const valid = requireOrder(order);
    const { api } = this;
    if (api === null) throw new NotConfiguredError('Generation', 'OPENAI_API_KEY');
    return this.counted.run(principal, 'generateText', async () => {
      const answer = await api.write(textRequest(valid));
      const proposals = readProposals(valid.kind, answer, valid.count);
      if (proposals.length === 0)
        throw new UpstreamFailedError('Text generation', 'the model wrote nothing that can be used.');
      return proposals;
    });
  }
}
