import { randomFillSync } from "node:crypto"
import { assert, describe, it } from "vitest"
import { filterRoom, RevisionFilter } from "../../ingest/pipeline/RevisionFilter.ts"
import { rounds } from "../fixtures/fullRun.ts"

const count = 300_000
const ids = randomFillSync(new Uint32Array(4 * count))
const others = randomFillSync(new Uint32Array(4 * count))
const firsts = new Uint32Array(count)

/** Adds revisions (the first ones, if none are given), in batches. Returns how many may be present. */
const maybeOf = (
  filter: RevisionFilter,
  records: Uint32Array,
  kind = 0,
  revisions = firsts,
  atOnce = 40_961
): number => {
  let maybe = 0
  for (let from = 0; 4 * from < records.length; from += atOnce) {
    const part = records.subarray(4 * from, 4 * (from + atOnce))
    maybe += filter.add(part, revisions, part.length / 4, kind).length
  }
  return maybe
}

/** Ids that count up. */
const sequence = (from: number, length: number) => {
  const made = new Uint32Array(4 * length)
  for (let i = 0; i < length; i++) made[4 * i + 2] = from + i
  return made
}

describe("RevisionFilter", () => {
  const filter = new RevisionFilter()

  it("recognises almost every new revision as new", () => {
    assert.isAtMost(maybeOf(filter, ids, 1), 2)
  })

  it("never recognises an added one as new", () => {
    assert.strictEqual(maybeOf(filter, ids, 1), count)
  })

  it("returns those that may be present: added before, or twice in one call", () => {
    const small = new RevisionFilter()
    const known = ids.subarray(0, 4 * 100)
    small.add(known, firsts, 100, 0)
    const mixed = new Uint32Array(4 * 200)
    mixed.set(others.subarray(0, 4 * 150))
    mixed.set(known.subarray(0, 4 * 30), 4 * 150)
    mixed.set(others.subarray(4 * 7, 4 * 27), 4 * 180)
    assert.deepStrictEqual(
      small.add(mixed, firsts, 200, 0),
      Array.from({ length: 50 }, (_, i) => 150 + i)
    )
  })

  it("distinguishes revisions and kinds of one record", () => {
    const small = new RevisionFilter()
    const id = Uint32Array.of(1, 2, 3, 4)
    for (const [revision, kind] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1]
    ] as const)
      assert.deepStrictEqual(small.add(id, Uint32Array.of(revision), 1, kind), [])
  })

  it("has few false positives, and needs a few bytes for each revision", () => {
    const probe = new RevisionFilter(filterRoom(), count)
    maybeOf(probe, ids)
    assert.isBelow(probe.bytes / count, 5.01)
    assert.isAtMost(maybeOf(probe, others.subarray(0, (4 * count) / 10)), 2)
  })

  it("ids that count up are no worse than random ones", () => {
    const counted = new RevisionFilter(filterRoom(), count)
    assert.isAtMost(maybeOf(counted, sequence(0, count)), 2)
  })

  it("grows by layers within the shared memory limit; without memory, the store is asked about everything", () => {
    const room = filterRoom(6_500_000)
    const first = new RevisionFilter(room)
    assert.isAtMost(maybeOf(first, ids), 2)
    assert.isFalse(first.isFull)
    assert.strictEqual(room.left, 6_500_000 - first.bytes)

    const second = new RevisionFilter(room)
    // It gives up in the middle of these: from there on, all may be present.
    assert.isAbove(maybeOf(second, ids, 0, firsts, count), 0)
    assert.isTrue(second.isFull)
    assert.strictEqual(second.bytes, 0)
    assert.strictEqual(room.left, 6_500_000 - first.bytes)
    assert.strictEqual(maybeOf(second, others), count)
  })

  it("needs no more memory than its keys, apart from one layer", () => {
    const large = new RevisionFilter()
    // A few more than fit in the first layer: what the second adds must not exceed its own size.
    const keys = rounds(4_300_000, 10_000_000)
    for (let from = 0; from < keys; from += 100_000) maybeOf(large, sequence(from, 100_000))
    assert.isBelow(large.bytes, 5 * (keys + 4 * 1024 * 1024))
  })
})
