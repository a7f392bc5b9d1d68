import { cellStates } from "@corridor/disclosure/tables/CellState"
import type { ReleaseCell } from "../../release/history/ReleaseCell.ts"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import { fileNameOf } from "../../release/publisher/tableFiles.ts"
import { metadataOf } from "../api/formats/encodeTablePage.ts"
import { factsOf, licensed } from "../api/tables/TablePage.ts"
import { formats } from "../metadata/formats.ts"
import type { Files } from "./archive.ts"
import type { Problems } from "./BundleProblem.ts"
import { compareFacts, compareTable } from "./compareTable.ts"
import { type Manifest, paths } from "./Manifest.ts"
import { readTableFile } from "./readTableFile.ts"

/** Returns the formats of a bundle that this version can read. */
export const formatsOf = (manifest: Manifest) => formats.filter((format) => manifest.formats.includes(format))

/** Compares the tables in all formats with the cells. Returns how many cells were compared. */
export const checkFormats = async (
  files: Files,
  manifest: Manifest,
  { cells, citation }: { readonly cells: ReadonlyArray<ReleaseCell>; readonly citation: string },
  { add }: Problems
) => {
  const { choices, release, invented } = manifest
  let compared = 0
  for (const [c, { by }] of choices.entries()) {
    const name = fileNameOf(choices, c)
    const described = tableFacts(name, by)
    const own = cells.filter(({ choice }) => choice === c)
    const expected = { release, invented, dimensions: by, figure: described.figure, cells: own }
    const counts = cellStates.map((state) => [state, own.filter(({ shown }) => shown.state === state).length] as const)
    const cellsByState = Object.fromEntries(counts.filter(([, count]) => count > 0))
    const columns = by.map((dimension) => ({ name: dimension }))
    const facts = factsOf({ release: manifest, table: { ...described, columns, cellsByState } })
    const stated = licensed(facts, manifest.licence)
    // Older bundles cite their whole release in every file.
    const known = [stated, { ...stated, citation }].map(metadataOf)
    for (const format of formatsOf(manifest)) {
      const file = paths.data(name, format)
      const bytes = files.get(file)
      if (bytes === undefined) continue
      try {
        const found = await readTableFile(bytes, format)
        const { missing, strange } = compareTable(format, expected, found.rows)
        const others = Math.min(...known.map((facts) => compareFacts(facts, found.facts)))
        if (others > 0) add("facts-differ", { file, count: others })
        if (missing + strange > 0) add("format-differs", { file, count: Math.max(missing, strange) })
        compared += expected.cells.length
      } catch {
        add("file-unreadable", { file })
      }
    }
  }
  return compared
}
