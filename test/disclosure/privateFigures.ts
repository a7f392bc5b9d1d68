/** How good a private answer is, length by length, against the records themselves: for tests and the benchmark only. */
import type { CodedRecords, Domain } from "../../release/disclosure/private/Domain.ts"
import { countMarginal, subsets } from "../../release/disclosure/private/Domain.ts"
import type { PublishedMarginal } from "../../release/disclosure/private/publishMarginal.ts"

export interface LengthFigures {
  readonly length: number
  /** Combinations that some person has, no column of which is unknown. */
  readonly combinations: number
  readonly published: number
  /** Mean of |published - true| over published combinations that persons have. */
  readonly meanError: number
  /** Share of combinations that persons have and that are not published. */
  readonly suppressed: number
  /** The same by persons in them. */
  readonly suppressedPersons: number
  /** Share of published combinations that nobody has. */
  readonly invented: number
}

/** Counts of combinations by their values in the order of columns, without those that are unknown. */
const trueCounts = (domain: Domain, records: CodedRecords, columns: ReadonlyArray<number>) => {
  const found = new Map<string, number>()
  const lists = columns.map((c) => domain.columns[c]?.values as ReadonlyArray<string>)
  countMarginal(domain, records, columns).forEach((count, cell) => {
    if (count === 0) return
    const values: Array<string> = []
    let rest = cell
    for (const list of lists.toReversed()) {
      values.unshift(list[rest % list.length] as string)
      rest = Math.floor(rest / list.length)
    }
    if (!values.includes("")) found.set(values.join("|"), count)
  })
  return found
}

export const privateFigures = (
  domain: Domain,
  records: CodedRecords,
  marginals: ReadonlyArray<PublishedMarginal>,
  longest: number
): ReadonlyArray<LengthFigures> => {
  const all = subsets(
    domain.columns.map((_, c) => c),
    longest
  )
  return Array.from({ length: longest }, (_, k) => k + 1).map((length) => {
    let [combinations, published, both, error, persons, shown] = [0, 0, 0, 0, 0, 0]
    for (const columns of all.filter((set) => set.length === length)) {
      const names = columns.map((c) => domain.columns[c]?.name as string).join()
      const own = marginals.find((marginal) => marginal.columns.join() === names)
      const truth = trueCounts(domain, records, columns)
      combinations += truth.size
      for (const count of truth.values()) persons += count
      for (const { values, count } of own?.cells ?? []) {
        published += 1
        const real = truth.get(values.join("|"))
        if (real === undefined) continue
        both += 1
        error += Math.abs(count - real)
        shown += real
      }
    }
    return {
      length,
      combinations,
      published,
      meanError: error / both,
      suppressed: 1 - both / combinations,
      suppressedPersons: 1 - shown / persons,
      invented: published === 0 ? 0 : 1 - both / published
    }
  })
}
