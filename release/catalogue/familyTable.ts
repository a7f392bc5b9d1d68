import { stateCode } from "../disclosure/tables/CellState.ts"
import type { CountTable } from "../disclosure/tables/CountTable.ts"
import type { Hierarchy } from "../disclosure/tables/Hierarchy.ts"
import { TableBuilder } from "../disclosure/tables/TableBuilder.ts"
import { labelsAt, membershipsOf, totalLabel } from "./dimensionLabels.ts"
import type { Family, FamilyDimension } from "./Family.ts"
import type { LeafRow } from "./LeafRows.ts"
import type { TableChoice } from "./TableChoice.ts"

/** What a table is made of, whatever of it is shown: two choices that are alike in this are one table. */
export type TableShape = Pick<TableChoice, "by" | "levels" | "margins" | "period">

export const shapeOf = ({ by, levels, margins, period }: TableShape): TableShape => ({ by, levels, margins, period })

/**
 * These shapes, and those that must be in a system with them: beginnings of routes and places of transit overlap, so that what they
 * have to do with each other and with totals is told by the routes alone, which are then in it as cells that nobody is shown.
 */
export const withRoutes = (shapes: Iterable<TableShape>): ReadonlyMap<string, TableShape> => {
  const found = new Map<string, TableShape>()
  const add = (shape: TableShape) => found.set(JSON.stringify(shape), shape)
  const all = [...shapes]
  all.forEach(add)
  for (const shape of all) {
    const levels = shape.levels["corridor"]
    if (levels !== undefined && !levels.includes("route"))
      add({ ...shape, levels: { ...shape.levels, corridor: ["route"] } })
  }
  return found
}

const dimensionsOf = (family: Family, by: ReadonlyArray<string>): ReadonlyArray<FamilyDimension> =>
  family.dimensions.filter(({ name }) => by.includes(name))

/** All labels under which a value is counted in a table: of each chosen level, and the margin. */
const labelsIn = (
  one: FamilyDimension,
  value: string,
  { levels, margins, period }: TableShape
): ReadonlyArray<string> => [
  ...new Set([
    ...(levels[one.name] ?? []).flatMap((level) => labelsAt(one, value, level, period)),
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
  const labelsOf = (d: number, value: string) => {
    const list = known[d]?.get(value) ?? labelsIn(own[d] as FamilyDimension, value, shape)
    known[d]?.set(value, list)
    return list
  }
  const total: Array<number> = []
  const byPartner: Array<Map<string, number>> = []
  for (const { values, partner, persons } of rows) {
    const lists = place.map((at, d) => labelsOf(d, values[at] as string))
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
export const familyHierarchy = (
  family: Family,
  rows: ReadonlyArray<LeafRow>,
  shapes: ReadonlyArray<TableShape>
): Hierarchy =>
  family.dimensions.flatMap((one, d) => {
    const using = shapes.filter(({ by }) => by.includes(one.name))
    const levels = new Set(using.flatMap((shape) => shape.levels[one.name] ?? []))
    const periods = new Set(
      using.flatMap((shape) => ((shape.levels[one.name] ?? []).includes("period") ? [shape.period] : []))
    )
    return using.length === 0
      ? []
      : membershipsOf(one, new Set(rows.map(({ values }) => values[d] as string)), levels, periods)
  })
