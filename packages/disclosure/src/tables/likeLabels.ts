import type { CountTable } from "./CountTable.ts"
import type { Hierarchy } from "./Hierarchy.ts"

/** Returns what is equal for labels that differ in case, spaces, width or dashes only, or are one number (`3`, `03`, `3.0`). */
export const foldLabel = (label: string): string => {
  const text = label
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Pd}/gu, "-")
    .replace(/[\s_]+/g, " ")
  return /^\d+(?:\.0+)?$/.test(text) ? text.replace(/\.0+$|^0+(?=\d)/g, "") : text
}

/** Two spellings of a dimension, or of a label of one. */
interface LikeLabels {
  /** Undefined for two dimensions. */
  readonly dimension: string | undefined
  readonly labels: readonly [string, string]
}

/** Returns dimensions and labels that are spelled in two ways. Their cells are not recognised as the same, so the sums over them are not attacked. */
export const likeLabels = (
  tables: ReadonlyArray<CountTable>,
  hierarchy: Hierarchy,
  total: string
): ReadonlyArray<LikeLabels> => {
  const found: Array<LikeLabels> = []
  const first = new Map<string | undefined, Map<string, string>>()
  const see = (dimension: string | undefined, label: string) => {
    const known = first.get(dimension) ?? new Map<string, string>()
    first.set(dimension, known)
    const folded = foldLabel(label)
    const before = known.get(folded)
    if (before === undefined) known.set(folded, label)
    // Margins in another spelling are reported as margins.
    else if (before !== label && folded !== foldLabel(total)) found.push({ dimension, labels: [before, label] })
  }
  for (const { dimensions, codes } of tables)
    for (const [d, name] of dimensions.entries()) {
      see(undefined, name)
      for (const label of codes[d] ?? []) see(name, label)
    }
  for (const { dimension, child, parent } of hierarchy) for (const label of [child, parent]) see(dimension, label)
  return found
}
