import type { Hierarchy } from "./Hierarchy.ts"
import { areSeveral, partsOf } from "./partsOf.ts"
import type { LinkedTables } from "./toSystem.ts"

/** A label that counts as much as others together, wherever it occurs, and is in no hierarchy as their sum. */
export interface UnnamedSubtotal {
  readonly dimension: string
  readonly label: string
  readonly members: ReadonlyArray<string>
}

/** Counts of the labels of one dimension, where all other labels are the same. */
interface Line {
  readonly counts: ReadonlyMap<number, number>
  /** Whether no other label is a sum, so that this line says something that no other says. */
  readonly isFinest: boolean
}

/** Chance of a coincidence, in bits, below which a label is taken for a sum. */
const certainty = Math.log2(100)

const linesAlong = ({ joined }: LinkedTables, d: number, isSum: (d: number, code: number) => boolean) => {
  const { cells, dimensions, value } = joined
  const lines = new Map<string, Line & { readonly counts: Map<number, number> }>()
  value.forEach((count, cell) => {
    const others = dimensions.map((_, at) => (at === d ? -1 : cells.at(cell, at)))
    const key = others.join()
    const line = lines.get(key) ?? {
      counts: new Map<number, number>(),
      isFinest: others.every((code, at) => code < 0 || !isSum(at, code))
    }
    line.counts.set(cells.at(cell, d), count)
    lines.set(key, line)
  })
  return [...lines.values()]
}

/** Returns labels that are parts of a margin which adds up, so that none of them is the sum of others. */
const addedUp = (lines: ReadonlyArray<Line>, tops: ReadonlyArray<number>): ReadonlySet<number> =>
  new Set(
    lines.flatMap(({ counts }) => {
      const parts = tops.filter((code) => counts.get(code) !== 0 && counts.has(code))
      const sum = parts.reduce((so, code) => so + (counts.get(code) as number), 0)
      return sum === counts.get(0) ? parts : []
    })
  )

/** Returns how unlikely it is, in bits, that any count up to these would be met in each line. */
const bitsOf = (label: number, lines: ReadonlyArray<Line>): number => {
  const bits = (of: ReadonlyArray<Line>) => of.map(({ counts }) => Math.log2((counts.get(label) as number) + 1))
  const finest = bits(lines.filter(({ isFinest }) => isFinest))
  return Math.max(
    0,
    finest.reduce((sum, one) => sum + one, 0),
    ...bits(lines)
  )
}

const isKnown = (codes: ReadonlyArray<number>, { counts }: Line): boolean =>
  codes.every((code) => !Number.isNaN(counts.get(code) ?? 0))

/** The counts of each label, with the number of the line. */
type Columns = ReadonlyArray<ReadonlyArray<readonly [line: number, count: number]>>

/** Returns which labels count no more than this one wherever both are known. */
const withinCounts = (label: number, columns: Columns, lines: number) => {
  const own = new Float64Array(lines)
  for (const [line, count] of columns[label] ?? []) own[line] = count
  return (code: number): boolean => !columns[code]?.some(([line, count]) => count > (own[line] as number))
}

/** Returns the labels with persons that may be parts of this one; none if they are too many for a sum of them to mean anything. */
const candidatesFor = (label: number, columns: Columns, isWithin: (code: number) => boolean, most: number) => {
  const found: Array<number> = []
  for (const [code, counts] of columns.entries()) {
    if (code === 0 || code === label || !isWithin(code)) continue
    if (counts.some(([, count]) => count > 0) && found.push(code) > most) return []
  }
  return found
}

/** Returns the labels next to this one, on one side, that count as much together: the members of a group are often in the rows after it, or before. */
const adjacentParts = (label: number, lines: ReadonlyArray<Line>, next: (code: number) => number | undefined) => {
  const left = lines.map(({ counts }) => counts.get(label) as number)
  const parts: Array<number> = []
  for (let code = next(label); code !== undefined; code = next(code)) {
    const part = code
    parts.push(part)
    lines.forEach(({ counts }, l) => {
      left[l] = (left[l] as number) - (counts.get(part) || 0)
    })
    const whole = lines.filter((line) => isKnown(parts, line))
    if (left.some((count) => count < 0) || bitsOf(label, whole) < certainty) return undefined
    if (areSeveral(parts, whole) && lines.every((line, l) => left[l] === 0 || !isKnown(parts, line)))
      return { parts, whole }
  }
  return undefined
}

/** Returns other labels that count as much together as this one, if that is hardly a coincidence. */
const sumFor = (label: number, lines: ReadonlyArray<Line>, columns: Columns): ReadonlyArray<number> | undefined => {
  const known = (columns[label] ?? []).flatMap(([line, count]) => (count >= 0 ? [lines[line] as Line] : []))
  const most = bitsOf(label, known) - certainty
  if (most < 0) return undefined
  const isWithin = withinCounts(label, columns, lines.length)
  for (const step of [1, -1]) {
    const isPart = (code: number) => code > 0 && code < columns.length && isWithin(code)
    const found = adjacentParts(label, known, (code) => (isPart(code + step) ? code + step : undefined))
    if (found !== undefined && bitsOf(label, found.whole) >= Math.log2(2 * columns.length) + certainty)
      return found.parts
  }
  const candidates = candidatesFor(label, columns, isWithin, most + 1)
  const whole = known.filter((line) => isKnown(candidates, line))
  const choices = Math.log2(2 ** Math.min(1000, candidates.length) - candidates.length - 1)
  if (candidates.length < 2 || bitsOf(label, whole) < choices + certainty) return undefined
  return partsOf(label, candidates, whole)
}

/**
 * Returns labels that count as much as two or more others together wherever all of them are known, where a coincidence is unlikely: `Europe` among its
 * countries. Without a hierarchy, nothing would protect what follows from such a sum.
 */
export const unnamedSubtotals = (linked: LinkedTables, hierarchy: Hierarchy): ReadonlyArray<UnnamedSubtotal> => {
  const { codes, dimensions } = linked.joined
  const groups = dimensions.map((name) => new Set(hierarchy.filter((m) => m.dimension === name).map((m) => m.parent)))
  const isSum = (d: number, code: number) => code === 0 || groups[d]?.has(codes[d]?.[code] as string) === true
  return dimensions.flatMap((dimension, d) => {
    const labels = codes[d] as ReadonlyArray<string>
    const children = new Set(hierarchy.filter((one) => one.dimension === dimension).map(({ child }) => child))
    const tops = [...labels.keys()].filter((code) => code > 0 && !children.has(labels[code] as string))
    const lines = linesAlong(linked, d, isSum)
    const ordinary = addedUp(lines, tops)
    const columns = labels.map(() => [] as (readonly [number, number])[])
    lines.forEach(({ counts }, l) => {
      for (const [code, count] of counts) columns[code]?.push([l, count])
    })
    return tops.flatMap((code) => {
      const members = ordinary.has(code) || isSum(d, code) ? undefined : sumFor(code, lines, columns)
      return members === undefined
        ? []
        : [{ dimension, label: labels[code] as string, members: members.map((one) => labels[one] as string) }]
    })
  })
}
