import { assert, describe, it } from "vitest"
import { type ChoiceInput, toChoice } from "../../../release/catalogue/TableChoice.ts"
import { whereProblems } from "../../../release/catalogue/whereProblems.ts"

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
})
