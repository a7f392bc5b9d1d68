/** Prints a choice, and what was found for it. */
import type { TableChoice } from "../../release/catalogue/TableChoice.ts"
import type { DisclosedCell } from "../../release/history/Disclosure.ts"
import { refusalAdvice } from "../../release/protection/refusalMessage.ts"
import { figureColumn } from "../../release/publisher/tableFiles.ts"
import { formatTable } from "./CommandOutput.ts"

/** Returns a choice as flags of the command line. */
export const flagsOf = (choice: TableChoice): string =>
  [
    `--table ${choice.table}`,
    `--by ${choice.by.join(",")}`,
    `--levels ${Object.entries(choice.levels)
      .map(([name, levels]) => `${name}=${levels.join("+")}`)
      .join(",")}`,
    choice.margins && "--margins",
    choice.from !== null && `--from ${choice.from}`,
    choice.to !== null && `--to ${choice.to}`,
    choice.period !== 1 && `--period ${choice.period}`,
    Object.keys(choice.where).length > 0 &&
      `--where '${Object.entries(choice.where)
        .map(([name, label]) => `${name}=${label}`)
        .join(",")}'`
  ]
    .filter((flag) => flag !== false)
    .join(" ")

/** Says which query can be answered instead of a refused one, if any can. */
export const nearestLine = (nearest: TableChoice | null | undefined): string =>
  nearest
    ? `The nearest query that can be answered: ${flagsOf(nearest)}`
    : `The most similar queries cannot be answered either. ${refusalAdvice}`

/** Returns the disclosed cells of a choice as a table. */
export const cellLines = (
  choice: TableChoice,
  cells: ReadonlyArray<Pick<DisclosedCell, "labels" | "shown">>
): ReadonlyArray<string> =>
  formatTable([
    [...choice.by, "state", figureColumn(choice)],
    ...cells.map(({ labels, shown }) => [...labels, shown.state, shown.state === "published" ? shown.victims : ""])
  ])
