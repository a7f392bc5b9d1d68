/** Generalisation: the stored form of exact ages and numbers. */
import { readCodeList } from "../../schemas/CodeLists.ts"

interface Band {
  readonly code: string
  readonly from: number
  readonly to: number
}

/** Returns the bands of a code list. Its column `other` has the inclusive range `from..to`. */
const bandsOf = (list: string): ReadonlyArray<Band> =>
  readCodeList(list).map((row) => {
    const [from, to] = (row["other"] as string).split("..")
    return { code: row["code"] as string, from: Number(from), to: to === "" ? Number.POSITIVE_INFINITY : Number(to) }
  })

/** Larger numbers are in the last band of every list. */
const largest = 150

/** Returns a table from each integer up to the largest to the code of its band. */
const tableOf = (bands: ReadonlyArray<Band>): ReadonlyArray<string> =>
  Array.from({ length: largest + 1 }, (_, n) => bands.find((band) => n >= band.from && n <= band.to)?.code ?? "")

const ages = tableOf(bandsOf("age-band"))
const counts = tableOf(bandsOf("count-band"))
const limitsOfAges = new Map(bandsOf("age-band").map(({ code, from, to }) => [code, [from, to] as const]))

/** Returns CTDC's band of an age in years. */
export const ageBand = (age: number): string => ages[Math.min(age, largest)] as string

/** Returns the band of a small number: 0, 1, 2, 3+. */
export const countBand = (count: number): string => counts[Math.min(count, largest)] as string

/** Returns whether all ages of a band are under 18; undefined if it is not a band. */
export const isMinorBand = (band: string): boolean | undefined => {
  const limits = limitsOfAges.get(band)
  return limits === undefined ? undefined : limits[0] < 18
}

/** Returns the youngest and the oldest age of a band, the latter possibly infinite; undefined if it is not a band. */
export const ageBandLimits = (band: string): readonly [youngest: number, oldest: number] | undefined =>
  limitsOfAges.get(band)
