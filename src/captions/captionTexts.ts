import { type EntityManager } from 'typeorm';
import { groupBy } from '../database/groupBy';
import { owned } from '../database/owned';
import { RowQuery } from '../database/RowQuery';
import { CaptionText } from './CaptionText';
import { type CaptionTrack } from './CaptionTrack';

/** In UTF-16 units, of which none takes more than 3 bytes: MySQL's TEXT ends at 65,535. */
const PIECE_LENGTH = 20_000;

/** The whole texts of tracks. One statement. */
export async function readTexts(
  manager: EntityManager,
  platformId: string,
  trackIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await new RowQuery(manager, CaptionText, 'piece')
    .where(owned('piece'), { platformId })
    .where('piece.trackId IN (:...trackIds)', { trackIds })
    .orderBy('piece.trackId')
    .orderBy('piece.part')
    .all();
  const groups = groupBy(rows, (row) => row.trackId);
  return new Map([...groups].map(([id, pieces]) => [id, pieces.map(({ text }) => text).join('')]));
}

/** Gives a track this text and no other. */
export async function replaceText(
  manager: EntityManager,
  { id, platformId }: Pick<CaptionTrack, 'id' | 'platformId'>,
  content: string,
): Promise<void> {
  await manager.delete(CaptionText, { trackId: id });
  await manager.insert(CaptionText, textRows({ id, platformId }, content));
}

/** The rows that hold a track's text. */
export function textRows(
  { id, platformId }: Pick<CaptionTrack, 'id' | 'platformId'>,
  content: string,
): CaptionText[] {
  return piecesOf(content).map((text, part) => ({ trackId: id, part, platformId, text }));
}

function piecesOf(content: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < content.length;) {
    let end = start + PIECE_LENGTH;
    // Half of a surrogate pair is no text.
    if (/[\uD800-\uDBFF]/.test(content.charAt(end - 1))) end -= 1;
    pieces.push(content.slice(start, end));
    start = end;
  }
  return pieces;
}
