import { type Cube, panelDimension } from "./Cube.ts"
import { phaseLevel, usualLevel } from "./dimensionLabels.ts"
import { nestedLevels } from "./nestedLevels.ts"
import type { TableChoice } from "./TableChoice.ts"
import { partsOfYear } from "./timeLabels.ts"

/** What determines the cells of a table. Choices that agree in these are parts of the same table. */
export type TableShape = Pick<TableChoice, "by" | "levels" | "margins" | "period">

/** Returns the shape of a choice. */
export const shapeOf = ({ by, levels, margins, period }: TableShape): TableShape => ({ by, levels, margins, period })

const ends = ["origin", "destination"]

/** Returns whether a dimension has one of these levels of detail. */
export const hasLevel = ({ levels }: TableShape, name: string, ...some: ReadonlyArray<string>) =>
  (levels[name] ?? []).some((level) => some.includes(level))

const finestOf = (cube: Cube, names: ReadonlyArray<string>, margins: boolean): TableShape => {
  const own = cube.dimensions.filter(({ name }) => names.includes(name))
  const levels = Object.fromEntries(own.map(({ name, kind }) => [name, [usualLevel[kind] as string]]))
  return { by: own.map(({ name }) => name), levels, margins, period: 1 }
}

/** Returns how fine the times of a table are: less is finer, and a table without times is coarsest. */
const finenessOf = ({ levels }: TableShape, time: string): number =>
  Math.min(
    ...(levels[time] ?? []).map((level) => nestedLevels.year.indexOf(level)).filter((at) => at >= 0),
    nestedLevels.year.length
  )

/**
 * Returns for a table by who reported, and each other table with finer times, the table of both by what they share. It is published from which month
 * on other partners reported than before (`reporting.csv`), so it is public where one label of the panel has no persons.
 */
const panelTies = (cube: Cube, shape: TableShape, all: ReadonlyArray<TableShape>): ReadonlyArray<TableShape> => {
  const { time } = cube.spine
  if (!shape.by.includes(panelDimension)) return []
  return all.flatMap((other) => {
    const at = finenessOf(other, time)
    if (other.by.includes(panelDimension) || at >= finenessOf(shape, time)) return []
    const shared = shape.by.filter((name) => other.by.includes(name))
    const { levels, ...tie } = finestOf(cube, [...shared, time, panelDimension], false)
    return [{ ...tie, levels: { ...levels, [time]: [nestedLevels.year[at] as string] } }]
  })
}

/**
 * Returns the table of a dimension that follows from others together with those of them that tables have, of labels that describe nearly the
 * same persons the tables by what their tables share, and of who reported the tables by finer times.
 */
const tiesOf = (cube: Cube, shape: TableShape, all: ReadonlyArray<TableShape>): ReadonlyArray<TableShape> => [
  ...panelTies(cube, shape, all),
  ...Object.entries(cube.follows ?? {}).flatMap(([name, others]) => {
    const { by } = shape
    const used = others.filter((other) => all.some((one) => one.by.includes(other)))
    return !by.includes(name) || used.every((other) => by.includes(other))
      ? []
      : [finestOf(cube, [...by, ...used], false)]
  }),
  ...(cube.alike ?? []).flatMap(({ dimension, where }) => {
    const { by } = shape
    const others = Object.keys(where)
    if (!by.includes(dimension)) return []
    return all
      .filter((one) => others.every((name) => one.by.includes(name)))
      .flatMap((one) => {
        const shared = by.filter((name) => one.by.includes(name) && name !== dimension && !others.includes(name))
        return [finestOf(cube, [...shared, dimension], true), finestOf(cube, [...shared, ...others], true)]
      })
  })
]

/** Returns the finer tables that tie the overlapping labels of a table to other tables. */
const partsOf = (shape: TableShape, all: ReadonlyArray<TableShape>): ReadonlyArray<TableShape> => {
  const found: Array<TableShape> = []
  const routes = shape.levels["corridor"] ?? []
  // Routes have ends, so where ends are published too, the table of routes has them.
  const hasEnds = all.some(({ by }) => by.some((name) => ends.includes(name)))
  const lacksEnds = hasEnds && !ends.every((name) => shape.by.includes(name))
  const withEnds = (level: string, route: string): TableShape => ({
    ...shape,
    by: hasEnds ? [...ends, ...shape.by.filter((name) => !ends.includes(name))] : shape.by,
    levels: {
      ...shape.levels,
      ...(hasEnds ? Object.fromEntries(ends.map((name) => [name, [level]])) : {}),
      corridor: [route]
    }
  })
  if (hasLevel(shape, "corridor", "begins", "via", "route") && (lacksEnds || !routes.includes("route")))
    found.push(withEnds("country", "route"))
  if (hasLevel(shape, "corridor", "via_first_level", "places") && (lacksEnds || !routes.includes("places")))
    found.push(withEnds("first_level", "places"))
  const hasPeriods = (one: TableShape) => hasLevel(one, "year", "period")
  if (hasPeriods(shape) && all.some((one) => hasPeriods(one) && one.period !== shape.period))
    found.push({ ...shape, levels: { ...shape.levels, year: ["year"] }, period: 1 })
  const grouped = shape.by.filter((name) => hasLevel(shape, name, "group"))
  if (grouped.length > 0) {
    const hasMonths = all.some((one) => hasLevel(one, "year", ...partsOfYear))
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

const distinct = (shapes: ReadonlyArray<TableShape>): ReadonlyArray<TableShape> => [
  ...new Map(shapes.map((one) => [JSON.stringify(one), one])).values()
]

/**
 * Returns these shapes and those that must be in one system with them. Beginnings of routes, places of transit, groups, and periods of two
 * lengths overlap or change. Only routes, countries by date, and years tie them to each other and to totals. These finer tables are in the
 * system as cells that are not published.
 */
export const withParts = (shapes: Iterable<TableShape>): ReadonlyArray<TableShape> => {
  const all = [...shapes]
  return distinct([...all, ...all.flatMap((shape) => partsOf(shape, all))])
}

/** Returns these shapes of a cube and those that tie dimensions of the same persons. They are not published either. */
export const withTies = (cube: Cube, shapes: ReadonlyArray<TableShape>): ReadonlyArray<TableShape> =>
  distinct([...shapes, ...shapes.flatMap((shape) => tiesOf(cube, shape, shapes))])
