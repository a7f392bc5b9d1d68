/** From a round to the number of persons known to no partner: the range contains the number that the generator knows. */
import { checkCaptures } from "@corridor/flow-statistics/hidden/checkCaptures"
import { estimateHidden } from "@corridor/flow-statistics/hidden/estimateHidden"
import { loadLinearSolver } from "@corridor/flow-statistics/hidden/linearProgramme"
import { linkageRules } from "@corridor/linkage/keys/rules"
import { tabulate } from "@corridor/linkage/link/tabulate"
import { errorsOfRound } from "@corridor/linkage/quality/errorsOfRound"
import { countedRows } from "@corridor/linkage/quality/knownRows"
import { assert, describe, it } from "@effect/vitest"
import { capturesOfRound } from "../../../infra/linkage/capturesOfRound.ts"
import { demoPartners } from "../../../ingest/demo/Demonstration.ts"
import { inventedCases } from "../../../ingest/demo/inventedCases.ts"
import { full, rounds } from "../../fixtures/fullRun.ts"

const rules = linkageRules.map(({ name }) => name)

describe("capture histories of a round", () => {
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
