import type { TableProblem } from "./TableRefused.ts"

/** Places of the requested columns. Optional columns may be absent. */
export interface ColumnPlaces {
  readonly place: ReadonlyMap<string, number>
  readonly width: number
  readonly problems: ReadonlyArray<TableProblem>
}

/** Finds columns by name. A required column that is missing or occurs twice is a problem. */
export const columnPlaces = (
  file: string,
  header: ReadonlyArray<string>,
  wanted: ReadonlyArray<string>,
  welcome: ReadonlyArray<string> = []
): ColumnPlaces => {
  const names = header.map((name) => name.trim())
  const problems: Array<TableProblem> = []
  const place = new Map<string, number>()
  for (const column of [...wanted, ...welcome]) {
    const at = names.indexOf(column)
    if (at >= 0) place.set(column, at)
    if (at >= 0 && names.indexOf(column, at + 1) >= 0)
      problems.push({ file, row: 1, column, rule: "double-column", expected: "each column once" })
    else if (at < 0 && wanted.includes(column))
      problems.push({
        file,
        row: 1,
        column,
        rule: "missing-column",
        expected: "a column of this name in the first row"
      })
  }
  return { place, width: names.length, problems }
}
