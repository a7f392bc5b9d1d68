import type { CodeSum, DimensionSums } from "./DimensionSums.ts"
import { isBetween } from "./Hierarchy.ts"

/** When sums with dated members are sums, and who is in them then. */
export interface DatedSums {
  /** Dimension that dates the members of sum `s`; undefined where they stand for good. */
  readonly along: (s: number) => number | undefined
  /** Is sum `s` one at this code of the dimension that dates it? A dated sum is one only at a single date. */
  readonly isWhole: (s: number, code: number) => boolean
  /** Is `child` in sum `s` at this code of the dimension that dates it? */
  readonly holds: (s: number, child: number, code: number) => boolean
}

/** Those of one dimension. The names of dating dimensions are the hierarchy's, checked when it is read. */
export const datedSums = (
  mine: DimensionSums,
  codes: ReadonlyArray<ReadonlyArray<string>>,
  sums: ReadonlyArray<DimensionSums>
): DatedSums => {
  const places = mine.sums.map((sum) => {
    const along = sum.dated?.find((one) => one !== undefined)?.along
    if (along === undefined) return undefined
    const place = sums.findIndex((other) => other.dimension === along)
    return place < 0 || place >= codes.length ? undefined : place
  })
  const isWhole = (s: number, code: number): boolean => {
    const place = places[s]
    return place === undefined || (code !== 0 && (sums[place]?.below[code]?.length ?? 0) === 0)
  }
  return {
    along: (s) => places[s],
    isWhole,
    holds: (s, child, code) => {
      const place = places[s]
      if (place === undefined) return true
      if (!isWhole(s, code)) return false
      const { children, dated } = mine.sums[s] as CodeSum
      const date = (codes[place] as ReadonlyArray<string>)[code] as string
      return children.some((one, k) => {
        const while_ = dated?.[k]
        return one === child && (while_ === undefined || isBetween(date, while_.from, while_.to))
      })
    }
  }
}
