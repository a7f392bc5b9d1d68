import { stateCode } from "@corridor/disclosure/tables/CellState"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import type { Hierarchy } from "@corridor/disclosure/tables/Hierarchy"
import { TableBuilder } from "@corridor/disclosure/tables/TableBuilder"
import { groupMemberships } from "./datedGroups.ts"
import { labelsAt, membershipsOf, phaseLevel, totalLabel } from "./dimensionLabels.ts"
import type { Family, FamilyDimension } from "./Family.ts"
import { type LeafRow, type Leaves, leavesFor } from "./LeafRows.ts"
import { countryOfPlace } from "./placeLabels.ts"
import type { TableChoice } from "./TableChoice.ts"

/** What a table is made of, whatever of it is shown: two choices that are alike in this are one table. */
export type TableShape = Pick<TableChoice, "by" | "levels" | "margins" | "period">

export const shapeOf = ({ by, levels, margins, period }: TableShape): TableShape => ({ by, levels, margins, period })

const ends = ["origin", "destination"]

const has = ({ levels }: TableShape, name: string, ...some: ReadonlyArray<string>) =>
  (levels[name] ?? []).some((level) => some.includes(level))

/** The finer tables by which one of overlapping labels is tied to others. */
const partsOf = (shape: TableShape, all: ReadonlyArray<TableShape>): ReadonlyArray<TableShape> => {
  const found: Array<TableShape> = []
  const routes = shape.levels["corridor"] ?? []
  // A route begins and ends somewhere: where ends are told too, they are ends of routes.
  const withEnds = (level: string) =>
    all.some(({ by }) => by.some((name) => ends.includes(name)))
      ? {
          by: [...ends, ...shape.by.filter((name) => !ends.includes(name))],
          levels: { ...shape.levels, ...Object.fromEntries(ends.map((name) => [name, [level]])) }
        }
      : {}
  if (has(shape, "corridor", "begins", "via") && !routes.includes("route"))
    found.push({
      ...shape,
      ...withEnds("country"),
      levels: { ...shape.levels, ...withEnds("country").levels, corridor: ["route"] }
    })
  if (has(shape, "corridor", "via_first_level") && !routes.includes("places"))
    found.push({
      ...shape,
      ...withEnds("first_level"),
      levels: { ...shape.levels, ...withEnds("first_level").levels, corridor: ["places"] }
    })
  const grouped = shape.by.filter((name) => has(shape, name, "group"))
  if (grouped.length > 0) {
    const hasMonths = all.some((one) => has(one, "year", "month", "quarter"))
    found.push({
      ...shape,
      by: [...shape.by.filter((name) => name !== "year"), "year"],
      levels: {
        ...shape.levels,
        ...Object.fromEntries(grouped.map((name) => [name, ["country", "group"]])),
        year: [hasMonths ? "month" : phaseLevel]
      }
    })
  }
  return found
}

/**
 * These shapes, and those that must be in a system with them. Beginnings of routes, places of transit and groups overlap, and groups
 * change: what they have to do with each other and with totals is told by routes and by countries at a time alone, which are then in it
 * as cells that nobody is shown.
 */
export const withParts = (shapes: Iterable<TableShape>): ReadonlyMap<string, TableShape> => {
  const all = [...shapes]
  return new Map([...all, ...all.flatMap((shape) => partsOf(shape, all))].map((one) => [JSON.stringify(one), one]))
}

const dimensionsOf = (family: Family, by: ReadonlyArray<string>): ReadonlyArray<FamilyDimension> =>
  family.dimensions.filter(({ name }) => by.includes(name))

/** All labels under which a value is counted in a table: of each chosen level, and the margin. */
const labelsIn = (
  one: FamilyDimension,
  value: string,
  { levels, margins, period }: TableShape,
  when: string
): ReadonlyArray<string> => [
  ...new Set([
    ...(levels[one.name] ?? []).flatMap((level) => labelsAt(one, value, level, { period, when })),
    ...(margins && one.adds ? [totalLabel] : [])
  ])
]

const crossed = (lists: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ReadonlyArray<string>> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<string>>>(
    (all, list) => all.flatMap((labels) => list.map((label) => [...labels, label])),
    [[]]
  )

/**
 * A table with all its sums, counted from the finest counts, with the persons of each partner in each cell. `zeros`: cells that must
 * be in it though nobody is in them any more.
 */
export const familyTable = (
  name: string,
  family: Family,
  rows: ReadonlyArray<LeafRow>,
  shape: TableShape,
  zeros: Iterable<ReadonlyArray<string>> = []
): CountTable => {
  const own = dimensionsOf(family, shape.by)
  const place = own.map((one) => family.dimensions.indexOf(one))
  const builder = new TableBuilder(
    name,
    own.map((one) => one.name)
  )
  const known = own.map(() => new Map<string, ReadonlyArray<string>>())
  const hasGroups = own.map(({ name }) => has(shape, name, "group"))
  const year = family.dimensions.findIndex(({ name }) => name === "year")
  const labelsOf = (d: number, values: ReadonlyArray<string>) => {
    const [value, when] = [values[place[d] as number] as string, values[year] as string]
    const key = hasGroups[d] === true ? `${value} ${when}` : value
    const list = known[d]?.get(key) ?? labelsIn(own[d] as FamilyDimension, value, shape, when)
    known[d]?.set(key, list)
    return list
  }
  const total: Array<number> = []
  const byPartner: Array<Map<string, number>> = []
  for (const { values, partner, persons } of rows) {
    const lists = own.map((_, d) => labelsOf(d, values))
    for (const labels of crossed(lists)) {
      const { row } = builder.row(labels)
      total[row] = (total[row] ?? 0) + persons
      const partners = byPartner[row] ?? new Map<string, number>()
      byPartner[row] = partners
      partners.set(partner, (partners.get(partner) ?? 0) + persons)
    }
  }
  for (const labels of zeros) {
    const { row, isNew } = builder.row(labels)
    if (isNew) total[row] = 0
  }
  total.forEach((count, row) => {
    builder.set(row, { count, state: stateCode.published })
    for (const [partner, persons] of byPartner[row] ?? []) builder.contribute(row, partner, persons)
  })
  return builder.build({ contributors: false, contributions: true })
}

/** How labels of these tables add up: for the values that occur, at the levels that some table has. */
export const familyHierarchy = (family: Family, leaves: Leaves, shapes: ReadonlyArray<TableShape>): Hierarchy =>
  family.dimensions.flatMap((one, d) => {
    const using = shapes.filter(({ by }) => by.includes(one.name))
    if (using.length === 0) return []
    const levels = new Set(using.flatMap((shape) => shape.levels[one.name] ?? []))
    const periods = new Set(
      using.flatMap((shape) => ((shape.levels[one.name] ?? []).includes("period") ? [shape.period] : []))
    )
    const valuesOf = (place: number, some: ReadonlyArray<TableShape>) =>
      new Set(
        [...new Set(some.map((shape) => leavesFor(family, leaves, shape)))].flatMap((rows) =>
          rows.map(({ values }) => values[place] as string)
        )
      )
    const found = membershipsOf(one, valuesOf(d, using), levels, periods)
    const grouped = using.filter((shape) => has(shape, one.name, "group"))
    if (grouped.length === 0) return found
    const along = family.dimensions.findIndex(({ name }) => name === "year")
    const level = shapes.some((shape) => has(shape, "year", phaseLevel)) ? phaseLevel : "month"
    const dates = new Set(
      [...valuesOf(along, grouped)].flatMap((when) =>
        labelsAt(family.dimensions[along] as FamilyDimension, when, level, { period: 1, when })
      )
    )
    const countries = new Set([...valuesOf(d, grouped)].map(countryOfPlace))
    return [...found, ...groupMemberships(one.name, countries, "year", dates)]
  })
