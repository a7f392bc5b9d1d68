import fc from "fast-check"
import { assert, describe, it } from "vitest"
import type { CountTable } from "../../../release/disclosure/tables/CountTable.ts"
import type { Hierarchy } from "../../../release/disclosure/tables/Hierarchy.ts"
import { toSystem } from "../../../release/disclosure/tables/toSystem.ts"

/** Codes of each dimension with the leaves that they stand for: the oracle's whole knowledge of hierarchies. */
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
const hierarchy: Hierarchy = [
  member("place", "a", "West"),
  member("place", "b", "West"),
  member("place", "c", "East"),
  member("place", "d", "East"),
  member("place", "b", "Coast"),
  member("place", "c", "Coast"),
  member("year", "1", "Early"),
  member("year", "2", "Early")
]

type Vector = ReadonlyArray<string>

const leavesOf = (vector: Vector): ReadonlyArray<string> =>
  vector.reduce<ReadonlyArray<string>>(
    (so, code, d) =>
      so.flatMap((left) =>
        [...((meaning[d] as Readonly<Record<string, string>>)[code] as string)].map((leaf) => left + leaf)
      ),
    [""]
  )

const all: ReadonlyArray<Vector> = Object.keys(places).flatMap((p) =>
  Object.keys(sexes).flatMap((s) => Object.keys(years).map((y) => [p, s, y]))
)
const isLeaf = (vector: Vector) => leavesOf(vector).length === 1

const tableOf = (vectors: ReadonlyArray<Vector>, count: (vector: Vector) => number, used = [0, 1, 2]): CountTable => {
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

/** Rank of a matrix by elimination. */
const rank = (rows: ReadonlyArray<ReadonlyArray<number>>): number => {
  const m = rows.map((row) => [...row])
  let done = 0
  for (let c = 0; c < (m[0]?.length ?? 0) && done < m.length; c++) {
    let best = done
    for (let r = done; r < m.length; r++) if (Math.abs(m[r]?.[c] as number) > Math.abs(m[best]?.[c] as number)) best = r
    const pivot = m[best] as Array<number>
    if (Math.abs(pivot[c] as number) < 1e-9) continue
    m[best] = m[done] as Array<number>
    m[done] = pivot
    for (let r = done + 1; r < m.length; r++) {
      const row = m[r] as Array<number>
      const by = (row[c] as number) / (pivot[c] as number)
      if (by !== 0) for (let k = c; k < row.length; k++) row[k] = (row[k] as number) - by * (pivot[k] as number)
    }
    done += 1
  }
  return done
}

describe("every sum among the cells of tables", () => {
  it("leaves the attacker what the persons themselves leave him: as many free directions, whatever is hidden", () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(6), { minLength: 24, maxLength: 24 }),
        fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
        fc.array(fc.nat(3), { minLength: all.length, maxLength: all.length }),
        (counts, keep, hide) => {
          const leafVectors = all.filter(isLeaf)
          const leafNumber = new Map(leafVectors.map((v, i) => [v.join(""), i]))
          const functional = (v: Vector) => {
            const row = new Array<number>(24).fill(0)
            for (const leaf of leavesOf(v)) row[leafNumber.get(leaf) as number] = 1
            return row
          }
          const count = (v: Vector) =>
            leavesOf(v).reduce((sum, leaf) => sum + (counts[leafNumber.get(leaf) as number] as number), 0)
          const vectors = all.filter((v, i) => isLeaf(v) || keep[i] === true)
          const { system, joined, broken } = toSystem([tableOf(vectors, count)], hierarchy, { total: "Total" })
          assert.deepStrictEqual(broken, [])
          const hidden = vectors.filter((_, i) => hide[i] !== 0)
          const shown = vectors.filter((_, i) => hide[i] === 0)
          // The oracle: persons are the unknowns, each published cell fixes a sum of them.
          const freeByPersons = 24 - rank(shown.map(functional))
          // The system: hidden and unshown cells are the unknowns, each relation ties them.
          const unknown = new Map<number, number>()
          vectors.forEach((_, row) => {
            if (hide[row] !== 0) unknown.set(joined.cellOf[0]?.[row] as number, unknown.size)
          })
          for (let cell = 0; cell < system.cells; cell++)
            if (system.unshown[cell] === 1) unknown.set(cell, unknown.size)
          const { relations } = system
          const rows = Array.from({ length: relations.count }, (_, r) => {
            const row = new Array<number>(unknown.size).fill(0)
            const put = (cell: number, by: number) => {
              const at = unknown.get(cell)
              if (at !== undefined) row[at] = (row[at] as number) + by
            }
            put(relations.total[r] as number, -1)
            for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
              put(relations.part[at] as number, 1)
            return row
          })
          assert.strictEqual(unknown.size - rank(rows), freeByPersons, `${hidden.length} hidden`)
        }
      ),
      { numRuns: 60, seed: 6 }
    ))

  it("holds on the true counts, and a count that is changed breaks one", () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(6), { minLength: 24, maxLength: 24 }),
        fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
        fc.nat(1000),
        (counts, keep, pick) => {
          const leaves = all.filter(isLeaf).map((v) => v.join(""))
          const count = (v: Vector) =>
            leavesOf(v).reduce((sum, leaf) => sum + (counts[leaves.indexOf(leaf)] as number), 0)
          const vectors = all.filter((v, i) => isLeaf(v) || keep[i] === true)
          const margins = vectors.map((v, i) => [v, i] as const).filter(([v]) => !isLeaf(v))
          fc.pre(margins.length > 0)
          const [, changed] = margins[pick % margins.length] as readonly [Vector, number]
          const table = tableOf(vectors, count)
          assert.lengthOf(toSystem([table], hierarchy, { total: "Total" }).broken, 0)
          table.count[changed] = (table.count[changed] as number) + 1
          assert.isAbove(toSystem([table], hierarchy, { total: "Total" }).broken.length, 0)
        }
      ),
      { numRuns: 60, seed: 7 }
    ))

  it("a cell in two tables is one cell", () => {
    const leaves = all.filter(isLeaf).map((v) => v.join(""))
    const count = (v: Vector) => leavesOf(v).reduce((sum, leaf) => sum + leaves.indexOf(leaf) + 1, 0)
    const byPlace = all.filter((v) => v[1] === "Total" && v[2] === "Total")
    const bySex = all.filter((v) => v[0] === "Total" && v[2] === "Total")
    const linked = toSystem([tableOf(byPlace, count, [0]), tableOf(bySex, count, [1, 2])], hierarchy, {
      total: "Total"
    })
    assert.strictEqual(linked.joined.cellOf[0]?.[7], linked.joined.cellOf[1]?.[2])
    assert.strictEqual(linked.system.cells, byPlace.length + bySex.length - 1)
    const other = tableOf(bySex, (v) => count(v) + 1, [1, 2])
    const clash = toSystem([tableOf(byPlace, count, [0]), other], hierarchy, { total: "Total" })
    assert.strictEqual(clash.joined.clashes[0]?.rule, "same-cell-other-count")
  })
})
