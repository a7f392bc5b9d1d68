import fc from "fast-check"
import { assert, beforeAll, describe, it } from "vitest"
import { groupReady } from "../../src/oprf/Group.ts"
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
})
