import { assert, describe, it } from "vitest"
import { PartitionSearch } from "../../../infra/kafka/kafkajs/PartitionSearch.ts"
import { seededRandom } from "../../fault/SeededRandom.ts"

/** A broker that closes the connection if one of the damaged partitions is fetched. */
const broker = (search: PartitionSearch, all: ReadonlyArray<string>) => {
  let now = 0
  const found = new Set<string>()
  const fetchedOf = new Map<string, number>()
  return {
    found,
    fetchedOf,
    /** Fetches `times` times, 100 ms apart. */
    run: (times: number, damaged: ReadonlySet<string>, present = all) => {
      for (let i = 0; i < times; i++, now += 100) {
        const chosen = search.choose(present, now)
        if (chosen.some((one) => damaged.has(one))) {
          const one = search.lost(now)
          if (one !== undefined) found.add(one)
        } else {
          for (const one of chosen) fetchedOf.set(one, (fetchedOf.get(one) ?? 0) + 1)
          const repaired = search.fetched()
          if (repaired !== undefined) found.delete(repaired)
        }
      }
    }
  }
}

const partitions = (n: number) => Array.from({ length: n }, (_, i) => `p${i}`)

describe("PartitionSearch", () => {
  it("finds any damaged partitions among any others, reads on the others, and takes repaired ones back", () => {
    const random = seededRandom(20261129)
    for (let round = 0; round < 200; round++) {
      const all = partitions(random.whole(1, 60))
      const damaged = new Set(all.filter(() => random.whole(1, 10) === 1))
      const search = new PartitionSearch()
      const { run, found, fetchedOf } = broker(search, all)
      run(20 + 40 * (damaged.size + 1), damaged)
      assert.deepStrictEqual([...found].sort(), [...damaged].sort())
      assert.deepStrictEqual([...search.damaged].sort(), [...damaged].sort())
      fetchedOf.clear()
      run(100, damaged)
      for (const one of all) assert.strictEqual((fetchedOf.get(one) ?? 0) > 10, !damaged.has(one), one)
      // The longest pause is a minute.
      run(700, new Set())
      assert.deepStrictEqual(search.damaged, [])
      for (const one of all) assert.isTrue(fetchedOf.has(one), one)
    }
  })

  it("one lost connection and an outage say nothing about partitions", () => {
    const search = new PartitionSearch()
    const all = partitions(8)
    for (let i = 0; i < 20; i++) {
      assert.sameMembers([...search.choose(all, i)], all)
      assert.isUndefined(search.lost(i))
      assert.sameMembers([...search.choose(all, i)], all)
      if (i % 2 === 0) assert.isUndefined(search.fetched())
      else search.unreachable()
    }
    assert.deepStrictEqual(search.damaged, [])
  })

  it("partitions that are paused or moved away during the search hold nothing up", () => {
    const search = new PartitionSearch()
    const all = partitions(8)
    const { run, found, fetchedOf } = broker(search, all)
    run(4, new Set(["p7"]))
    fetchedOf.clear()
    run(50, new Set(["p7"]), ["p0", "p1"])
    assert.isAbove(fetchedOf.get("p0") ?? 0, 10)
    run(80, new Set(["p7"]))
    assert.deepStrictEqual([...found], ["p7"])
  })
})
