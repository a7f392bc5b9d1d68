import { assert, describe, it } from "vitest"
import { changesAmong, tiesFrom } from "../../src/protect/knownChanges.ts"
import { cellsAround, partOf } from "../../src/system/partAround.ts"
import { relationsFrom } from "../../src/system/relationsFrom.ts"

/** Counts of one cell of several releases, by partner. */
const counts = (...all: ReadonlyArray<Readonly<Record<string, number>>>) =>
  all.map((one, release) => ({
    release,
    cell: 0,
    value: Object.values(one).reduce((sum, persons) => sum + persons, 0),
    wasPublished: false,
    partners: () => new Map(Object.entries(one))
  }))

const knowers = (...all: ReadonlyArray<Readonly<Record<string, number>>>) =>
  changesAmong(counts(...all), "known changes", 11).map(({ less, more, by }) => [less.value, more.value, by])

describe("known changes", () => {
  it("are known to everyone if small, otherwise to the partners whose records they are", () => {
    assert.deepStrictEqual(knowers({ a: 5, b: 5 }, { a: 7, b: 7 }), [[10, 14, [[]]]])
    assert.deepStrictEqual(knowers({ a: 5, b: 5 }, { a: 30, b: 7 }), [[10, 37, [["a"]]]])
    assert.deepStrictEqual(knowers({ a: 5, b: 5, c: 5 }, { a: 15, b: 15, c: 5 }), [[15, 35, [["a", "b"]]]])
    assert.deepStrictEqual(knowers({ a: 5, b: 5, c: 5 }, { a: 15, b: 15, c: 15 }), [])
    // 20 more of one and 18 fewer of the other: anybody may know of the 2.
    assert.deepStrictEqual(knowers({ a: 25, b: 25 }, { a: 45, b: 7 }), [[50, 52, [[]]]])
  })

  it("of a small count that was published when it was larger are known to other small ones only", () => {
    const [published, ...later] = counts({ a: 7, b: 7 }, { a: 5, b: 5 }, { a: 5, b: 4 })
    const same = [{ ...(published as (typeof later)[number]), wasPublished: true }, ...later]
    const known = changesAmong(same, "known changes", 11).map(({ less, more }) => [less.value, more.value])
    assert.deepStrictEqual(known, [[9, 10]])
  })

  it("tie counts to each other only through what is known", () => {
    const same = counts({ a: 10, b: 5 }, { a: 10, b: 8 }, { a: 30, b: 8 }, { a: 30, b: 8, c: 9 })
    const changes = changesAmong(same, "known changes", 11)
    const known = (...names: ReadonlyArray<string>) =>
      tiesFrom(changes.filter(({ by }) => by.some((some) => some.every((who) => names.includes(who))))).map((set) =>
        set.map(({ release }) => release)
      )
    assert.deepStrictEqual(known(), [[0, 1]])
    assert.deepStrictEqual(known("a"), [[0, 1, 2]])
    assert.deepStrictEqual(known("c"), [
      [0, 1],
      [2, 3]
    ])
    assert.deepStrictEqual(known("a", "c"), [[0, 1, 2, 3]])
  })
})

describe("the part of a system around some cells", () => {
  // Cell 0 is 1 + 2, cell 3 is 4 + 5, and cell 2 is tied to cell 4.
  const system = {
    cells: 6,
    value: Float64Array.of(30, 10, 20, 50, 21, 29),
    unshown: new Uint8Array(6),
    relations: relationsFrom([
      { total: 0, parts: [1, 2] },
      { total: 3, parts: [4, 5] }
    ])
  }
  const around = (hidden: ReadonlyArray<number>, sets: ReadonlyArray<ReadonlyArray<number>>, cell: number) => [
    ...cellsAround(system, (one) => hidden.includes(one), sets, [cell])
  ]

  it("has what unknown cells connect, and the published cells of their sums", () => {
    assert.deepStrictEqual(around([1, 2, 4, 5], [], 1), [0, 1, 2])
    assert.deepStrictEqual(around([1, 2, 4, 5], [[2, 4]], 1), [0, 1, 2, 3, 4, 5])
    assert.deepStrictEqual(around([1, 2], [[2, 4]], 1), [0, 1, 2, 4])
  })

  it("has the sums of its cells", () => {
    const part = partOf(system, Uint32Array.of(3, 4, 5))
    assert.deepStrictEqual([...part.value], [50, 21, 29])
    assert.deepStrictEqual(part.relations, relationsFrom([{ total: 0, parts: [1, 2] }]))
    assert.strictEqual(partOf(system, Uint32Array.of(0, 1, 4)).relations.count, 0)
  })
})
