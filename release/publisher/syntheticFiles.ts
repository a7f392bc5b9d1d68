/** Synthetic records from a release that is out: of no person, made from what any reader has, marked in name, header and every row. */

import { keyedWords } from "@corridor/disclosure/private/RandomWords"
import { drawRecords } from "@corridor/disclosure/synthetic/drawRecords"
import { withoutMargins } from "@corridor/disclosure/synthetic/ProtectedTable"
import { syntheticReport } from "@corridor/disclosure/synthetic/syntheticReport"
import { syntheticFileName, syntheticText } from "@corridor/disclosure/synthetic/syntheticText"
import { Effect, Redacted } from "effect"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import { isDisclosedCell } from "../history/ReleaseCell.ts"
import { ReleaseRefused, showRelease } from "./Releases.ts"
import { fileNameOf } from "./tableFiles.ts"

/** Is the label one of a coarser level beside finer ones: a sum that a record must not have as its value? */
const isGroup = (choice: TableChoice, name: string, label: string): boolean => {
  const levels = choice.levels[name] ?? []
  if (levels.length < 2) return false
  if (levels.includes("country")) return /^\d{3} /.test(label)
  if (levels.includes("subregion")) return false
  if (levels.includes("year")) return /^\d+-\d+$/.test(label)
  return levels.includes("route") && /^(begins|via) /.test(label)
}

/** Records with several values at once can't be drawn from tables whose labels overlap, nor from two levels of which none is the finest. */
const canBeDrawn = (choice: TableChoice): boolean =>
  Object.values(choice.levels).every(
    (levels) =>
      levels.includes("country") ||
      levels.includes("year") ||
      levels.includes("route") ||
      levels.includes("code") ||
      (levels.length === 1 && !["begins", "via"].includes(levels[0] as string))
  )

const tablesOf = (choice: TableChoice, cells: ReadonlyArray<DisclosedCell>) => {
  const groups = new Set(
    cells.flatMap(({ labels }) => labels.filter((label, d) => isGroup(choice, choice.by[d] as string, label)))
  )
  const rows = cells.map(({ labels, shown }) => ({
    labels,
    count: shown.state === "published" ? shown.victims : 0,
    state: shown.state
  }))
  return withoutMargins(choice.by, totalLabel, rows, groups)
}

/** The files of synthetic records and their reports by name. The same release gives the same records. */
export const syntheticFiles = Effect.fn("syntheticFiles")(function* (number: number) {
  const { release, choices, cells } = yield* showRelease(number)
  if (release.state !== "published")
    return yield* new ReleaseRefused({ message: "synthetic records are made from a release that is out" })
  const drawn = choices.flatMap((choice, c) => {
    const own = cells.filter(isDisclosedCell).filter((cell) => cell.choice === c)
    if (choice.by.length > 4 || !canBeDrawn(choice) || own.length === 0) return []
    const tables = tablesOf(choice, own)
    const name = fileNameOf(choices, c)
    const records = drawRecords(keyedWords(Redacted.make(release.content), `synthetic ${name}`), tables)
    const report = syntheticReport(records, tables)
    return [
      {
        name: syntheticFileName(name),
        text: syntheticText(records),
        report: {
          synthetic:
            "these records are of no person; they are drawn from the published figures of a release and tell nothing that those do not",
          release: number,
          table: name,
          invented: release.invented,
          ...report
        }
      }
    ]
  })
  if (drawn.length === 0)
    return yield* new ReleaseRefused({
      message:
        "no table of this release can be drawn from: they need four dimensions at most, and labels that do not overlap"
    })
  return drawn
})
