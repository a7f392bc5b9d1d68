/**
 * Bounds of suppressed counts that any reader can compute by adding and subtracting the figures of a release.
 *
 * They are computed from the release's own figures, the states of its cells and public lists of what adds up to what, and from nothing
 * else: not from suppressed counts, not from which routes or months exist, not from answers to others. So publishing them discloses
 * nothing. The audit's attacker knows more sums and solves linear programmes; its intervals are inside these bounds. `Releases.ts` computes
 * the bounds when a release is made and again at each audit, which refuses other bounds and bounds that are too narrow.
 */

import { equationsOf } from "@corridor/disclosure/attack/equationsOf"
import { reduce } from "@corridor/disclosure/attack/reduce"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import type { Hidden, Knowledge, LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"
import { relationsFrom } from "@corridor/disclosure/system/relationsFrom"
import { type Cube, type CubeDimension, dimensionOf, panelDimension, sensitiveDimensions } from "../catalogue/Cube.ts"
import { cubes } from "../catalogue/cubes.ts"
import { isAtLevel, labelAbove, nestedLevels } from "../catalogue/nestedLevels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { yearsOfLabel } from "../catalogue/timeLabels.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import type { Bounds } from "../history/Bounds.ts"
import {
  cellKey,
  cubeNameOf,
  cubeNamesOf,
  type DisclosedCell,
  type Disclosure,
  withoutNoise
} from "../history/Disclosure.ts"

/** How earlier disclosures change the reading of a release. */
export interface ReaderContext {
  /**
   * Whether nothing was disclosed about the cube before. Then a cell that a table lacks is zero, and a suppressed count is at least 1, unless
   * it is of a sensitive value.
   */
  readonly isFirst: (cube: string) => boolean
  /** Releases of the same vintage: an earlier count that is current as of one of these is still current. */
  readonly sameVintage: ReadonlySet<number>
}

/** What the release shows of one count: the count, or a lower bound. */
interface Reading {
  readonly count: number | undefined
  readonly low: number
}

/** Returns whether a cell is of a value of a sensitive dimension. Zeros of these may be suppressed. */
const isSensitive = (cube: Cube, { by }: TableChoice, labels: ReadonlyArray<string>): boolean =>
  sensitiveDimensions(cube).some((name) => by.includes(name) && labels[by.indexOf(name)] !== totalLabel)

const readingOf = (
  { shown, labels }: DisclosedCell,
  id: number,
  { cube, choice, isFirst }: { readonly cube: Cube; readonly choice: TableChoice; readonly isFirst: boolean },
  past: ReaderContext
): Reading => {
  if (shown.state === "suppressed")
    return { count: undefined, low: isFirst && !isSensitive(cube, choice, labels) ? 1 : 0 }
  const isPresent = shown.asOf === id || past.sameVintage.has(shown.asOf)
  return { count: isPresent ? shown.victims : undefined, low: 0 }
}

/** Returns whether the choice includes all years of a sum, so that all its parts are present. */
const hasAllYears = ({ from, to }: TableChoice, coarse: string | undefined): boolean => {
  if (from === null && to === null) return true
  const years = coarse === undefined ? undefined : yearsOfLabel(coarse)
  return years !== undefined && years[0] >= (from ?? years[0]) && years[1] <= (to ?? years[1])
}

/** Returns the coarser labels that contain this one along a dimension, with the level of this one; undefined stands for the total. */
const coarserLabels = (
  { name, kind, adds }: CubeDimension,
  label: string,
  choice: TableChoice,
  periods: Iterable<number>
): ReadonlyArray<readonly [level: string, coarse: string | undefined]> => {
  // If one label of a dimension is selected, no sum over it has all its parts. Of a panel's sum the rest is added as an unknown part.
  if (choice.where[name] !== undefined && name !== panelDimension) return []
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
      .filter((coarse) => kind !== "year" || hasAllYears(choice, coarse))
      .map((coarse) => [level, coarse] as const)
  })
}

/** A sum of cells of the release, published or suppressed. */
interface ReleaseSum {
  readonly total: number
  readonly parts: Array<number>
  /** Whether a further part is in no table. */
  readonly isPartial: boolean
}

/** Returns every sum whose total and parts are cells of the release: all parts, or the constant panel alone. */
const sumsAmong = (
  cube: Cube,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  numberOf: ReadonlyMap<string, number>
): ReadonlyArray<ReleaseSum> => {
  const periods = new Set(choices.map(({ period }) => period))
  const found = new Map<string, ReleaseSum>()
  for (const { choice: c, labels } of cells) {
    const choice = choices[c] as TableChoice
    const part = numberOf.get(cellKey(cube.name, choice.by, labels)) as number
    choice.by.forEach((name, d) => {
      const one = dimensionOf(cube, name)
      const label = labels[d] as string
      if (one === undefined || label === totalLabel) return
      for (const [level, coarse] of coarserLabels(one, label, choice, periods)) {
        const key = cellKey(cube.name, choice.by, labels.with(d, coarse ?? totalLabel))
        const total = numberOf.get(key)
        if (total === undefined) continue
        const sumKey = `${c} ${d} ${level}\n${key}`
        const sum = found.get(sumKey) ?? { total, parts: [], isPartial: choice.where[name] !== undefined }
        found.set(sumKey, sum)
        sum.parts.push(part)
      }
    })
  }
  return [...found.values()]
}

/** What a release shows of one cube, as one linear system. Suppressed counts have the value NaN. */
interface PublicSystem {
  /** Key of each cell. Further cells are parts of sums that no table contains. */
  readonly keys: ReadonlyArray<string>
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
}

/** Returns the system of the cells of one cube: every sum among them and what a reader knows of each. */
const publicSystem = (
  cube: Cube,
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  id: number,
  past: ReaderContext
): PublicSystem => {
  const isFirst = past.isFirst(cube.name)
  const readings = new Map<string, Reading>()
  for (const cell of cells) {
    const choice = choices[cell.choice] as TableChoice
    readings.set(cellKey(cube.name, choice.by, cell.labels), readingOf(cell, id, { cube, choice, isFirst }, past))
  }
  const keys = [...readings.keys()]
  const numberOf = new Map(keys.map((key, cell) => [key, cell]))
  const sums = sumsAmong(cube, choices, cells, numberOf)
  // A later release may leave out cells with persons, so each sum may have parts that the release does not contain.
  const hasRest = sums.filter(({ isPartial }) => isPartial || !isFirst)
  const restOf = new Map(hasRest.map((sum, s) => [sum, keys.length + s]))
  const size = keys.length + hasRest.length
  const value = new Float64Array(size).fill(Number.NaN)
  const hidden = new Uint8Array(size).fill(1)
  const low = new Float64Array(size)
  keys.forEach((key, cell) => {
    const { count, low: least } = readings.get(key) as Reading
    low[cell] = least
    if (count === undefined) return
    value[cell] = count
    hidden[cell] = 0
  })
  const relations = relationsFrom(
    sums.map((sum) => {
      const rest = restOf.get(sum)
      return { total: sum.total, parts: rest === undefined ? sum.parts : [...sum.parts, rest] }
    })
  )
  const system = { cells: size, value, relations, unshown: new Uint8Array(size) }
  return { keys, system, hidden, known: { low, high: new Float64Array(size).fill(Number.POSITIVE_INFINITY) } }
}

/** Returns the system of each cube of a release, by name. */
export const publicSystems = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  id: number,
  past: ReaderContext
): ReadonlyMap<string, PublicSystem> =>
  new Map(
    cubeNamesOf(choices).map((name) => {
      const own = cells.filter(({ choice }) => cubeNameOf(choices[choice] as TableChoice) === name)
      return [name, publicSystem(cubes.get(name) as Cube, choices, own, id, past)]
    })
  )

/** Returns the bounds of the suppressed cells of one cube by key; none if figures contradict each other. */
const boundsOfCube = ({ keys, system, hidden, known }: PublicSystem): ReadonlyMap<string, Bounds> => {
  const { equations, cellOf, contradictions } = equationsOf(system, hidden, known)
  // `reduce` narrows the bounds in place.
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

/** Returns the bounds of each suppressed cell, in the order of cells; undefined for all others. */
export const publicBounds = (
  choices: ReadonlyArray<TableChoice>,
  cells: ReadonlyArray<DisclosedCell>,
  id: number,
  past: ReaderContext
): ReadonlyArray<Bounds | undefined> => {
  const systems = publicSystems(choices, cells, id, past)
  const found = new Map([...systems].map(([name, system]) => [name, boundsOfCube(system)]))
  return cells.map(({ choice: c, labels, shown }) => {
    const choice = choices[c] as TableChoice
    return shown.state === "suppressed"
      ? found.get(cubeNameOf(choice))?.get(cellKey(cubeNameOf(choice), choice.by, labels))
      : undefined
  })
}

/** What earlier disclosures change for the readers of a release, as data. */
interface ReaderFacts {
  /** Names of the cubes about which something was disclosed before. */
  readonly disclosedBefore: ReadonlyArray<string>
  /** Numbers of the earlier releases of the same vintage. */
  readonly sameVintage: ReadonlyArray<number>
}

/** Returns what readers know of earlier disclosures, when a release of this vintage is published. */
export const readerFacts = (vintage: number, before: ReadonlyArray<Disclosure>): ReaderFacts => {
  const disclosed = new Set(withoutNoise(before).flatMap(({ choices }) => choices.map(cubeNameOf)))
  // Answers to researchers are not public, so their vintages are not used.
  const same = before.filter((one) => one.id > 0 && one.vintage === vintage && one.isExact)
  return { disclosedBefore: [...disclosed], sameVintage: same.map(({ id }) => id) }
}

/** Returns the same as functions, for the cells of a release. */
export const contextOf = ({ disclosedBefore, sameVintage }: ReaderFacts): ReaderContext => ({
  isFirst: (cube) => !disclosedBefore.includes(cube),
  sameVintage: new Set(sameVintage)
})

/** Returns how earlier disclosures change the reading of a release, for the release's readers. */
export const readerContext = (vintage: number, before: ReadonlyArray<Disclosure>): ReaderContext =>
  contextOf(readerFacts(vintage, before))

/** Returns whether these bounds alone disclose too much about a suppressed count. */
export const isTooNarrow = ({ low, high }: Bounds, threshold: number): boolean =>
  high - low < minProtectionWidth || (low >= 1 && high < threshold)
