import { type Eraser } from '../database/erasure';
import { SearchWord } from './SearchWord';

/** Forgets the words of a row that is gone for good; a member's are their name and their e-mail address. */
export const forgetWords: Eraser = async (manager, { id }) => {
  await manager.delete(SearchWord, { rowId: id });
};
