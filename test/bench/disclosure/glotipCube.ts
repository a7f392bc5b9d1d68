/** UNODC's table of corridors as one linked system: origin x destination x year, flat or with M49's hierarchy. */
import { readFileSync } from "node:fs"
import type { LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"
import { relationsFrom } from "@corridor/disclosure/system/relationsFrom"
import { parse } from "csv-parse/sync"
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

/** Codes above each country: subregion, region, total. */
export const countryLevels = (): ((code: string) => ReadonlyArray<string>) => {
  const rows = parse(readFileSync(sharedData("country-codes.csv"), "utf8"), { columns: true }) as ReadonlyArray<
    Record<string, string>
  >
  const byCode = new Map(rows.map((row) => [row["ISO3166-1-Alpha-3"], row]))
  return (code) => {
    const row = byCode.get(code)
    const region = row?.["Region Code"] || "?"
    const sub = row?.["Sub-region Code"] || "?"
    return [`s${sub}`, `r${region}`, "T"]
  }
}

export const flat = (): ReadonlyArray<string> => ["T"]

/** All cells that are not zero with the margins of every dimension, each level crossed with all. `keep` may leave out combinations of levels. */
export const cube = (
  leaves: ReadonlyArray<Leaf>,
  levels: ReadonlyArray<(code: string) => ReadonlyArray<string>>,
  keep: (depth: ReadonlyArray<number>) => boolean = () => true
): LinkedSystem => {
  const cell = new Map<string, number>()
  const value: Array<number> = []
  const parts = new Map<string, Set<number>>()
  const ways = levels.map((above) => {
    const known = new Map<string, ReadonlyArray<string>>()
    return (code: string) => {
      const way = known.get(code) ?? [code, ...above(code)]
      known.set(code, way)
      return way
    }
  })
  for (const { at, count } of leaves) {
    if (count === 0) continue
    const chains = at.map((code, d) => (ways[d] as (typeof ways)[number])(code))
    const go = (d: number, key: ReadonlyArray<string>, depth: ReadonlyArray<number>): void => {
      if (d < chains.length) {
        chains[d]?.forEach((code, k) => {
          go(d + 1, [...key, code], [...depth, k])
        })
        return
      }
      if (!keep(depth)) return
      const name = key.join("|")
      let me = cell.get(name)
      if (me === undefined) {
        me = value.push(0) - 1
        cell.set(name, me)
      }
      value[me] = (value[me] as number) + count
      depth.forEach((k, dim) => {
        // The nearest coarser level that is kept.
        for (let up = k + 1; up < (chains[dim]?.length ?? 0); up++) {
          if (!keep(depth.map((own, other) => (other === dim ? up : own)))) continue
          const above = `${dim}#${key.map((own, other) => (other === dim ? chains[dim]?.[up] : own)).join("|")}`
          const own = parts.get(above)
          if (own === undefined) parts.set(above, new Set([me as number]))
          else own.add(me as number)
          break
        }
      })
    }
    go(0, [], [])
  }
  const sums = [...parts].map(([name, own]) => ({
    total: cell.get(name.slice(name.indexOf("#") + 1)) as number,
    parts: [...own]
  }))
  return {
    cells: value.length,
    value: Float64Array.from(value),
    relations: relationsFrom(sums),
    unshown: new Uint8Array(value.length)
  }
}
