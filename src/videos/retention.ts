/** How long a deleted video can be brought back. The schema tells it too (`deleteVideo`, `Video.deletedAt`). */
const TRASH_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Videos that were deleted up to this moment are gone, whether their rows are still there or not. */
export function trashCutoff(now: Date): Date {
  return new Date(now.getTime() - TRASH_DAYS * DAY_MS);
}

/** When a video that was deleted then is gone for good. */
export function goneAt(deletedAt: Date): Date {
  return new Date(deletedAt.getTime() + TRASH_DAYS * DAY_MS);
}
