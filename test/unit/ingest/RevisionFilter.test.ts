import { randomFillSync } from "node:crypto"
import { assert, describe, it } from "vitest"
import { filterRoom, RevisionFilter } from "../../../ingest/pipeline/RevisionFilter.ts"

const count = 300_000
const ids = randomFillSync(new Uint32Array(4 * count))
const others = randomFillSync(new Uint32Array(4 * count))

describe("RevisionFilter", () => {
  const filter = new RevisionFilter()
  let wrong = 0

  it("takes almost every new revision for new", () => {
    for (let i = 0; i < count; i++) if (filter.add(ids, 4 * i, 0, 1)) wrong++
    assert.isBelow(wrong / count, 0.0001)
  })

  it("never takes one that was put in for new", () => {
    let forgotten = 0
    for (let i = 0; i < count; i++) if (!filter.add(ids, 4 * i, 0, 1)) forgotten++
    assert.strictEqual(forgotten, 0)
  })

  it("tells revisions and kinds of one record apart", () => {
    const small = new RevisionFilter()
    const id = Uint32Array.of(1, 2, 3, 4)
    const told = []
    for (const [revision, kind] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1]
    ] as const)
      told.push(small.add(id, 0, revision, kind))
    assert.deepStrictEqual(told, [false, false, false, false])
  })

  it("is wrong about few others, and takes some bytes for each", () => {
    let maybe = 0
    const probe = new RevisionFilter(filterRoom(), count)
    for (let i = 0; i < count; i++) probe.add(ids, 4 * i, 0, 0)
    assert.isBelow(probe.bytes / count, 4.01)
    for (let i = 0; i < count / 10; i++) if (probe.add(others, 4 * i, 0, 0)) maybe++
    assert.isBelow(maybe / (count / 10), 0.0001)
  })

  it("ids that count up are no worse than random ones", () => {
    const sequence = new RevisionFilter(filterRoom(), count)
    const id = new Uint32Array(4)
    let maybe = 0
    for (let i = 0; i < count; i++) {
      id[2] = i
      if (sequence.add(id, 0, 0, 0)) maybe++
    }
    assert.isBelow(maybe / count, 0.0001)
  })

  it("grows by layers and stays in the room that all share; who finds none asks the store of everything", () => {
    const room = filterRoom(5_000_000)
    const first = new RevisionFilter(room)
    let news = 0
    for (let i = 0; i < count; i++) if (!first.add(ids, 4 * i, 0, 0)) news++
    assert.isFalse(first.isFull)
    assert.isAbove(news / count, 0.9999)
    assert.strictEqual(room.left, 5_000_000 - first.bytes)

    const second = new RevisionFilter(room)
    for (let i = 0; !second.isFull; i++) second.add(ids, 4 * i, 0, 0)
    assert.strictEqual(second.bytes, 0)
    assert.strictEqual(room.left, 5_000_000 - first.bytes)
    assert.isTrue(second.add(others, 0, 0, 0))
  })

  it("takes no more than its keys need, a layer aside", () => {
    const large = new RevisionFilter()
    const id = new Uint32Array(4)
    for (let i = 0; i < 10_000_000; i++) {
      id[2] = i
      large.add(id, 0, 0, 0)
    }
    assert.isBelow(large.bytes, 4 * (10_000_000 + 4 * 1024 * 1024))
  })
})
