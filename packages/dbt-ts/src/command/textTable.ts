/** Lines of columns of equal width, with the first row underlined. Columns of numbers are aligned to the right. */
export const textTable = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)))
  const isNumber = widths.map((_, i) => rows.slice(1).every((row) => /^[\d.,%-]*$/.test(row[i] ?? "")))
  const line = (row: ReadonlyArray<string>) =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd()
  return rows.flatMap((row, i) =>
    i === 0 ? [line(row), widths.map((width) => "-".repeat(width)).join("  ")] : [line(row)]
  )
}
