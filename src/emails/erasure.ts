import { type Eraser } from '../database/erasure';
import { EmailRecipient } from './EmailRecipient';

/**
 * Forgets who a member's e-mails went to; that they were sent still counts. What was not delivered yet never is: the
 * worker finds no address.
 */
export const forgetRecipient: Eraser = async (manager, { platformId, id }) => {
  await manager.update(
    EmailRecipient,
    { platformId, memberId: id },
    { memberId: null, address: null, lastError: null },
  );
};
