/** UNODC's table of corridors as counts of persons by origin, destination and year. */
import { readFileSync } from "node:fs"
import { readCountTable } from "../../../ingest/demo/CountTable.ts"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { sharedData } from "../../fixtures/sharedData.ts"

/** A cell of people: labels of each dimension, and how many. */
export interface Leaf {
  readonly at: ReadonlyArray<string>
  readonly count: number
}

/** Corridors by year; `<5` drawn from 0 to 4. */
export const corridors = (seed = 1): ReadonlyArray<Leaf> => {
  const draw = mulberry32(seed)
  const text = readFileSync(sharedData("glotip_od.csv"), "utf8").replaceAll("<5", "7777777")
  const table = readCountTable(text)
  if ("problems" in table) throw new Error("the table has problems")
  return table.flows.map(({ origin, destination, year, count }) => ({
    at: [origin, destination, String(year)],
    count: count === 7777777 ? Math.floor(draw() * 5) : count
  }))
}

/** Each corridor's people also by sex, age and form, drawn from fixed shares. */
export const withPersons = (leaves: ReadonlyArray<Leaf>, extra: ReadonlyArray<ReadonlyArray<number>>, seed = 2) => {
  const draw = mulberry32(seed)
  return leaves.flatMap(({ at, count }) => {
    const found = new Map<string, { at: Array<string>; count: number }>()
    for (let i = 0; i < count; i++) {
      const more = extra.map((shares) => {
        let u = draw()
        let k = 0
        while (k < shares.length - 1 && u >= (shares[k] as number)) u -= shares[k++] as number
        return String(k)
      })
      const key = more.join()
      const one = found.get(key)
      if (one === undefined) found.set(key, { at: [...at, ...more], count: 1 })
      else one.count += 1
    }
    return [...found.values()]
  })
}
