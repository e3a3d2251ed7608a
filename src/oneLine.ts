/** What an error says, as one line for the operator. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A connection that is refused on several addresses has its reasons inside.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(oneLine).join('; ');
  return error.message.replaceAll(/\s*\n\s*/g, ' ');
}
