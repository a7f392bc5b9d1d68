/** How far apart rounds and sums are, also where the clock was wrong for some time. */
import { join } from "node:path"
import { assert, it } from "vitest"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { noteSum, RoundSpacing } from "../../../infra/linkage/roundSpacing.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("spacing")

const dayOf = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000)
const [minDays, wrong] = [180, 400]

it("a sum of other partners is refused although the clock was far ahead in between", () => {
  const party = new PartyFolder(join(folder, "host"))
  const add = (count: string, partners: ReadonlyArray<string>, days: number) =>
    noteSum(party, { count, partners }, { now: dayOf(days), minDays })
  add("first", ["a", "b", "c"], 0)
  assert.throws(() => add("less", ["a", "b"], 1), /count of other partners/)
  add("ahead", ["a", "b"], wrong)
  assert.throws(() => add("again", ["a", "b"], 2), /count of other partners/)
  add("later", ["a", "b"], minDays)
})

it("a round that was used while the clock was far ahead holds up the next one", () => {
  const party = new PartyFolder(join(folder, "holder"))
  let days = wrong
  const spacing = new RoundSpacing(party, minDays, () => dayOf(days))
  spacing.use("ahead")
  for (days of [0, minDays, wrong + minDays - 1]) assert.throws(() => spacing.check("next"), /since another round/)
  days = wrong + minDays
  spacing.use("next")
})
