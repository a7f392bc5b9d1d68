/**
 * Tests the rule that carries cells from release to release against attackers who know it. Every history of small counts is simulated, and
 * histories that look the same are grouped: an attacker can prove what all histories of a group have in common.
 */
import { assert, describe, it } from "@effect/vitest"
import type { PriorValue } from "../../../release/history/DisclosedValue.ts"
import { carryForward } from "../../../release/protection/carryForward.ts"
import { smallIncrements } from "../../../release/protection/smallIncrements.ts"
import { rounds } from "../../fixtures/fullRun.ts"

interface World {
  /** Most persons in a cell. */
  readonly most: number
  readonly releases: number
  readonly thresholds: ReadonlyArray<number>
  /** May a large cell be unsafe by its partners? */
  readonly partners: boolean
}

interface Played {
  readonly counts: ReadonlyArray<number>
  readonly past: ReadonlyArray<PriorValue>
  /** What is seen, as text. */
  readonly sight: string
}

const play = ({ most, releases, thresholds, partners }: World): ReadonlyArray<Played> => {
  let all: ReadonlyArray<Played> = [{ counts: [], past: [], sight: "" }]
  // The rule sees nothing but the past: histories that look the same go on the same way.
  const after = new Map<string, Pick<Played, "past" | "sight">>()
  for (let release = 1; release <= releases; release++) {
    const threshold = thresholds[release - 1] as number
    all = all.flatMap(({ counts, past, sight }) =>
      Array.from({ length: most + 1 }, (_, victims) => victims).flatMap((victims) =>
        (victims >= threshold ? (partners ? [true, false] : [true]) : [false]).map((isSafe) => {
          const key = `${release} ${sight} ${victims} ${isSafe}`
          let next = after.get(key)
          if (next === undefined) {
            const shown = carryForward(past, { release, victims, isSafe, threshold })
            next = { past: [...past, { release, threshold, shown }], sight: `${sight}${JSON.stringify(shown ?? 0)}` }
            after.set(key, next)
          }
          return { counts: [...counts, victims], ...next }
        })
      )
    )
  }
  return all
}

/** What an attacker sees, as text, and the histories that produce it. */
const bySight = (all: ReadonlyArray<Played>) => Map.groupBy(all, ({ sight }) => sight)

/** Sights from which a count that is not shown, or that stayed, is known to within less than a hidden one of a single release. */
const narrow = (world: World) => {
  const least = Math.min(...world.thresholds) - 2
  const found: Array<string> = []
  for (const [sight, histories] of bySight(play(world)))
    for (let at = 0; at < world.releases; at++) {
      const shown = histories[0]?.past[at]?.shown
      if (shown === undefined ? at === 0 : shown.state === "published" && shown.asOf === at + 1) continue
      const counts = histories.map((one) => one.counts[at] as number)
      if (Math.max(...counts) - Math.min(...counts) < least) found.push(sight)
    }
  return found
}

/** Sights from which a small change between two releases is proved. */
const leaks = (world: World) => {
  const found: Array<string> = []
  for (const [sight, histories] of bySight(play(world)))
    for (let now = 1; now < world.releases; now++) {
      // The strictest profile so far defines what is small: a stricter one cannot be foreseen.
      const threshold = Math.max(...world.thresholds.slice(0, now + 1))
      for (let before = 0; before < now; before++) {
        const changes = histories.map(({ counts }) => (counts[now] as number) - (counts[before] as number))
        const low = Math.min(...changes)
        const high = Math.max(...changes)
        if ((low >= 1 && high < threshold) || (high <= -1 && low > -threshold)) found.push(sight)
      }
    }
  return found
}

describe("cells from release to release", () => {
  it("no attacker who knows the rule proves a small change: all histories of three releases", () => {
    for (const partners of [true, false]) {
      assert.deepStrictEqual(leaks({ most: 20, releases: 3, thresholds: [3, 3, 3], partners }), [])
      assert.deepStrictEqual(leaks({ most: 24, releases: 3, thresholds: [5, 5, 5], partners }), [])
    }
  })

  it("nor of four releases", () => {
    for (const partners of [true, false])
      assert.deepStrictEqual(leaks({ most: rounds(10, 12), releases: 4, thresholds: [3, 3, 3, 3], partners }), [])
  })

  it("nor with another profile in each release", () => {
    for (const thresholds of [
      [3, 5, 3],
      [5, 3, 5],
      [3, 4, 5],
      [5, 4, 3]
    ])
      for (const partners of [true, false])
        assert.deepStrictEqual(
          leaks({ most: rounds(15, 20), releases: 3, thresholds, partners }),
          [],
          thresholds.join()
        )
  })

  it("no hidden count is narrowed by what was shown before or after", () => {
    for (const partners of [true, false])
      for (const thresholds of [
        [4, 4, 4],
        [3, 5, 3],
        [5, 4, 3]
      ])
        assert.deepStrictEqual(narrow({ most: 20, releases: 3, thresholds, partners }), [], thresholds.join())
  })

  it("the auditor finds no fault with any of them, and does with the plain figures", () => {
    for (const [sight, [one]] of bySight(play({ most: 20, releases: 3, thresholds: [3, 3, 3], partners: true })))
      assert.deepStrictEqual(smallIncrements(one?.past ?? []), [], sight)
    const plain = (counts: ReadonlyArray<number>): ReadonlyArray<PriorValue> =>
      counts.map((victims, i) => ({
        release: i + 1,
        threshold: 11,
        shown:
          victims === 0
            ? undefined
            : victims < 11
              ? { state: "suppressed" }
              : { state: "published", victims, asOf: i + 1 }
      }))
    assert.deepStrictEqual(smallIncrements(plain([20, 22])), [1])
    assert.deepStrictEqual(smallIncrements(plain([22, 20])), [1])
    assert.deepStrictEqual(smallIncrements(plain([20, 40, 22])), [1])
    assert.deepStrictEqual(smallIncrements(plain([5, 11])), [1])
    assert.deepStrictEqual(smallIncrements(plain([20, 20, 31])), [])
  })

  it("figures change when enough was added, and name their vintage", () => {
    const counts = [10, 11, 12, 20, 23, 33, 24, 60, 9, 70]
    const past: Array<PriorValue> = []
    for (const [i, victims] of counts.entries()) {
      const now = { release: i + 1, victims, isSafe: victims >= 11, threshold: 11 }
      past.push({ release: now.release, threshold: 11, shown: carryForward(past, now) })
    }
    assert.deepStrictEqual(
      past.map(({ shown }) => (shown?.state === "published" ? `${shown.victims}@${shown.asOf}` : (shown?.state ?? ""))),
      ["suppressed", "suppressed", "12@3", "12@3", "23@5", "23@5", "23@5", "60@8", "suppressed", "suppressed"]
    )
  })
})
