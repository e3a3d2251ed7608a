/** The value in the middle; the upper one of two. NaN when there are none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Rows of a table in Markdown; the first holds the headings. */
export function printTable(rows: readonly (readonly string[])[]): void {
  for (const [index, row] of rows.entries()) {
    console.log(`| ${row.join(' | ')} |`);
    if (index === 0) console.log(`| ${row.map(() => '---').join(' | ')} |`);
  }
}
