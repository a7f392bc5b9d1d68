/** Tables of persons expanded from UNODC's corridors, with twelve partners: what all methods are compared on. */
import { readFileSync } from "node:fs"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import type { Hierarchy, Membership } from "@corridor/disclosure/tables/Hierarchy"
import { parse } from "csv-parse/sync"
import { type LeafCount, tableOf } from "../../../packages/disclosure/test/fixtures/tableOf.ts"
import { sharedData } from "../../fixtures/sharedData.ts"
import { corridors, withPersons } from "./glotipCube.ts"

/** Shares of sex, of age and of form over all of UNODC's table, rounded; the partners are equal. */
const shares = [[0.72, 0.28], [0.7, 0.3], [0.5, 0.38, 0.12], new Array(12).fill(1 / 12)]

/** One group of alike persons: origin, destination, year, sex, age, form, partner. */
export type Persons = { readonly at: ReadonlyArray<string>; readonly count: number }

export const persons = (seed: number): ReadonlyArray<Persons> => withPersons(corridors(seed), shares, seed + 1)

/** Groups of alike persons by some of the columns, with what each partner has. */
export const countsBy = (all: ReadonlyArray<Persons>, columns: ReadonlyArray<number>): ReadonlyArray<LeafCount> => {
  const found = new Map<string, { at: ReadonlyArray<string>; count: number; by: Map<string, number> }>()
  for (const { at, count } of all) {
    const own = columns.map((c) => at[c] as string)
    const key = own.join("|")
    const one = found.get(key) ?? { at: own, count: 0, by: new Map<string, number>() }
    found.set(key, one)
    one.count += count
    const partner = at[6] as string
    one.by.set(partner, (one.by.get(partner) ?? 0) + count)
  }
  return [...found.values()]
}

/** M49's subregion and region of a country, the label of margins last. */
const regions = (): ((code: string) => ReadonlyArray<string>) => {
  const rows = parse(readFileSync(sharedData("country-codes.csv"), "utf8"), { columns: true }) as ReadonlyArray<
    Record<string, string>
  >
  const way = new Map(
    rows.map((row) => [
      row["ISO3166-1-Alpha-3"],
      [`s${row["Sub-region Code"] || "?"}`, `r${row["Region Code"] || "?"}`, "Total"]
    ])
  )
  return (code) => way.get(code) ?? ["s?", "r?", "Total"]
}

export interface ComparedTables {
  readonly tables: ReadonlyArray<CountTable>
  readonly hierarchy: Hierarchy
}

/**
 * `years`: corridors by year too. `levels`: subregions and regions of origins and destinations, on both sides at once. `apart`: these only
 * where all else is the total. `partners`: what each partner has, for the rules that need it.
 */
export const comparedTables = (
  all: ReadonlyArray<Persons>,
  {
    years,
    levels,
    apart = false,
    partners
  }: { readonly years: boolean; readonly levels: boolean; readonly apart?: boolean; readonly partners: boolean }
): ComparedTables => {
  const flat = () => ["Total"]
  const place = levels || apart ? regions() : flat
  const strip = (leaves: ReadonlyArray<LeafCount>) =>
    partners ? leaves : leaves.map(({ at, count }) => ({ at, count }))
  const table = (name: string, dimensions: ReadonlyArray<string>, columns: ReadonlyArray<number>, above = place) =>
    tableOf(
      name,
      dimensions,
      strip(countsBy(all, columns)),
      columns.map((c) => (c < 2 ? above : flat))
    )
  const tables = levels
    ? [table("corridors", ["origin", "destination"], [0, 1]), table("form", ["destination", "form"], [1, 5])]
    : apart
      ? [
          table("corridors", ["origin", "destination"], [0, 1], flat),
          table("origins", ["origin"], [0]),
          table("destinations", ["destination"], [1]),
          table("form", ["destination", "form"], [1, 5], flat)
        ]
      : [
          years
            ? table("corridors", ["origin", "destination", "year"], [0, 1, 2])
            : table("corridors", ["origin", "destination"], [0, 1]),
          table("persons", ["destination", "sex", "age"], [1, 3, 4]),
          table("form", ["destination", "form"], [1, 5])
        ]
  const hierarchy: Array<Membership> = []
  if (levels || apart)
    for (const [dimension, c] of [
      ["origin", 0],
      ["destination", 1]
    ] as const) {
      const seen = new Set<string>()
      for (const { at } of all) {
        let child = at[c] as string
        for (const parent of place(child).slice(0, -1)) {
          if (!seen.has(child)) hierarchy.push({ dimension, child, parent, grouping: "" })
          seen.add(child)
          child = parent
        }
      }
    }
  return { tables, hierarchy }
}

/** Records left once all are dropped that stand in a group of fewer than `k` by origin, destination, year, sex and age. */
export const kAnonymous = (all: ReadonlyArray<Persons>, k: number): ReadonlyArray<Persons> => {
  const size = new Map<string, number>()
  const keyOf = ({ at }: Persons) => at.slice(0, 5).join("|")
  for (const one of all) size.set(keyOf(one), (size.get(keyOf(one)) ?? 0) + one.count)
  return all.filter((one) => (size.get(keyOf(one)) as number) >= k)
}
