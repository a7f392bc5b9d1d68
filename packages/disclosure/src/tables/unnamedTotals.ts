import type { Hierarchy } from "./Hierarchy.ts"
import type { LinkedTables } from "./toSystem.ts"

/** A label that is probably one of margins, although another was named. */
export interface UnnamedTotal {
  readonly dimension: string
  readonly label: string
}

/** What totals are called in the languages of the tables at hand. */
const words = new Set("overall|all|all countries|sum|все|toate|ensemble|tous|todos".split("|"))

const word = "(?:(?:sub-?)?totals?|totale|итого|всего|усього|всього|разом|gesamt|insgesamt)"

/** Labels of margins and of groups, such as `Total EU` or `Europe (total)`. */
const withWord = new RegExp(`^${word}(?!\\p{L})|(?<!\\p{L})${word}\\)?$`, "iu")

/**
 * Returns labels of dimensions without any margin that look like one: they are called so, or they count as much as all other labels together
 * wherever they occur. Nothing would protect what follows from such a sum.
 */
export const unnamedTotals = ({ joined, system }: LinkedTables, hierarchy: Hierarchy): ReadonlyArray<UnnamedTotal> => {
  const { cells, codes, dimensions } = joined
  const shown = joined.value.length
  const { value } = system
  return dimensions.flatMap((dimension, d) => {
    const labels = codes[d] as ReadonlyArray<string>
    const memberships = hierarchy.filter((one) => one.dimension === dimension)
    const inGroups = new Set(memberships.map(({ child }) => child))
    const groups = new Set(memberships.map(({ parent }) => parent))
    const isTop = labels.map((label) => !inGroups.has(label))
    const lines = new Map<string, { sum: number; readonly counts: Map<number, number> }>()
    let hasMargins = false
    for (let cell = 0; cell < shown; cell++) {
      const code = cells.at(cell, d)
      if (code === 0) hasMargins = true
      if (isTop[code] !== true) continue
      const key = dimensions.map((_, at) => (at === d ? "" : cells.at(cell, at))).join()
      const line = lines.get(key) ?? { sum: 0, counts: new Map<number, number>() }
      line.sum += value[cell] as number
      line.counts.set(code, value[cell] as number)
      lines.set(key, line)
    }
    const isNamed = (label: string) => !groups.has(label) && (words.has(label.toLowerCase()) || withWord.test(label))
    const named = labels.filter((label, code) => code > 0 && isNamed(label))
    if (hasMargins) return named.map((label) => ({ dimension, label }))
    // Half of a line that has at least three counts. A line with an unknown count decides nothing.
    const isSum = new Map<number, boolean>()
    for (const { sum, counts } of lines.values())
      for (const [code, count] of counts) {
        const known = [...counts.values()].filter((one) => one > 0).length
        if (Number.isNaN(sum) || sum === 0) continue
        if (2 * count !== sum) isSum.set(code, false)
        else if (known > 2 && !isSum.has(code)) isSum.set(code, true)
      }
    const summing = [...isSum].flatMap(([code, mark]) => (mark ? [labels[code] as string] : []))
    return [...new Set([...named, ...summing])].map((label) => ({ dimension, label }))
  })
}
