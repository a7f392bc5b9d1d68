import { Effect } from "effect"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import { detailsFor, type Family, type FamilyDetail } from "./Family.ts"
import type { TableShape } from "./familyTable.ts"
import { monthLabel, notKnownIn } from "./timeLabels.ts"

/** The finest counts of a family in a vintage: by partner. Held by the engine alone; nothing of it is shown unprotected. */
export interface LeafRow {
  /** Values of the family's dimensions in their order. */
  readonly values: ReadonlyArray<string>
  readonly partner: string
  readonly persons: number
}

/** The finest counts of a family by the detail that they have; '' are those of the family's own mart. */
export type Leaves = ReadonlyMap<string, ReadonlyArray<LeafRow>>

export interface LeafRows {
  readonly rows: ReadonlyArray<LeafRow>
  /** Is any of them of the demonstration? */
  readonly invented: boolean
}

/** The counts that a table of this shape is made of. */
export const leavesFor = (family: Family, leaves: Leaves, { levels }: Pick<TableShape, "levels">) =>
  leaves.get(detailsFor(family, levels)[0]?.name ?? "") ?? []

/** Month such as `2004-03`; `2004-NotKnown` where only the year is known. */
const monthOf = (row: Readonly<Record<string, unknown>>): string => {
  const year = text(row["year"])
  const month = row["month"]
  if (year === "NotKnown") return year
  return month === null || month === undefined ? notKnownIn(year) : monthLabel(year, `${month}`)
}

const text = (value: unknown): string =>
  value === null || value === undefined || value === "" ? "NotKnown" : `${value}`

/** Reads them; fails where the vintage does not have the mart, or has it changed. */
export const leafRows = Effect.fn("leafRows")(function* (vintage: Vintage, family: Family, detail?: FamilyDetail) {
  const frozen = yield* frozenRows<Readonly<Record<string, unknown>>>(vintage, detail?.mart ?? family.mart)
  const hasMonths = detail?.levels["year"] !== undefined
  const persons = new Map<string, { values: ReadonlyArray<string>; partner: string; persons: number }>()
  let invented = false
  for (const row of frozen) {
    const count = Number(row[family.count] ?? 0)
    if (!(count > 0)) continue
    if (Number(row["invented"]) === 1) invented = true
    const values = family.dimensions.map(({ column }) =>
      hasMonths && column === "year" ? monthOf(row) : text(row[column])
    )
    const partner = text(row["partner_id"])
    const key = JSON.stringify([values, partner])
    const known = persons.get(key)
    if (known === undefined) persons.set(key, { values, partner, persons: count })
    else known.persons += count
  }
  return { rows: [...persons.values()], invented } satisfies LeafRows
})
