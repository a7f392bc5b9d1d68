import { assert, describe, it } from "vitest"
import type { CellFacts } from "../../src/rules/CellFacts.ts"
import { dominanceShortfall, pPercentShortfall } from "../../src/rules/Contribution.ts"
import { defaultProfile, type Profile, profiles } from "../../src/rules/Profile.ts"
import { primaryCells } from "../../src/rules/primaryCells.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"

const judge = (
  values: ReadonlyArray<number>,
  profile: Profile,
  contributions?: ReadonlyArray<ReadonlyArray<number>>
) => {
  const facts: CellFacts = {
    contributors: contributions && Float64Array.from(contributions, (list) => list.length),
    contributions: contributions?.map((list) => list.map((count, i) => [`p${i}`, count] as const))
  }
  return primaryCells(systemFrom(values, []), profile, facts)
}

describe("primary rules", () => {
  // Statistics Finland, course on statistical disclosure, lesson 3, example 2: 61, 20 and ten that make 19.
  const finland = [61, 20, ...new Array<number>(9).fill(2), 1]
  it("dominance as Statistics Finland's example has it: (1,60) unsafe, (2,90) safe", () => {
    assert.isAbove(dominanceShortfall(finland, 1, 60), 0)
    assert.isAtMost(dominanceShortfall(finland, 2, 90), 0)
    // Exactly at the bound is safe: 81 of 90 is 90 %.
    assert.strictEqual(dominanceShortfall([61, 20, 9], 2, 90), 0)
  })

  it("p percent: what is left of the total must be p percent of the largest at least", () => {
    assert.strictEqual(pPercentShortfall([100, 40, 10], 10), 0)
    assert.strictEqual(pPercentShortfall([100, 40, 9], 10), 1)
    assert.strictEqual(pPercentShortfall([40, 9, 100], 10), 1)
    assert.isAbove(pPercentShortfall([100, 40], 10), 0)
  })

  it("threshold: 1 to 10 under ctdc-11, 1 to 7 under opensafely-7-5, zeros nowhere", () => {
    const values = [0, 1, 4, 5, 7, 8, 9, 10, 11]
    const hidden = (name: string) =>
      values.filter((_, i) => judge(values, profiles.get(name) as Profile).primary[i] === 1)
    assert.deepStrictEqual(hidden("ctdc-11"), [1, 4, 5, 7, 8, 9, 10])
    assert.deepStrictEqual(hidden("opensafely-7-5"), [1, 4, 5, 7])
    assert.deepStrictEqual(hidden("ons-10-5"), [1, 4, 5, 7, 8, 9])
    assert.deepStrictEqual(hidden("acro"), [1, 4, 5, 7, 8, 9])
    assert.deepStrictEqual(hidden("unodc-5"), [1, 4])
  })

  it("partners: fewer than three, two that have more than 85 %, a largest that is known too well", () => {
    const lists = [[30, 30], [30, 30, 30], [60, 30, 5], [40, 40, 20], [90, 15, 12, 11], []]
    const values = lists.map((list) => list.reduce((sum, one) => sum + one, 0))
    assert.deepStrictEqual([...judge(values, defaultProfile, lists).primary], [1, 0, 1, 0, 0, 0])
  })

  it("a cell without partners is unsafe where other cells have partners", () => {
    const facts: CellFacts = { contributors: Float64Array.of(Number.NaN, 3), contributions: undefined }
    assert.deepStrictEqual([...primaryCells(systemFrom([50, 50], []), defaultProfile, facts).primary], [1, 0])
  })

  it("needs: five wide, up to the threshold and to the value with its protection", () => {
    const { need } = judge([3, 9, 50], defaultProfile)
    assert.deepStrictEqual([...need.width], [5, 5, 5])
    assert.deepStrictEqual([...need.reach], [11, 14, 0])
    assert.strictEqual(need.small, 11)
    // (2,85) of 60 and 30 in 95: 100 / 85 x 90 - 95 = 10.88
    assert.deepStrictEqual([...judge([95], defaultProfile, [[60, 30, 5]]).need.reach], [106])
  })

  it("a zero of a group that is known to exist is hidden under a profile with that rule", () => {
    const system = systemFrom([0, 20], [])
    const facts: CellFacts = { contributors: undefined, contributions: undefined }
    const knownGroups = Uint8Array.of(1, 1)
    assert.deepStrictEqual([...primaryCells(system, defaultProfile, facts, { knownGroups }).primary], [1, 0])
    const ons = profiles.get("ons-10-5") as Profile
    assert.deepStrictEqual([...primaryCells(system, ons, facts, { knownGroups }).primary], [0, 0])
  })

  it("every profile has a source, and ACRO's numbers are those of its default.yaml", () => {
    for (const profile of profiles.values()) assert.isAbove(profile.source.length, 20)
    const acro = profiles.get("acro")
    assert.deepStrictEqual([acro?.threshold, acro?.dominance?.n, acro?.dominance?.k, acro?.pPercent], [10, 2, 90, 10])
  })
})
