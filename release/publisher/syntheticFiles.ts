/**
 * Synthetic records from a published release. They describe no real person, are made from published figures only, and are marked in name,
 * header and every row.
 */

import { keyedWords } from "@corridor/disclosure/private/RandomWords"
import { drawRecords } from "@corridor/disclosure/synthetic/drawRecords"
import { withoutMargins } from "@corridor/disclosure/synthetic/ProtectedTable"
import { syntheticReport } from "@corridor/disclosure/synthetic/syntheticReport"
import { syntheticFileName, syntheticText } from "@corridor/disclosure/synthetic/syntheticText"
import { Effect, Redacted } from "effect"
import { isM49Region } from "../catalogue/placeLabels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import { isDisclosedCell } from "../history/ReleaseCell.ts"
import { ReleaseRefused, showRelease } from "./Releases.ts"
import { fileNameOf } from "./tableFiles.ts"

/** Returns whether a label belongs to a coarser level of a table with several levels. It is a sum, so no record may have it as a value. */
const isGroup = (choice: TableChoice, name: string, label: string): boolean => {
  const levels = choice.levels[name] ?? []
  if (levels.length < 2) return false
  if (levels.includes("country")) return isM49Region(label)
  if (levels.includes("subregion")) return false
  if (levels.includes("year")) return /^\d+-\d+$/.test(label)
  return levels.includes("route") && /^(begins|via) /.test(label)
}

/** Returns whether records can be drawn from a table. Labels must not overlap, and one of several levels must be the finest. */
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

/** Returns the files of synthetic records and their reports. The same release gives the same records. */
export const syntheticFiles = Effect.fn("syntheticFiles")(function* (number: number) {
  const { release, choices, cells } = yield* showRelease(number)
  if (release.state !== "published")
    return yield* new ReleaseRefused({ message: "Synthetic records are made from published releases only." })
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
            "these records describe no real person; they are drawn from the published figures of a release and contain no other information",
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
        "Synthetic records need a table of at most four dimensions whose labels do not overlap. This release has none."
    })
  return drawn
})
