/** The difference of two tables of texts, regardless of the order of rows. */

export type Row = ReadonlyArray<string>

export interface RowDifference {
  readonly same: ReadonlyArray<Row>
  /** Expected and actual rows that have most in common. */
  readonly changed: ReadonlyArray<readonly [Row, Row]>
  readonly missing: ReadonlyArray<Row>
  readonly unexpected: ReadonlyArray<Row>
}

const compare = (a: Row, b: Row): number => {
  for (const [at, cell] of a.entries()) {
    const other = b[at] ?? ""
    if (cell !== other) return cell < other ? -1 : 1
  }
  return 0
}

const common = (a: Row, b: Row): number => a.filter((cell, at) => cell === b[at]).length

/** Repeated rows count. Undefined if there is no difference. */
export const rowDifference = (expected: ReadonlyArray<Row>, actual: ReadonlyArray<Row>): RowDifference | undefined => {
  const left = new Map<string, Array<Row>>()
  for (const row of actual) {
    const key = JSON.stringify(row)
    left.set(key, [...(left.get(key) ?? []), row])
  }
  const same: Array<Row> = []
  const missing: Array<Row> = []
  for (const row of expected) {
    if (left.get(JSON.stringify(row))?.pop() === undefined) missing.push(row)
    else same.push(row)
  }
  const unexpected = [...left.values()].flat()
  if (missing.length === 0 && unexpected.length === 0) return undefined
  const changed: Array<readonly [Row, Row]> = []
  const alone: Array<Row> = []
  for (const row of [...missing].sort(compare)) {
    const scores = unexpected.map((other) => common(row, other))
    const best = scores.indexOf(Math.max(0, ...scores))
    if (best < 0 || (scores[best] ?? 0) === 0) alone.push(row)
    else changed.push([row, unexpected.splice(best, 1)[0] as Row])
  }
  return { same: same.sort(compare), changed, missing: alone, unexpected: unexpected.sort(compare) }
}

/** Returns a table with a mark before each row: `→` changed from expected to actual, `+++` not expected, `---` not there. */
export const differenceText = (columns: ReadonlyArray<string>, difference: RowDifference): string => {
  const lines: ReadonlyArray<Row> = [
    ["@@", ...columns],
    ...difference.same.map((row) => ["", ...row]),
    ...difference.changed.map(([was, is]) => [
      "→",
      ...was.map((cell, at) => (cell === is[at] ? cell : `${cell}→${is[at]}`))
    ]),
    ...difference.unexpected.map((row) => ["+++", ...row]),
    ...difference.missing.map((row) => ["---", ...row])
  ]
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? []
  const text = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(",")
      .trimEnd()
  )
  return `\n\nactual differs from expected:\n\n${text.join("\n")}\n`
}
