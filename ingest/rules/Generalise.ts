/** Coarser values: what is stored in place of an exact age, number or place. */
import { readCodeList } from "../../schemas/CodeLists.ts"

interface Band {
  readonly code: string
  readonly from: number
  readonly to: number
}

/** Bands of a code list, whose column `other` holds the inclusive range `from..to`. */
const bandsOf = (list: string): ReadonlyArray<Band> =>
  readCodeList(list).map((row) => {
    const [from, to] = (row["other"] as string).split("..")
    return { code: row["code"] as string, from: Number(from), to: to === "" ? Number.POSITIVE_INFINITY : Number(to) }
  })

/** A table from each whole number up to `limit` to its band's code. */
const tableOf = (bands: ReadonlyArray<Band>, limit: number): ReadonlyArray<string> =>
  Array.from({ length: limit + 1 }, (_, n) => bands.find((band) => n >= band.from && n <= band.to)?.code ?? "")

const ages = tableOf(bandsOf("age-band"), 150)
const counts = tableOf(bandsOf("count-band"), 150)
const firstAge = new Map(bandsOf("age-band").map((band) => [band.code, band.from]))

/** CTDC's band of an age in years. */
export const ageBand = (age: number): string => ages[Math.min(age, 150)] as string

/** The band of a small number: 0, 1, 2, 3+. */
export const countBand = (count: number): string => counts[Math.min(count, 150)] as string

/** Whether all ages of a band are under 18; undefined for no band. */
export const isMinorBand = (band: string): boolean | undefined => {
  const from = firstAge.get(band)
  return from === undefined ? undefined : from < 18
}
