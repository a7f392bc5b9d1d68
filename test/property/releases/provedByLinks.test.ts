/** Questions after an edition, where differences between cubes prove a small count without any release. */
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

const constant = ["a", "b", "c", "d", "e", "f", "g", "h"]

/** Persons of the constant panel by month and kind of record, and those that one other partner assisted. */
const months = [
  { route: 56, victim: 56, assistance: 56, others: 0 },
  // 51 had a route and 47 of them were assisted by the constant panel. All partners assisted one more than had a route: 5 were assisted by others.
  { route: 51, victim: 49, assistance: 47, others: 5 },
  { route: 64, victim: 64, assistance: 64, others: 20 },
  { route: 72, victim: 71, assistance: 70, others: 30 }
]

const vintage = () => {
  const { count, leaves } = leafCounter()
  const year = "2004"
  const add = (kind: string, partner: string, panel: string, month: string, sex: string) => {
    count("coverage", "", partner, { record_kind: kind, year, panel })
    count("coverage", "months", partner, { record_kind: kind, year: month, panel })
    if (kind === "route") {
      const route = { origin: "UKR", destination: "RUS", panel }
      count("routes", "", partner, { ...route, corridor: "UKR > RUS", year })
      count("routes", "months", partner, { ...route, year: month })
    } else if (kind === "victim")
      count("victims", "", partner, { country: "RUS", year, sex, age_group: "18AndOver", form: "ForcedLabour", panel })
    else count("assistance", "", partner, { assistance_type: "Shelter", country: "RUS", year, panel })
  }
  months.forEach((persons, m) => {
    const month = `2004-0${m + 1}`
    for (const kind of ["route", "victim", "assistance"] as const)
      for (let i = 0; i < persons[kind]; i++)
        add(kind, constant[i % constant.length] as string, "Constant", month, i % 3 === 0 ? "Male" : "Female")
    for (let i = 0; i < persons.others; i++) add("assistance", "o", "Other", month, "Female")
  })
  return leaves()
}

const edition: ReadonlyArray<ChoiceInput> = [
  { table: "coverage_by_month" },
  { table: "coverage" },
  { table: "flows_by_half_year_panel", where: { origin: "UKR", destination: "RUS" } }
]

describe("after an edition", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  const ask = async (asked: ChoiceInput) => {
    const first = await releaseOf(solver, [vintage()], 1, edition.map(choiceOf), [], 1)
    assert.deepStrictEqual([first.refused, first.findings], [false, 0])
    const shown = new Map(first.disclosure.cells.map(({ labels, shown }) => [labels.join(), shown]))
    assert.deepInclude(shown.get("assistance,2004-02"), { state: "published", victims: 52 })
    return releaseOf(solver, [vintage()], 1, [choiceOf(asked)], [first.disclosure], -1)
  }

  it("a question is answered, although differences between cubes prove a count that it does not ask for", async () => {
    const answer = await ask({ table: "victims", by: ["sex", "year"] })
    assert.deepStrictEqual([answer.refused, answer.findings], [false, 0])
    assert.isTrue(answer.disclosure.cells.some(({ shown }) => shown.state === "published"))
  })

  it("no answer gives that count to anyone who does not know the differences", async () => {
    const answer = await ask({ table: "coverage_by_month_panel" })
    assert.strictEqual(answer.findings, 0)
    const shown = answer.disclosure.cells.find(({ labels }) => labels.join().includes("assistance,2004-02"))?.shown
    assert.notStrictEqual(shown?.state, "published")
  })
})
