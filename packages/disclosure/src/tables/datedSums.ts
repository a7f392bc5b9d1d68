import type { CodeSum, DimensionSums } from "./DimensionSums.ts"
import { isBetween } from "./Hierarchy.ts"

/** Which sums with dated members are valid, and their members at each date. */
export interface DatedSums {
  /** Dimension that dates the members of sum `s`; undefined if they are permanent. */
  readonly along: (s: number) => number | undefined
  /** Whether sum `s` is valid at this code of its dating dimension. A dated sum is valid only at a single date. */
  readonly isWhole: (s: number, code: number) => boolean
  /** Whether `child` is in sum `s` at this code of its dating dimension. */
  readonly holds: (s: number, child: number, code: number) => boolean
}

/** Returns the dated sums of one dimension. Names of dating dimensions were checked when the hierarchy was read. */
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
        const validity = dated?.[k]
        return one === child && (validity === undefined || isBetween(date, validity.from, validity.to))
      })
    }
  }
}
