import { placeGroups } from "../../schemas/Places.ts"
import { type DimensionKind, dimensionOf } from "./Cube.ts"
import { levelsOf } from "./dimensionLabels.ts"
import { isM49Region } from "./placeLabels.ts"
import { releaseTables } from "./releaseTables.ts"
import type { TableChoice } from "./TableChoice.ts"
import { isPeriod, partIn, partsOfYear } from "./timeLabels.ts"
import { totalLabel } from "./totalLabel.ts"

/** Returns the levels at which a label can occur. */
const levelsOfLabel = (kind: DimensionKind, label: string): ReadonlyArray<string> => {
  if (kind === "code") return ["code"]
  if (kind === "year") {
    const part = partIn(label)?.part
    if (part !== undefined) return [part]
    if (/^\d{4}-NotKnown$/.test(label)) return partsOfYear
    return isPeriod(label) ? ["period"] : levelsOf.year
  }
  if (kind === "route") {
    if (label.startsWith("places ")) return ["places"]
    if (label.startsWith("begins ")) return ["begins"]
    if (label.startsWith("via ")) return [label.includes("-") ? "via_first_level" : "via"]
    return ["route"]
  }
  if (/^[A-Z]{2}-|-NotKnown$/.test(label)) return ["first_level"]
  if (isM49Region(label)) return ["subregion", "region"]
  // A country without a region is its own label at these levels.
  return placeGroups.includes(label) ? ["group"] : ["country", "subregion", "region"]
}

/** Returns whether a table of this choice can have a cell with these labels, given its levels. */
export const isAtLevelsOf = ({ table, by, levels, margins }: TableChoice, labels: ReadonlyArray<string>): boolean => {
  const cube = releaseTables.get(table)?.cube
  return by.every((name, d) => {
    const label = labels[d] as string
    if (label === totalLabel) return margins
    const kind = cube === undefined ? undefined : dimensionOf(cube, name)?.kind
    return kind === undefined || levelsOfLabel(kind, label).some((level) => levels[name]?.includes(level) ?? true)
  })
}
