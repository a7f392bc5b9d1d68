/** The table that `up` prints once it is ready: the largest published corridors. */

import type { FlowCell, PublishedFlows } from "../../release/published/PublishedFlows.ts"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import { inventedNote } from "../../site/metadata/notes.ts"
import { formatTable } from "./CommandOutput.ts"

const shown = 12

const nameOf = (alpha3: string) => countryByAlpha3(alpha3)?.label ?? alpha3

const corridorsOf = (cells: ReadonlyArray<FlowCell>) => [
  ...Map.groupBy(cells, ({ origin, destination }) => `${nameOf(origin)} -> ${nameOf(destination)}`)
]

const mark: Readonly<Record<FlowCell["state"], string>> = {
  published: "",
  suppressed: "S",
  not_reported: "-",
  not_collected: "-"
}

const wordsOf = (cell: FlowCell | undefined) => (cell === undefined ? "-" : String(cell.victims ?? mark[cell.state]))

/** Returns the lines of the table. They contain published figures only. */
export const corridorLines = ({ cells, invented }: PublishedFlows): ReadonlyArray<string> => {
  if (cells.length === 0) return ["No edition is published."]
  const years = [...new Set(cells.map((cell) => cell.year))].sort()
  const largest = (corridor: ReadonlyArray<FlowCell>) => Math.max(...corridor.map((cell) => cell.victims ?? 0))
  const corridors = corridorsOf(cells).sort(([, a], [, b]) => largest(b) - largest(a))
  return [
    `Persons by corridor and year${invented ? " (INVENTED)" : ""}; S is suppressed, - is not reported`,
    ...formatTable([
      ["corridor", ...years],
      ...corridors
        .slice(0, shown)
        .map(([name, own]) => [name, ...years.map((year) => wordsOf(own.find((cell) => cell.year === year)))])
    ]),
    ...(corridors.length > shown ? [`… and ${corridors.length - shown} more on the page`] : []),
    ...(invented ? [inventedNote] : [])
  ]
}
