import fc from "fast-check"
import { assert, beforeAll, describe, it } from "vitest"
import { groupReady } from "../../src/oprf/Group.ts"
import { RoundRefused } from "../../src/round/RoundRefused.ts"
import { arbitraryPeople, partnerRows, ruleNames } from "../fixtures/arbitraryPeople.ts"
import { historiesByDefinition } from "../fixtures/plainTextOracle.ts"
import { type Fate, keyedPersons, RoundHere } from "../fixtures/roundHere.ts"

beforeAll(() => groupReady)

describe("a round", () => {
  it("gives the oracle's histories whatever is lost, retried or restarted on the way", async () => {
    const fates = fc.infiniteStream(
      fc.oneof({ weight: 4, arbitrary: fc.constant<Fate>("arrives") }, fc.constantFrom<Fate>("lost", "unanswered"))
    )
    await fc.assert(
      fc.asyncProperty(
        arbitraryPeople.filter((people) => new Set(people.map(({ partner }) => partner)).size > 1),
        fates,
        fc.constantFrom(2, 3),
        async (people, stream, holders) => {
          const round = new RoundHere({ holders, fate: () => stream.next().value })
          for (const { partner, type } of partnerRows(people))
            await round.takePart(partner, keyedPersons(people.filter((each) => each.partner === partner)), type)
          const table = round.close()
          assert.deepStrictEqual(
            Object.fromEntries(
              table.histories.map(({ stratum, lists, persons }) => [`${lists.join("+")} ${stratum["year"]}`, persons])
            ),
            historiesByDefinition(people, ruleNames)
          )
        }
      ),
      { numRuns: 6 }
    )
  })

  it("takes the same persons again as the same submission, also from a client that has lost its state", async () => {
    const round = new RoundHere()
    const [rule = "", year = ""] = [round.terms.rules[0], round.terms.strata["year"]?.[0]]
    const persons = Array.from({ length: 20 }, (_, i) => ({
      keys: [{ rule, key: `key ${i}` }],
      stratum: { year }
    }))
    await round.takePart("alpha", persons)
    await round.takePart("alpha", persons)
    assert.strictEqual((await refusal(() => round.takePart("alpha", persons.slice(1)))).code, "already-submitted")
    assert.strictEqual((await refusal(() => round.close())).code, "too-few-partners")
    await round.takePart("beta", persons)
    assert.strictEqual(round.close().persons, 20)
    assert.strictEqual((await refusal(() => round.takePart("gamma", persons))).code, "not-open")
  })
})

const refusal = async (attempt: () => unknown): Promise<RoundRefused> => {
  try {
    await attempt()
  } catch (error) {
    if (error instanceof RoundRefused) return error
    throw error
  }
  return assert.fail("not refused")
}
