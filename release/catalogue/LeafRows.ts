import { Effect } from "effect"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import type { Family } from "./Family.ts"

/** The finest counts of a family in a vintage: by partner. Held by the engine alone; nothing of it is shown unprotected. */
export interface LeafRow {
  /** Values of the family's dimensions in their order. */
  readonly values: ReadonlyArray<string>
  readonly partner: string
  readonly persons: number
}

export interface LeafRows {
  readonly rows: ReadonlyArray<LeafRow>
  /** Is any of them of the demonstration? */
  readonly invented: boolean
}

const text = (value: unknown): string =>
  value === null || value === undefined || value === "" ? "NotKnown" : `${value}`

/** Reads them; fails where the vintage does not have the mart, or has it changed. */
export const leafRows = Effect.fn("leafRows")(function* (vintage: Vintage, family: Family) {
  const frozen = yield* frozenRows<Readonly<Record<string, unknown>>>(vintage, family.mart)
  const persons = new Map<string, { values: ReadonlyArray<string>; partner: string; persons: number }>()
  let invented = false
  for (const row of frozen) {
    const count = Number(row[family.count] ?? 0)
    if (!(count > 0)) continue
    if (Number(row["invented"]) === 1) invented = true
    const values = family.dimensions.map(({ column }) => text(row[column]))
    const partner = text(row["partner_id"])
    const key = JSON.stringify([values, partner])
    const known = persons.get(key)
    if (known === undefined) persons.set(key, { values, partner, persons: count })
    else known.persons += count
  }
  return { rows: [...persons.values()], invented } satisfies LeafRows
})
