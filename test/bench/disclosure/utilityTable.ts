import type { Utility } from "./Utility.ts"

const percent = (part: number | null): string => (part === null ? "–" : `${(100 * part).toFixed(1)} %`)
const whole = (number: number | null): string => (number === null ? "–" : String(number))

const columns: ReadonlyArray<readonly [heading: string, of: (one: Utility) => string]> = [
  ["method", (one) => one.method],
  ["cells shown", (one) => `${one.cellsShown} of ${one.cells}`],
  ["corridors shown", (one) => `${one.corridorsShown} of ${one.corridors}`],
  ["their value", (one) => percent(one.corridorValueShown)],
  ["value, all cells", (one) => percent(one.valueShown)],
  ["mean error of corridors", (one) => percent(one.corridorError.all)],
  ["all cells: from 11, from 100", (one) => `${percent(one.error.from11)}, ${percent(one.error.from100)}`],
  ["invented", (one) => whole(one.fabricated)],
  ["rank correlation", (one) => (one.rankCorrelation === null ? "–" : one.rankCorrelation.toFixed(3))],
  ["adds up", (one) => (one.additive ? "yes" : "no")],
  ["narrow", (one) => whole(one.narrow)],
  ["undecided", (one) => whole(one.undecided)],
  ["seconds", (one) => one.seconds.toFixed(1)]
]

/** Reports of several methods side by side, as a Markdown table. */
export const utilityTable = (reports: ReadonlyArray<Utility>): string => {
  const rows = [columns.map(([heading]) => heading), ...reports.map((one) => columns.map(([, of]) => of(one)))]
  const width = columns.map((_, c) => Math.max(...rows.map((row) => (row[c] as string).length)))
  const line = (row: ReadonlyArray<string>) =>
    `| ${row.map((field, c) => field.padEnd(width[c] as number)).join(" | ")} |`
  const [heading, ...body] = rows
  return [
    line(heading as ReadonlyArray<string>),
    `| ${width.map((w) => "-".repeat(w)).join(" | ")} |`,
    ...body.map(line)
  ].join("\n")
}
