import { Effect } from "effect"
import { type Cube, type CubeDetail, dimensionOf, panelDimension, panelLabels } from "../catalogue/Cube.ts"
import type { LeafRow } from "../catalogue/LeafRow.ts"
import { monthLabel, notKnownIn } from "../catalogue/timeLabels.ts"
import { memberOf, panelOf, type ReportedMonth, reportingSpans } from "./reportingSpans.ts"
import { frozenRows, hasCoverage, type Vintage } from "./Vintages.ts"

interface LeafRows {
  readonly rows: ReadonlyArray<LeafRow>
  /** Whether any of them comes from invented records. */
  readonly invented: boolean
}

/** Returns a month such as `2004-03`; `2004-NotKnown` if only the year is known. */
const monthOf = (row: Readonly<Record<string, unknown>>): string => {
  const year = text(row["year"])
  const month = row["month"]
  if (year === "NotKnown") return year
  return month === null || month === undefined ? notKnownIn(year) : monthLabel(year, `${month}`)
}

const text = (value: unknown): string =>
  value === null || value === undefined || value === "" ? "NotKnown" : `${value}`

/** Returns the constant panel of a cube in a vintage, as `panelOf` does; undefined if it has none or the vintage does not have who reported when. */
export const panelIn = Effect.fn("panelIn")(function* (vintage: Vintage, cube: Cube) {
  const known = vintage.panels[cube.name]
  if (known !== undefined) return new Set(known)
  if (dimensionOf(cube, panelDimension) === undefined || !hasCoverage(vintage)) return undefined
  return panelOf(cube, reportingSpans(yield* frozenRows<ReportedMonth>(vintage, "coverage")))
})

/** Reads the finest counts of a cube or a detail from a vintage. Fails if the vintage lacks the mart or the mart was changed. */
export const leafRows = Effect.fn("leafRows")(function* (vintage: Vintage, cube: Cube, detail?: CubeDetail) {
  const frozen = yield* frozenRows<Readonly<Record<string, unknown>>>(vintage, detail?.mart ?? cube.mart)
  const hasMonths = detail?.levels["year"] !== undefined
  const panel = yield* panelIn(vintage, cube)
  const labelOf = (row: Readonly<Record<string, unknown>>, partner: string) => {
    if (panel === undefined) return undefined
    const isMember = panel.has(memberOf(cube, text(row[cube.spine.kind ?? ""]), partner))
    return isMember ? panelLabels.constant : panelLabels.other
  }
  const persons = new Map<string, { values: ReadonlyArray<string>; partner: string; persons: number }>()
  let invented = false
  for (const row of frozen) {
    const count = Number(row[cube.count] ?? 0)
    if (!(count > 0)) continue
    if (Number(row["invented"]) === 1) invented = true
    const partner = text(row["partner_id"])
    const values = cube.dimensions.map(({ column }) =>
      hasMonths && column === "year"
        ? monthOf(row)
        : text(column === panelDimension ? labelOf(row, partner) : row[column])
    )
    const key = JSON.stringify([values, partner])
    const known = persons.get(key)
    if (known === undefined) persons.set(key, { values, partner, persons: count })
    else known.persons += count
  }
  return { rows: [...persons.values()], invented } satisfies LeafRows
})
