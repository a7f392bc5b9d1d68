import { placeGroups } from "../../schemas/Places.ts"
import { type DimensionKind, dimensionOf } from "./Cube.ts"
import { totalLabel } from "./dimensionLabels.ts"
import { releaseTables } from "./releaseTables.ts"
import type { TableChoice } from "./TableChoice.ts"

/** The levels at which a label of a kind of dimension can be. */
const levelsOfLabel = (kind: DimensionKind, label: string): ReadonlyArray<string> => {
  if (kind === "code") return ["code"]
  if (kind === "year") {
    if (/^\d{4}-\d{2}$/.test(label)) return ["month"]
    if (/^\d{4}-Q\d$/.test(label)) return ["quarter"]
    if (/^\d{4}-NotKnown$/.test(label)) return ["month", "quarter"]
    return /^\d{4}-\d{4}$/.test(label) ? ["period"] : ["month", "quarter", "year", "period"]
  }
  if (kind === "route") {
    if (label.startsWith("places ")) return ["places"]
    if (label.startsWith("begins ")) return ["begins"]
    if (label.startsWith("via ")) return [label.includes("-") ? "via_first_level" : "via"]
    return ["route"]
  }
  if (/^[A-Z]{2}-|-NotKnown$/.test(label)) return ["first_level"]
  if (/^\d{3} /.test(label)) return ["subregion", "region"]
  // A country of no region stands for itself at these levels.
  return placeGroups.includes(label) ? ["group"] : ["country", "subregion", "region"]
}

/** Can a table of this choice have a cell with these labels of its dimensions? Not at another level of detail. */
export const isAtLevelsOf = ({ table, by, levels, margins }: TableChoice, labels: ReadonlyArray<string>): boolean => {
  const cube = releaseTables.get(table)?.cube
  return by.every((name, d) => {
    const label = labels[d] as string
    if (label === totalLabel) return margins
    const kind = cube === undefined ? undefined : dimensionOf(cube, name)?.kind
    return kind === undefined || levelsOfLabel(kind, label).some((level) => levels[name]?.includes(level) ?? true)
  })
}
