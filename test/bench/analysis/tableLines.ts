/** Lines of tables in Markdown. */

export const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

export const head = (cells: ReadonlyArray<string>): ReadonlyArray<string> => [row(cells), row(cells.map(() => "---"))]

/** Formats a share as per cent with one decimal. */
export const percent = (share: number | undefined): string => `${(100 * (share ?? 0)).toFixed(1)}`
