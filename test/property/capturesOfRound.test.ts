/** From a round to the number of persons known to no partner: the range contains the number that the generator knows. */
import { checkCaptures } from "@corridor/flow-statistics/hidden/checkCaptures"
import { estimateHidden } from "@corridor/flow-statistics/hidden/estimateHidden"
import { loadLinearSolver } from "@corridor/flow-statistics/hidden/linearProgramme"
import { linkageRules } from "@corridor/linkage/keys/rules"
import { tabulate } from "@corridor/linkage/link/tabulate"
import { errorsOfRound } from "@corridor/linkage/quality/errorsOfRound"
import { countedRows } from "@corridor/linkage/quality/knownRows"
import type { Rate } from "@corridor/linkage/quality/Rate"
import { assert, describe, it } from "@effect/vitest"
import { capturesOfRound } from "../../infra/linkage/capturesOfRound.ts"
import { demoPartners } from "../../ingest/demo/Demonstration.ts"
import { inventedCases } from "../../ingest/demo/inventedCases.ts"
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import { capturesText, readCapturesText, toCaptureTable } from "../../release/history/hiddenPersons.ts"
import { releasedCaptures } from "../../release/protection/releasedCaptures.ts"
import { groupHistories, historyOf, partnerGroupOf, partnerGroups } from "../../schemas/PartnerGroups.ts"
import { full, rounds } from "../fixtures/fullRun.ts"

const rules = linkageRules.map(({ name }) => name)

describe("capture histories of a round", () => {
  it("as they are released, with noise and without small figures, contain the truth in their intervals, and so does the range", async () => {
    const solver = await loadLinearSolver()
    const seeds = rounds(3, 40)
    const [deviation, limit] = [7.6, 20]
    let [cells, inside, contained] = [0, 0, 0]
    for (let seed = 1; seed <= seeds; seed++) {
      const random = mulberry32(seed)
      const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
      const { truth, files } = inventedCases(600, seed)
      const partners = demoPartners.map(({ id, type }) => ({
        partner: id,
        type: partnerGroupOf(type),
        rows: (files.get(id) ?? []).map(({ keys, ...row }) => ({
          ...row,
          tokens: keys.map(({ rule, key }) => ({ rule, token: key }))
        }))
      }))
      const table = tabulate(countedRows(partners), rules, [])
      const [all] = errorsOfRound(partners, rules, table).planted
      const counts = new Map(table.typeHistories.map(({ lists, persons }) => [historyOf(lists), persons]))
      const measured = groupHistories.map((key) => [key, (counts.get(key) ?? 0) + deviation * normal()] as const)
      const released = releasedCaptures(
        {
          groups: [...partnerGroups],
          figures: new Map(measured.filter(([, persons]) => persons >= limit)),
          deviation,
          limit,
          atPartners: table.partners.reduce((sum, { persons }) => sum + persons, 15)
        },
        { missed: all?.missed as Rate, falsePerPair: all?.falsePerPair as Rate }
      )
      assert.deepStrictEqual(readCapturesText(capturesText(released ?? [])), released)
      for (const { lists, low, high } of released ?? []) {
        cells++
        if (low <= (counts.get(historyOf(lists)) ?? 0) && (counts.get(historyOf(lists)) ?? 0) <= high) inside++
      }
      const { atLeast, atMost } = estimateHidden(solver, toCaptureTable(released ?? [])).answer
      if (atLeast <= truth && (atMost === undefined || truth <= atMost)) contained++
    }
    assert.isAtLeast(inside / cells, 0.95)
    assert.isAtLeast(contained, Math.ceil(seeds * 0.9))
  })

  it("are not released as intervals where nothing measured the errors of links", () => {
    const figures = new Map([["Services", 50]])
    const noisy = { groups: ["Services"], figures, deviation: 5, limit: 20, atPartners: 60 }
    assert.isUndefined(releasedCaptures(noisy, {}))
  })

  it("are the persons of each combination of types", () => {
    const stratum = (year: string) => ({ year })
    const { lists, counts } = capturesOfRound({
      typeHistories: [
        { stratum: stratum("2008"), lists: ["NGO"], persons: 5 },
        { stratum: stratum("2009"), lists: ["NGO"], persons: 2 },
        { stratum: stratum("2009"), lists: ["LawEnforcement", "NGO"], persons: 3 },
        { stratum: stratum("2009"), lists: ["LawEnforcement"], persons: 1 }
      ]
    })
    assert.deepStrictEqual(lists, ["LawEnforcement", "NGO"])
    assert.deepStrictEqual([...counts], [0, 1, 7, 3])
  })

  it("give a range that contains the number of persons that there are", async () => {
    const solver = await loadLinearSolver()
    const seeds = rounds(6, 60)
    let [contained, corrected95] = [0, 0]
    for (let seed = 1; seed <= seeds; seed++) {
      const { truth, known, files } = inventedCases(300, seed)
      // Keys instead of tokens: the same equalities, without the processes.
      const partners = demoPartners.map(({ id, type }) => ({
        partner: id,
        type,
        rows: (files.get(id) ?? []).map(({ keys, ...row }) => ({
          ...row,
          tokens: keys.map(({ rule, key }) => ({ rule, token: key }))
        }))
      }))
      const table = tabulate(countedRows(partners), rules, ["year"])
      assert.approximately(table.persons, known, 3)
      const { corrected, planted } = errorsOfRound(partners, rules, table)
      if (corrected !== undefined && corrected.low <= known && known <= corrected.high) corrected95++
      assert.strictEqual(planted[0]?.missed.trials, 60)
      const captures = capturesOfRound(table)
      assert.deepStrictEqual(checkCaptures(captures), [])
      const { atLeast, atMost } = estimateHidden(solver, captures).answer
      if (atLeast <= truth && (atMost === undefined || truth <= atMost)) contained += 1
    }
    assert.isAtLeast(corrected95, Math.ceil(seeds * 0.9) - (full ? 3 : 1))
    assert.isAtLeast(contained, Math.ceil(seeds * 0.9) - (full ? 3 : 1))
  })
})
