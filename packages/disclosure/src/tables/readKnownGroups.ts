import { Effect } from "effect"
import type { CountTable } from "./CountTable.ts"
import type { KnownGroup } from "./KnownGroup.ts"
import { namedRows } from "./namedRows.ts"
import { readLabel } from "./safeLabel.ts"

const columns = ["dimension", "label"] as const

/** Reads `dimension,label`. Refuses a dimension or a label that no table has: a misspelt one would protect nothing. */
export const readKnownGroups = Effect.fn("readKnownGroups")(function* (
  file: string,
  tables: ReadonlyArray<CountTable>
) {
  const groups: Array<KnownGroup> = []
  const problems = yield* namedRows(file, file, { required: columns }, ({ row, at }, problems) => {
    const [dimension, label] = [at("dimension").trim(), at("label").trim()]
    const codes = tables.flatMap((table) => {
      const d = table.dimensions.indexOf(dimension)
      return d < 0 ? [] : [table.codes[d] as ReadonlyArray<string>]
    })
    if (codes.length === 0) return problems.add(row, "dimension", "no-dimension", "a dimension of the tables")
    if (label === "") return problems.add(row, "label", "no-label", "a label")
    const group = { dimension, label: readLabel(label) }
    if (!codes.some((own) => own.includes(group.label)))
      return problems.add(row, "label", "no-group", "a label of the tables, or no row")
    groups.push(group)
  })
  if (problems.count > 0) return yield* problems.refusal("the file of known groups cannot be read")
  return groups as ReadonlyArray<KnownGroup>
})
