/**
 * **High risk.** Links between cubes: cells with the same place, origin, reporting partners and time may contain the same persons.
 *
 * Records of different kinds come from the same cases, and no key says which. So nothing between cubes can be derived, and the attacker is
 * given what helps most. Counts that are equal, or closer than any interval may be narrow, are taken to be of the same persons: the attacker
 * knows their difference. Of counts further apart the attacker knows which is the larger.
 */
import type { Sum } from "@corridor/disclosure/system/relationsFrom"
import { type Cube, spineDimensions } from "../catalogue/Cube.ts"
import { levelsOf } from "../catalogue/dimensionLabels.ts"
import type { TableShape } from "../catalogue/TableShape.ts"
import { partsOfYear } from "../catalogue/timeLabels.ts"

/** A cell with a place and a time, either of which may be the total. */
export interface SpineCell {
  readonly cell: number
  readonly cube: number
  readonly value: number
  /** Whether the cell counts all its cube's persons at this place and time, and not only those with some further label. */
  readonly isMargin: boolean
  /** Whether it counts all persons there: a margin of a cube that does. */
  readonly isWhole: boolean
  /** Codes of its further labels, in the cube's order; 0 for a total. */
  readonly further: ReadonlyArray<number>
}

/** An extra cell that a link needs: the difference of two linked cells, within what the attacker knows. */
export interface LinkDifference {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface SpineLinks {
  readonly sums: ReadonlyArray<Sum>
  readonly differences: ReadonlyArray<LinkDifference>
}

type ShapeOfCube = { readonly cube: Cube; readonly shape: TableShape }

type Axis = "place" | "from" | "panel"

/** Returns the levels of the spine's places, origins or times in some table of any cube. */
const levelsUsed = (all: ReadonlyArray<ShapeOfCube>, which: "place" | "from" | "time"): ReadonlySet<string> =>
  new Set(
    all.flatMap(({ cube, shape }) => {
      const name = cube.spine[which]
      return name === undefined ? [] : (shape.levels[name] ?? [])
    })
  )

const axesOf = (cube: Cube): ReadonlyMap<Axis, string> => {
  const [place, from, panel] = spineDimensions(cube)
  return new Map(
    (
      [
        ["place", place],
        ["from", from],
        ["panel", panel]
      ] as const
    ).flatMap(([axis, name]) => (name === undefined ? [] : [[axis, name] as const]))
  )
}

/** Returns by what tables divide the persons of a time, as far as several cubes can do so; by place in any case. */
const axesUsed = (all: ReadonlyArray<ShapeOfCube>): ReadonlyArray<ReadonlyArray<Axis>> => {
  const own = new Map(all.map(({ cube }) => [cube, axesOf(cube)]))
  const isShared = (axis: Axis) => [...own.values()].filter((axes) => axes.has(axis)).length > 1
  const used = all.map(({ cube, shape }) =>
    [...(own.get(cube) ?? [])].flatMap(([axis, name]) => (shape.by.includes(name) && isShared(axis) ? [axis] : []))
  )
  const divided = used.filter((axes) => axes.some((axis) => axis !== "place"))
  return [...new Map([["place" as const], ...divided].map((axes) => [axes.join(), axes])).values()]
}

/**
 * Returns the tables of a cube by place, origin, reporting partners and time alone, at the levels of all tables. They are in the system as unpublished
 * cells, so that each cube has the cells to link.
 */
export const spineShapes = (cube: Cube, all: ReadonlyArray<ShapeOfCube>): ReadonlyArray<TableShape> => {
  const { time } = cube.spine
  const times = levelsUsed(all, "time")
  const own = axesOf(cube)
  const fixed = cube.dimensions.filter(({ name, adds }) => !adds && ![...own.values(), time].includes(name))
  const byOf = (names: ReadonlyArray<string>) =>
    cube.dimensions
      .map(({ name }) => name)
      .filter((name) => names.includes(name) || fixed.some((one) => one.name === name))
  const fixedLevels = Object.fromEntries(fixed.map(({ name, kind }) => [name, [levelsOf[kind][0] as string]]))
  const levelsAlong = (axis: Axis): ReadonlyArray<string> => {
    if (axis === "panel") return ["code"]
    const used = levelsUsed(all, axis)
    return ["country", "subregion", "region"].filter((level) => level === "country" || used.has(level))
  }
  const periods = new Set(
    all.flatMap(({ shape }) => (Object.values(shape.levels).flat().includes("period") ? [shape.period] : []))
  )
  const yearly = (axes: ReadonlyArray<Axis>, period: number | undefined): TableShape => {
    const names = axes.flatMap((axis) => own.get(axis) ?? [])
    return {
      by: byOf([...names, time]),
      levels: {
        ...fixedLevels,
        ...Object.fromEntries(
          axes.flatMap((axis) => [own.get(axis) ?? []].flat().map((name) => [name, levelsAlong(axis)]))
        ),
        [time]: period === undefined ? ["year"] : ["year", "period"]
      },
      margins: true,
      period: period ?? 1
    }
  }
  const months = partsOfYear.filter((level) => times.has(level))
  const hasMonths = months.length > 0 && cube.details.some(({ levels }) => levels[time] !== undefined)
  const monthly = { by: byOf([time]), levels: { ...fixedLevels, [time]: months }, margins: true, period: 1 }
  const lengths = periods.size === 0 ? [undefined] : [...periods]
  return [
    ...axesUsed(all).flatMap((axes) => lengths.map((period) => yearly(axes, period))),
    ...(hasMonths ? [monthly] : [])
  ]
}

/** Returns whether two cells of a cube, at one place and time, may contain a person together. */
const overlap = (a: SpineCell, b: SpineCell): boolean =>
  a.further.every((code, d) => code === 0 || b.further[d] === 0 || b.further[d] === code)

type LinkedCell = Pick<SpineCell, "cell" | "value">

/** Links two cells that are taken for the same persons, or of which the attacker knows the larger. `extra` is the number of the next extra cell. */
export const linkOf = (pair: readonly [LinkedCell, LinkedCell], extra: number, areSame: boolean) => {
  const [less, more] = pair[0].value <= pair[1].value ? pair : [pair[1], pair[0]]
  const value = more.value - less.value
  if (value === 0 && areSame) return { sum: { total: more.cell, parts: [less.cell] }, differences: [] }
  const limits = areSame ? { low: value, high: value } : { low: 0, high: Number.POSITIVE_INFINITY }
  return { sum: { total: more.cell, parts: [less.cell, extra] }, differences: [{ value, ...limits }] }
}

/**
 * Returns the links between the cells of one place and time. `from` is the number of the first extra cell, `least` the width that every
 * hidden cell's interval must have.
 *
 * Of cells of a cube that overlap, only the nearest to a count of another cube is taken for the same persons: a total and one of its parts
 * cannot both be. This applies to every count that it is near to, unless their difference follows from other known ones: counts of all persons first,
 * then parts of other cubes, the nearest first.
 */
export const linksAmong = (cells: ReadonlyArray<SpineCell>, from: number, least: number): SpineLinks => {
  const sums: Array<Sum> = []
  const differences: Array<LinkDifference> = []
  /** Cells whose differences are known are in one set. */
  const setOf = new Map(cells.map((cell) => [cell, new Set([cell])]))
  const link = (a: SpineCell, b: SpineCell, areSame: boolean) => {
    const [own, other] = [setOf.get(a), setOf.get(b)]
    if (areSame && own === other) return
    if (areSame && own !== undefined && other !== undefined)
      for (const cell of other) {
        own.add(cell)
        setOf.set(cell, own)
      }
    const made = linkOf([a, b], from + differences.length, areSame)
    sums.push(made.sum)
    differences.push(...made.differences)
  }
  const wholes = cells.filter((cell) => cell.isWhole).sort((a, b) => a.value - b.value)
  for (const [i, next] of wholes.entries()) {
    const last = wholes[i - 1]
    if (last !== undefined) link(last, next, next.value - last.value < least)
  }
  const labels = ({ further }: SpineCell) => further.filter((code) => code > 0).length
  const distance = (a: SpineCell, b: SpineCell) => Math.abs(a.value - b.value)
  const parts = cells.filter((cell) => !cell.isWhole)
  const linked: Array<SpineCell> = []
  const mayLink = (part: SpineCell) =>
    linked.includes(part) || !linked.some((one) => one.cube === part.cube && overlap(one, part))
  const ranked = parts
    .map((part) => {
      const others = wholes.filter(({ cube }) => cube !== part.cube)
      const nearest = others.toSorted((a, b) => distance(a, part) - distance(b, part))
      return {
        part,
        others,
        nearest,
        apart: nearest[0] === undefined ? Number.POSITIVE_INFINITY : distance(nearest[0], part)
      }
    })
    .sort((a, b) => a.apart - b.apart || labels(a.part) - labels(b.part))
  for (const { part, others, nearest, apart } of ranked) {
    const above = others.find(({ value }) => value >= part.value)
    if (apart < least && mayLink(part)) {
      for (const one of nearest) if (distance(one, part) < least) link(part, one, true)
      linked.push(part)
    } else if (above !== undefined && !part.isMargin) link(part, above, false)
  }
  const pairs = parts
    .flatMap((a, i) => parts.slice(i + 1).map((b) => [a, b] as const))
    .filter(([a, b]) => a.cube !== b.cube && distance(a, b) < least)
    .sort(([a, b], [c, d]) => distance(a, b) - distance(c, d) || labels(a) + labels(b) - labels(c) - labels(d))
  for (const [a, b] of pairs) {
    if (!mayLink(a) || !mayLink(b)) continue
    link(a, b, true)
    linked.push(a, b)
  }
  return { sums, differences }
}
