/**
 * The least and the most that a count can be which a release hides, as anybody has it who adds and subtracts what the release shows.
 *
 * Computed from the release's own figures, the states of its cells and public lists of what adds up to what, and from nothing else: not from
 * hidden counts, not from which routes or months there are, not from what others were told. So whoever has the release has the bounds, and
 * publishing them gives nothing away, whatever else somebody knows: they follow from what he holds anyway. The attack of the audit knows more
 * sums and solves programmes; what it is left with lies inside. `Releases.ts` computes them twice: when a release is made and at each
 * audit, which refuses others than these, and refuses a release of which these alone are too narrow.
 */

import { equationsOf } from "@corridor/disclosure/attack/equationsOf"
import { reduce } from "@corridor/disclosure/attack/reduce"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import { relationsFrom } from "@corridor/disclosure/system/relationsFrom"
import { type Cube, type CubeDimension, dimensionOf } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { isAtLevel, labelAbove, nestedLevels } from "../catalogue/nestedLevels.ts"
import { cubes } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { yearsOfLabel } from "../catalogue/timeLabels.ts"
import type { Bounds } from "../history/Bounds.ts"
import { cellKey, cubeNameOf, cubeNamesOf, type DisclosedCell, type Disclosure } from "../history/Disclosure.ts"

/** What of the past says how a release is to be read. */
export interface ReaderContext {
  /** Was nothing told of the cube before? Then what a table does not have is zero, and what it hides is at least 1. */
  readonly isFirst: (cube: string) => boolean
  /** Releases of the same vintage: a count that stayed as one of these had it is the present one. */
  readonly sameVintage: ReadonlySet<number>
}

/** What the release says of one count: the count, or nothing but its bounds. */
interface Word {
  readonly count: number | undefined
  readonly low: number
}

const wordOf = ({ shown }: DisclosedCell, id: number, isFirst: boolean, past: ReaderContext): Word => {
  if (shown.state === "suppressed") return { count: undefined, low: isFirst ? 1 : 0 }
  const isPresent = shown.asOf === id || past.sameVintage.has(shown.asOf)
  return { count: isPresent ? shown.victims : undefined, low: 0 }
}

/** Years that the choice shows whole, so that all parts of a sum over them are there. */
const isWhole = ({ from, to }: TableChoice, whole: string | undefined): boolean => {
  if (from === null && to === null) return true
  const years = whole === undefined ? undefined : yearsOfLabel(whole)
  return years !== undefined && years[0] >= (from ?? years[0]) && years[1] <= (to ?? years[1])
}

/** Labels that hold this one along a dimension, by the level that it is at: a coarser level's, and undefined for all there are. */
const wholesOf = (
  { name, kind, adds }: CubeDimension,
  label: string,
  choice: TableChoice,
  periods: Iterable<number>
): ReadonlyArray<readonly [level: string, whole: string | undefined]> => {
  // Of a dimension of which one label is asked for, no sum has all its parts.
  if (choice.where[name] !== undefined) return []
  const levels = nestedLevels[kind]
  return levels.flatMap((level, at) => {
    if (!(choice.levels[name]?.includes(level) ?? false) || !isAtLevel(kind, label, level, choice.period)) return []
    const above = levels
      .slice(at + 1)
      .flatMap((coarser) =>
        coarser === "period"
          ? [...periods].map((years) => labelAbove(kind, label, coarser, years))
          : [labelAbove(kind, label, coarser, 1)]
      )
    return [...new Set([...above.filter((one) => one !== label), ...(adds ? [undefined] : [])])]
      .filter((whole) => kind !== "year" || isWhole(choice, whole))
      .map((whole) => [level, whole] as const)
  })
}

/** Every sum of which the release shows the whole, shown or hidden, and has a table with all the parts. */
const sumsAmong = (
  cube: Cube,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  numberOf: ReadonlyMap<string, number>
) => {
  const periods = new Set(choices.map(({ period }) => period))
  const found = new Map<string, { readonly total: number; readonly parts: Array<number> }>()
  for (const { choice: c, labels } of cells) {
    const choice = choices[c] as TableChoice
    const part = numberOf.get(cellKey(choice.by, labels)) as number
    choice.by.forEach((name, d) => {
      const one = dimensionOf(cube, name)
      const label = labels[d] as string
      if (one === undefined || label === totalLabel) return
      for (const [level, whole] of wholesOf(one, label, choice, periods)) {
        const key = cellKey(choice.by, labels.with(d, whole ?? totalLabel))
        const total = numberOf.get(key)
        if (total === undefined) continue
        const of = `${c} ${d} ${level}\n${key}`
        const sum = found.get(of) ?? { total, parts: [] }
        found.set(of, sum)
        sum.parts.push(part)
      }
    })
  }
  return [...found.values()]
}

/** @param cells of one cube; answers the bounds of its hidden cells by key. None where figures contradict each other. */
const boundsOfCube = (
  cube: Cube,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  id: number,
  past: ReaderContext
): ReadonlyMap<string, Bounds> => {
  const isFirst = past.isFirst(cube.name)
  const words = new Map<string, Word>()
  for (const cell of cells)
    words.set(cellKey(choices[cell.choice]?.by ?? [], cell.labels), wordOf(cell, id, isFirst, past))
  const keys = [...words.keys()]
  const numberOf = new Map(keys.map((key, cell) => [key, cell]))
  const sums = sumsAmong(cube, choices, cells, numberOf)
  // A cell that a later release does not have may be somebody: each sum may have parts that nothing is said of.
  const rest = isFirst ? 0 : sums.length
  const size = keys.length + rest
  const value = new Float64Array(size).fill(Number.NaN)
  const hidden = new Uint8Array(size).fill(1)
  const low = new Float64Array(size)
  keys.forEach((key, cell) => {
    const { count, low: least } = words.get(key) as Word
    low[cell] = least
    if (count === undefined) return
    value[cell] = count
    hidden[cell] = 0
  })
  const relations = relationsFrom(
    sums.map(({ total, parts }, s) => ({ total, parts: isFirst ? parts : [...parts, keys.length + s] }))
  )
  const system = { cells: size, value, relations, unshown: new Uint8Array(size) }
  const { equations, cellOf, contradictions } = equationsOf(system, hidden, {
    low,
    high: new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  })
  // Narrows the bounds in place.
  const reduced = reduce(equations)
  const found = new Map<string, Bounds>()
  if (contradictions + reduced.contradictions > 0) return found
  cellOf.forEach((cell, unknown) => {
    const key = keys[cell]
    if (key !== undefined)
      found.set(key, { low: equations.low[unknown] as number, high: equations.high[unknown] as number })
  })
  return found
}

/** The bounds of each cell that is suppressed, in the order of cells; undefined of all others. */
export const publicBounds = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  id: number,
  past: ReaderContext
): ReadonlyArray<Bounds | undefined> => {
  const found = new Map<string, ReadonlyMap<string, Bounds>>()
  for (const name of cubeNamesOf(choices)) {
    const own = cells.filter(({ choice }) => cubeNameOf(choices[choice] as TableChoice) === name)
    found.set(name, boundsOfCube(cubes.get(name) as Cube, choices, own, id, past))
  }
  return cells.map(({ choice: c, labels, shown }) => {
    const choice = choices[c] as TableChoice
    return shown.state === "suppressed" ? found.get(cubeNameOf(choice))?.get(cellKey(choice.by, labels)) : undefined
  })
}

/** What there is to know of the past for whoever reads a release: what was told before, in the order in which it was. */
export const readerContext = (vintage: number, before: ReadonlyArray<Disclosure>): ReaderContext => {
  const told = new Set(before.flatMap(({ choices }) => choices.map(cubeNameOf)))
  // Whom researchers asked is told to nobody, so that their answers' vintages are not used.
  const same = before.filter((one) => one.id > 0 && one.vintage === vintage && one.isExact)
  return { isFirst: (cube) => !told.has(cube), sameVintage: new Set(same.map(({ id }) => id)) }
}

/** Do these bounds alone tell too much of a hidden count? */
export const isTooNarrow = ({ low, high }: Bounds, threshold: number): boolean =>
  high - low < minProtectionWidth || (low >= 1 && high < threshold)
