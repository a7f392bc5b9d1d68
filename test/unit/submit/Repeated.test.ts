/** Rows with the partner's own ids that come twice, files that come back mended, and what is said of a cell's limits. */
import { assert, describe, it } from "vitest"
import { languages } from "../../../ingest/submit/words/Languages.ts"
import { sentenceOf } from "../../../ingest/submit/words/ProblemWords.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const header = "recordId,caseReference,researchUseConsent,registeredOn,gender,age"
const victims = (...rows: ReadonlyArray<string>) => checked("v.csv", [header, ...rows, ""].join("\n"))

describe("the partner's own id on two rows", () => {
  it("is told and sent once where they say the same", async () => {
    const { told, ready } = await victims("7,D-1,yes,2019,Feminine,20", "7,D-1,yes,2019,feminine,20")
    assert.deepStrictEqual([told, ready.length], [["3::row-repeated"], 1])
  })
  for (const [what, other] of [
    ["another person", "7,D-2,yes,2019,Feminine,20"],
    ["another value", "7,D-1,yes,2019,Feminine,21"]
  ] as const)
    it(`is an error where the second says ${what}: no row is lost in silence`, async () => {
      const { told, errors, records } = await victims("7,D-1,yes,2019,Feminine,20", other)
      assert.deepStrictEqual([told, errors, records], [["3::record-id-repeated"], 1, 1])
    })
  it("a third row that says what the refused second one said is refused too", async () => {
    const second = "7,D-2,yes,2019,Feminine,20"
    const { errors } = await victims("7,D-1,yes,2019,Feminine,20", second, second)
    assert.strictEqual(errors, 2)
  })
  it("nor is it the same because a row with another id says the same", async () => {
    const { told } = await victims(
      "7,D-1,yes,2019,Feminine,20",
      "8,D-2,yes,2019,Feminine,20",
      "7,D-2,yes,2019,Feminine,20"
    )
    assert.deepStrictEqual(told, ["4::record-id-repeated"])
  })
  it("revisions of one record stand side by side", async () => {
    const { told, ready } = await checked(
      "v.csv",
      `${header},revision\n7,D-1,yes,2019,Feminine,20,0\n7,D-1,yes,2019,Feminine,21,1\n`
    )
    assert.deepStrictEqual([told, ready.length], [[], 2])
  })
})

describe("a file that was given back and mended", () => {
  it("is read as the file that it was", async () => {
    const first = await checked("v.csv", `${header},Extra\n1,D-1,yes,2019,Feminine,200,a\n`)
    assert.deepStrictEqual(first.told, ["1:Extra:column-unknown", "2:age:number-out-of-range"])
    const again = await checked("v.csv", first.report.replace("200", "20"))
    assert.deepStrictEqual([again.told, again.records], [["1:Extra:column-unknown"], 1])
  })
  it("as NDJSON too", async () => {
    const row = { record: "withdrawal", caseReference: "D-1", requestedOn: "2004x" }
    const first = await checked("w.ndjson", `${JSON.stringify(row)}\n`)
    const again = await checked("w.ndjson", first.report.replace("2004x", "2004"))
    assert.deepStrictEqual([again.told, again.records], [[], 1])
  })
})

describe("what is expected", () => {
  it("names the list's words and the numbers that a field takes, in each language, and never the value", async () => {
    const { problems, told } = await victims("1,D-1,yes,2019,CANARY,200")
    assert.sameMembers([...told], ["2:gender:code-unknown", "2:age:number-out-of-range"])
    for (const [i, language] of languages.entries()) {
      const said = problems.map((problem) => sentenceOf(problem, language)).join("\n")
      assert.include(said, ["Feminine", "Женский", "Жіноча", "Feminin"][i] as string)
      assert.include(said, "110")
      assert.notInclude(said, "CANARY")
    }
  })
  it("a date where a year belongs is a wrong value, not a date of birth; words there are looked through", async () => {
    const routes = (year: string) =>
      checked(
        "r.csv",
        `caseReference,researchUseConsent,citizenship,leg1.country,leg1.role,leg1.year\nD-1,yes,UKR,UKR,Origin,${year}\n`
      )
    assert.deepStrictEqual((await routes("2004-05-01")).told, ["2:leg1.year:type-mismatch"])
    assert.deepStrictEqual((await routes("Olga Petrenko")).told, ["2:leg1.year:direct-identifier"])
  })
})
