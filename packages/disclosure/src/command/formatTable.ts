/** Returns text on one line, so that no text of a file moves the cursor of a terminal or changes its colours. */
const printed = (field: string | number): string =>
  String(field)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Bidi_C}/gu, "")

/** A longer label makes its column unreadable. */
const longestLabel = 80

/** The labels of a cell as they are printed: very long ones without their ends. */
export const shortLabels = (cell: Readonly<Record<string, string>>): ReadonlyArray<string> =>
  Object.values(cell)
    .map(printed)
    .map((label) => (label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label))

/** Returns the lines of a table. The first row is the header; columns of numbers are aligned to the right. */
export const formatTable = (rows: ReadonlyArray<ReadonlyArray<string | number>>): ReadonlyArray<string> => {
  const texts = rows.map((row) => row.map(printed))
  const widths = (texts[0] ?? []).map((_, i) => texts.reduce((most, row) => Math.max(most, row[i]?.length ?? 0), 0))
  const isNumber = widths.map((_, i) => texts.slice(1).every((row) => /^[\d.,%-]*$/.test(row[i] ?? "")))
  const line = (row: ReadonlyArray<string>) =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd()
  return texts.flatMap((row, i) =>
    i === 0
      ? [
          line(row),
          widths
            .map((w) => "-".repeat(w))
            .join("  ")
            .trimEnd()
        ]
      : [line(row)]
  )
}
