import { stateCode } from "@corridor/disclosure/tables/CellState"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import type { Hierarchy } from "@corridor/disclosure/tables/Hierarchy"
import { TableBuilder } from "@corridor/disclosure/tables/TableBuilder"
import type { Cube, CubeDimension } from "./Cube.ts"
import { groupMemberships } from "./datedGroups.ts"
import { labelsAt, membershipsOf, phaseLevel } from "./dimensionLabels.ts"
import { type LeafRow, type Leaves, leavesFor } from "./LeafRow.ts"
import { countryOfPlace } from "./placeLabels.ts"
import { hasLevel, type TableShape } from "./TableShape.ts"
import { totalLabel } from "./totalLabel.ts"

const dimensionsOf = (cube: Cube, by: ReadonlyArray<string>): ReadonlyArray<CubeDimension> =>
  cube.dimensions.filter(({ name }) => by.includes(name))

/** Returns all labels under which a value is counted in a table: one or more per level, and the margin. */
const labelsIn = (
  one: CubeDimension,
  value: string,
  { levels, margins, period }: TableShape,
  when: string
): ReadonlyArray<string> => [
  ...new Set([
    ...(levels[one.name] ?? []).flatMap((level) => labelsAt(one, value, level, { period, when })),
    ...(margins && one.adds ? [totalLabel] : [])
  ])
]

/** Returns every choice of one label of each list. */
export const crossed = (lists: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ReadonlyArray<string>> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<string>>>(
    (all, list) => all.flatMap((labels) => list.map((label) => [...labels, label])),
    [[]]
  )

/**
 * Computes a table with all its sums from the finest counts, with the persons of each partner in each cell. `zeros` are labels of cells to
 * include even if they have no persons any more.
 */
export const cubeTable = (
  name: string,
  cube: Cube,
  rows: ReadonlyArray<LeafRow>,
  shape: TableShape,
  zeros: Iterable<ReadonlyArray<string>> = []
): CountTable => {
  const own = dimensionsOf(cube, shape.by)
  const place = own.map((one) => cube.dimensions.indexOf(one))
  const builder = new TableBuilder(
    name,
    own.map((one) => one.name)
  )
  const known = own.map(() => new Map<string, ReadonlyArray<string>>())
  const hasGroups = own.map(({ name }) => hasLevel(shape, name, "group"))
  const year = cube.dimensions.findIndex(({ name }) => name === "year")
  const labelsOf = (d: number, values: ReadonlyArray<string>) => {
    const [value, when] = [values[place[d] as number] as string, values[year] as string]
    const key = hasGroups[d] === true ? `${value} ${when}` : value
    const list = known[d]?.get(key) ?? labelsIn(own[d] as CubeDimension, value, shape, when)
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

/**
 * Returns how labels of these tables add up, for the values that occur and the levels that some table has. `before`: values by dimension that
 * occurred in tables before.
 */
export const cubeHierarchy = (
  cube: Cube,
  leaves: Leaves,
  shapes: ReadonlyArray<TableShape>,
  before: (dimension: string) => Iterable<string> = () => []
): Hierarchy =>
  cube.dimensions.flatMap((one, d) => {
    const using = shapes.filter(({ by }) => by.includes(one.name))
    if (using.length === 0) return []
    const levels = new Set(using.flatMap((shape) => shape.levels[one.name] ?? []))
    const periods = new Set(
      using.flatMap((shape) => ((shape.levels[one.name] ?? []).includes("period") ? [shape.period] : []))
    )
    const valuesOf = (place: number, some: ReadonlyArray<TableShape>) =>
      new Set(
        [...new Set(some.map((shape) => leavesFor(cube, leaves, shape)))].flatMap((rows) =>
          rows.map(({ values }) => values[place] as string)
        )
      )
    const values = new Set([...valuesOf(d, using), ...before(one.name)])
    const found = membershipsOf(one, values, levels, periods)
    const grouped = using.filter((shape) => hasLevel(shape, one.name, "group"))
    if (grouped.length === 0) return found
    const along = cube.dimensions.findIndex(({ name }) => name === "year")
    const level = shapes.some((shape) => hasLevel(shape, "year", phaseLevel)) ? phaseLevel : "month"
    const dates = new Set(
      [...valuesOf(along, grouped)].flatMap((when) =>
        labelsAt(cube.dimensions[along] as CubeDimension, when, level, { period: 1, when })
      )
    )
    const countries = new Set([...valuesOf(d, grouped)].map(countryOfPlace))
    return [...found, ...groupMemberships(one.name, countries, "year", dates)]
  })
