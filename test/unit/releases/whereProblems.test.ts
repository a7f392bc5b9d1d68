import { assert, describe, it } from "vitest"
import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { type ChoiceInput, toChoice } from "../../../release/catalogue/TableChoice.ts"
import { whereProblems } from "../../../release/catalogue/whereProblems.ts"
import { nearestChoices } from "../../../release/queries/nearestChoices.ts"

const problemsOf = (input: ChoiceInput) => {
  const made = toChoice(input)
  return "choice" in made ? whereProblems(made.choice) : assert.fail(JSON.stringify(made.problems))
}

describe("labels that a choice names", () => {
  it.each([
    [{ table: "flows", where: { origin: "ZWE", destination: "RUS" } }],
    [{ table: "flows", where: { origin: "151 Eastern Europe" }, levels: { origin: ["subregion"] } }],
    [{ table: "flows", where: { origin: "NotKnown", year: "2005" } }],
    [{ table: "first_level_transit", where: { corridor: "via RU-AST" } }],
    [{ table: "first_level_origin", where: { origin: "RUS-NotKnown" } }],
    [{ table: "prefixes", where: { corridor: "begins MDA > UKR" } }],
    [{ table: "group_flows", where: { origin: "EU" } }],
    [{ table: "victims", where: { form: "Several", sex: "NotKnown" } }],
    [{ table: "proceedings", where: { stage: "Convicted", offence_article: "RU-127-1" } }],
    [{ table: "victims_by_nationality", where: { nationality: "Foreign" } }],
    [{ table: "capture_histories", where: { history: "CivilSociety+Government" } }],
    [{ table: "flows_panel" }]
  ] as ReadonlyArray<readonly [ChoiceInput]>)("may be absent from all records: %j", (input) => {
    assert.deepStrictEqual(problemsOf(input), [])
  })

  it.each([
    ["origin", { table: "flows", where: { origin: "QQQ" } }],
    ["destination", { table: "flows", where: { destination: "rus" } }],
    ["corridor", { table: "corridors", where: { corridor: "MDA > QQQ > RUS" } }],
    ["form", { table: "victims", where: { form: "QQQ" } }],
    ["stage", { table: "proceedings", where: { stage: "QQQ" } }],
    ["year", { table: "flows", where: { year: "QQQ" } }]
  ] as ReadonlyArray<readonly [string, ChoiceInput]>)(
    "must exist: a %s that does not is a problem, without the label",
    (name, input) => {
      const problems = problemsOf(input)
      assert.deepStrictEqual(
        problems.map(({ rule }) => rule),
        [name]
      )
      assert.notInclude(JSON.stringify(problems), "QQQ")
    }
  )

  it("are no text of the asker in any dimension of any table: the ledger keeps them for ever", () => {
    let asked = 0
    for (const { name: table, by, cube } of releaseTables.values())
      for (const { name } of cube.dimensions) {
        const made = toChoice({ table, by: [...new Set([...by, name])], where: { [name]: "Anna of QQQ" } })
        if ("problems" in made) continue
        asked += 1
        assert.deepStrictEqual(
          whereProblems(made.choice).map(({ rule }) => rule),
          [name],
          table
        )
      }
    assert.isAbove(asked, 50)
  })
})

it("filters in another order are the same choice, which a query pays for once", () => {
  const [origin, destination] = [{ origin: "UKR" }, { destination: "RUS" }]
  const made = [
    { ...origin, ...destination },
    { ...destination, ...origin }
  ].map((where) => JSON.stringify(toChoice({ table: "flows", where })))
  assert.strictEqual(made[0], made[1])
})

it("a sum over years is of all years: where some are selected, it is refused, and no nearest question has it", () => {
  for (const { name: table, by, cube } of releaseTables.values()) {
    const dimensions = by.filter((name) => name !== "year")
    if (dimensions.length === 0) continue
    for (const years of [{ from: 2004 }, { to: 2005 }, { from: 2004, to: 2005 }]) {
      const made = toChoice({ table, by: dimensions, ...years })
      const rules = "problems" in made ? made.problems.map(({ rule }) => rule) : []
      // Tables that leave with noise only sum the selected years.
      if (cube.noiseOnly === undefined) assert.include(rules, "years", table)
      else assert.notInclude(rules, "years", table)
    }
    const split = toChoice({ table, by: [...new Set([...by, "year"])], from: 2004, to: 2005 })
    if ("problems" in split || cube.noiseOnly !== undefined) continue
    for (const near of nearestChoices(split.choice))
      assert.isTrue(near.by.includes("year") || (near.from === null && near.to === null), table)
    assert.isTrue(
      nearestChoices(split.choice).some((near) => !near.by.includes("year")),
      table
    )
  }
})

describe("years of a choice by period", () => {
  const rulesOf = (from: number, to: number, year = ["period"]) => {
    const made = toChoice({ table: "flows", levels: { year }, period: 3, from, to })
    return "choice" in made ? [] : made.problems.map(({ rule }) => rule)
  }

  it("must have a whole period: 2001-2003, 2004-2006", () => {
    assert.deepStrictEqual(rulesOf(2004, 2005), ["period"])
    assert.deepStrictEqual(rulesOf(2005, 2008), ["period"])
    for (const [from, to] of [
      [2004, 2006],
      [2003, 2006],
      [2005, 2009]
    ] as const)
      assert.deepStrictEqual(rulesOf(from, to), [])
    assert.deepStrictEqual(rulesOf(2004, 2005, ["year", "period"]), [])
  })
})
