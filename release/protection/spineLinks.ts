/**
 * **High risk.** Links between cubes: cells with the same place and time may contain the same persons.
 *
 * Records of different kinds come from the same cases, and no key says which. So nothing between cubes can be derived, and the attacker is
 * given what helps most. Counts that are equal, or closer than any interval may be narrow, are taken to be of the same persons: the attacker
 * knows their difference. Of counts further apart the attacker knows which is the larger.
 */
import type { Sum } from "@corridor/disclosure/system/relationsFrom"
import type { Cube } from "../catalogue/Cube.ts"
import { levelsOf } from "../catalogue/dimensionLabels.ts"
import type { TableShape } from "../catalogue/TableShape.ts"

/** A cell with a place and a time, either of which may be the total. */
export interface SpineCell {
  readonly cell: number
  readonly cube: number
  readonly value: number
  /** Whether the cell counts all its cube's persons at this place and time, and not only those with some further label. */
  readonly isMargin: boolean
  /** Whether it counts everybody there: a margin of a cube that does. */
  readonly isWhole: boolean
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

const monthLevels = ["month", "quarter"]

/** Returns the levels of the spine's places or times in some table of any cube. */
const levelsUsed = (all: ReadonlyArray<ShapeOfCube>, which: "place" | "time"): ReadonlySet<string> =>
  new Set(
    all.flatMap(({ cube, shape }) => {
      const name = cube.spine[which]
      return name === undefined ? [] : (shape.levels[name] ?? [])
    })
  )

/**
 * Returns the tables of a cube by place and time alone, at the levels of all tables. They are in the system as cells that nobody publishes,
 * so that each cube has the cells to link.
 */
export const spineShapes = (cube: Cube, all: ReadonlyArray<ShapeOfCube>): ReadonlyArray<TableShape> => {
  const { place, time } = cube.spine
  const [places, times] = [levelsUsed(all, "place"), levelsUsed(all, "time")]
  const fixed = cube.dimensions.filter(({ name, adds }) => !adds && name !== place && name !== time)
  const byOf = (...names: ReadonlyArray<string | undefined>) =>
    cube.dimensions
      .map(({ name }) => name)
      .filter((name) => names.includes(name) || fixed.some((one) => one.name === name))
  const fixedLevels = Object.fromEntries(fixed.map(({ name, kind }) => [name, [levelsOf[kind][0] as string]]))
  const placeLevels = ["country", "subregion", "region"].filter((level) => level === "country" || places.has(level))
  const periods = new Set(
    all.flatMap(({ shape }) => (Object.values(shape.levels).flat().includes("period") ? [shape.period] : []))
  )
  const yearly = (period: number | undefined): TableShape => ({
    by: byOf(place, time),
    levels: {
      ...fixedLevels,
      ...(place === undefined ? {} : { [place]: placeLevels }),
      [time]: period === undefined ? ["year"] : ["year", "period"]
    },
    margins: true,
    period: period ?? 1
  })
  const months = monthLevels.filter((level) => times.has(level))
  const hasMonths = months.length > 0 && cube.details.some(({ levels }) => levels[time] !== undefined)
  const monthly = { by: byOf(time), levels: { ...fixedLevels, [time]: months }, margins: true, period: 1 }
  return [...(periods.size === 0 ? [yearly(undefined)] : [...periods].map(yearly)), ...(hasMonths ? [monthly] : [])]
}

/**
 * Returns the links between the cells of one place and time. `from` is the number of the first extra cell, `least` the width that every
 * hidden cell's interval must have.
 */
export const linksAmong = (cells: ReadonlyArray<SpineCell>, from: number, least: number): SpineLinks => {
  const sums: Array<Sum> = []
  const differences: Array<LinkDifference> = []
  const link = (a: SpineCell, b: SpineCell) => {
    const [less, more] = a.value <= b.value ? [a, b] : [b, a]
    const value = more.value - less.value
    if (value === 0) sums.push({ total: more.cell, parts: [less.cell] })
    else {
      sums.push({ total: more.cell, parts: [less.cell, from + differences.length] })
      differences.push(
        value < least ? { value, low: value, high: value } : { value, low: 0, high: Number.POSITIVE_INFINITY }
      )
    }
  }
  const wholes = cells.filter((cell) => cell.isWhole).sort((a, b) => a.value - b.value)
  for (const [i, next] of wholes.entries()) if (i > 0) link(wholes[i - 1] as SpineCell, next)
  for (const part of cells) {
    if (part.isWhole) continue
    const others = wholes.filter(({ cube }) => cube !== part.cube)
    const nearest = others.toSorted((a, b) => Math.abs(a.value - part.value) - Math.abs(b.value - part.value))[0]
    const above = others.find(({ value }) => value >= part.value)
    if (nearest !== undefined && Math.abs(nearest.value - part.value) < least) link(part, nearest)
    else if (above !== undefined && !part.isMargin) link(part, above)
  }
  return { sums, differences }
}
