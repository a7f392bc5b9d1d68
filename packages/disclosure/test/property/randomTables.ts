/** Random tables of counts over places, sexes and years with a hierarchy on two of them, and what each cell stands for. */
import type { CountTable } from "../../src/tables/CountTable.ts"
import type { Hierarchy } from "../../src/tables/Hierarchy.ts"

const places: Readonly<Record<string, string>> = {
  a: "a",
  b: "b",
  c: "c",
  d: "d",
  West: "ab",
  East: "cd",
  Coast: "bc",
  Total: "abcd"
}
const sexes: Readonly<Record<string, string>> = { f: "f", m: "m", Total: "fm" }
const years: Readonly<Record<string, string>> = { "1": "1", "2": "2", "3": "3", Early: "12", Total: "123" }
const dimensions = ["place", "sex", "year"]
const meaning = [places, sexes, years]

const member = (dimension: string, child: string, parent: string) => ({ dimension, child, parent, grouping: "" })

export const hierarchy: Hierarchy = [
  member("place", "a", "West"),
  member("place", "b", "West"),
  member("place", "c", "East"),
  member("place", "d", "East"),
  member("place", "b", "Coast"),
  member("place", "c", "Coast"),
  member("year", "1", "Early"),
  member("year", "2", "Early")
]

export type Vector = ReadonlyArray<string>

/** The finest cells that a cell is made of, each as one word: all that the oracles know of hierarchies. */
export const leavesOf = (vector: Vector): ReadonlyArray<string> =>
  vector.reduce<ReadonlyArray<string>>(
    (so, code, d) =>
      so.flatMap((left) =>
        [...((meaning[d] as Readonly<Record<string, string>>)[code] as string)].map((leaf) => left + leaf)
      ),
    [""]
  )

/** Every cell of the full table. */
export const all: ReadonlyArray<Vector> = Object.keys(places).flatMap((p) =>
  Object.keys(sexes).flatMap((s) => Object.keys(years).map((y) => [p, s, y]))
)

export const isLeaf = (vector: Vector): boolean => leavesOf(vector).length === 1

export const leaves: ReadonlyArray<string> = all.filter(isLeaf).map((vector) => vector.join(""))

/** Which of the 24 finest cells a cell sums, as 0 and 1. */
export const functional = (vector: Vector): Array<number> => {
  const row = new Array<number>(leaves.length).fill(0)
  for (const leaf of leavesOf(vector)) row[leaves.indexOf(leaf)] = 1
  return row
}

/** A cell's count from the counts of the finest cells. */
export const counting =
  (counts: ReadonlyArray<number>) =>
  (vector: Vector): number =>
    leavesOf(vector).reduce((sum, leaf) => sum + (counts[leaves.indexOf(leaf)] as number), 0)

/** The table of these cells; `used`: the dimensions that it has. */
export const tableOf = (
  vectors: ReadonlyArray<Vector>,
  count: (vector: Vector) => number,
  used: ReadonlyArray<number> = [0, 1, 2]
): CountTable => {
  const codes = used.map((d) => [...new Set(vectors.map((v) => v[d] as string))])
  return {
    name: "random",
    dimensions: used.map((d) => dimensions[d] as string),
    codes,
    rows: vectors.length,
    key: Uint32Array.from(
      vectors.flatMap((v) => used.map((d, k) => (codes[k] as Array<string>).indexOf(v[d] as string)))
    ),
    count: Float64Array.from(vectors, count),
    state: new Uint8Array(vectors.length)
  }
}
