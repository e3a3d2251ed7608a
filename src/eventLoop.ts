/**
 * Calls back after two turns of the event loop: the first takes in the requests that have arrived together on several
 * connections, the second those that arrived while these were taken in. An idle loop turns at once.
 */
export function afterTwoTurns(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}
