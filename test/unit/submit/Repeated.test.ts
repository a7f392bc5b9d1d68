/** Repeated rows with the partner's own ids, corrected files, and what a problem says about a cell's limits. */
import { assert, describe, it } from "vitest"
import { wordsOfProblem } from "../../../ingest/submit/words/ProblemWords.ts"
import { languages } from "../../../schemas/Languages.ts"
import { checked } from "../../fixtures/checkedFile.ts"

const header = "recordId,caseReference,researchUseConsent,registeredOn,gender,age"
const victims = (...rows: ReadonlyArray<string>) => checked("v.csv", [header, ...rows, ""].join("\n"))

describe("the partner's own id on two rows", () => {
  it("is reported, and sent once, if the rows are equal", async () => {
    const { codes, ready } = await victims("7,D-1,yes,2019,Feminine,20", "7,D-1,yes,2019,feminine,20")
    assert.deepStrictEqual([codes, ready.length], [["3::row-repeated"], 1])
  })
  for (const [what, other] of [
    ["another person", "7,D-2,yes,2019,Feminine,20"],
    ["another value", "7,D-1,yes,2019,Feminine,21"]
  ] as const)
    it(`is an error if the second row has ${what}: no row is lost silently`, async () => {
      const { codes, errors, records } = await victims("7,D-1,yes,2019,Feminine,20", other)
      assert.deepStrictEqual([codes, errors, records], [["3::record-id-repeated"], 1, 1])
    })
  it("a third row that equals the refused second one is refused too", async () => {
    const second = "7,D-2,yes,2019,Feminine,20"
    const { errors } = await victims("7,D-1,yes,2019,Feminine,20", second, second)
    assert.strictEqual(errors, 2)
  })
  it("a row is not a repetition because a row with another id is equal", async () => {
    const { codes } = await victims(
      "7,D-1,yes,2019,Feminine,20",
      "8,D-2,yes,2019,Feminine,20",
      "7,D-2,yes,2019,Feminine,20"
    )
    assert.deepStrictEqual(codes, ["4::record-id-repeated"])
  })
  it("revisions of one record coexist", async () => {
    const { codes, ready } = await checked(
      "v.csv",
      `${header},revision\n7,D-1,yes,2019,Feminine,20,0\n7,D-1,yes,2019,Feminine,21,1\n`
    )
    assert.deepStrictEqual([codes, ready.length], [[], 2])
  })
})

describe("a file that was returned and corrected", () => {
  it("is read as the file that it was", async () => {
    const first = await checked("v.csv", `${header},Extra\n1,D-1,yes,2019,Feminine,200,a\n`)
    assert.deepStrictEqual(first.codes, ["1:Extra:column-unknown", "2:age:number-out-of-range"])
    const again = await checked("v.csv", first.report.replace("200", "20"))
    assert.deepStrictEqual([again.codes, again.records], [["1:Extra:column-unknown"], 1])
  })
  it("as NDJSON too", async () => {
    const row = { record: "withdrawal", caseReference: "D-1", requestedOn: "2004x" }
    const first = await checked("w.ndjson", `${JSON.stringify(row)}\n`)
    const again = await checked("w.ndjson", first.report.replace("2004x", "2004"))
    assert.deepStrictEqual([again.codes, again.records], [[], 1])
  })
})

describe("the expected values", () => {
  it("are the labels of the list or the limits of the number, in each language, and never the value", async () => {
    const { problems, codes } = await victims("1,D-1,yes,2019,CANARY,200")
    assert.sameMembers([...codes], ["2:gender:code-unknown", "2:age:number-out-of-range"])
    for (const [i, language] of languages.entries()) {
      const said = problems.map((problem) => JSON.stringify(wordsOfProblem(problem, language))).join("\n")
      assert.include(said, ["Feminine", "Женский", "Жіноча", "Feminin"][i] as string)
      assert.include(said, "110")
      assert.notInclude(said, "CANARY")
    }
  })
  it("a date where a year is expected is a wrong value, not a date of birth; text there is searched for identifiers", async () => {
    const routes = (year: string) =>
      checked(
        "r.csv",
        `caseReference,researchUseConsent,citizenship,leg1.country,leg1.role,leg1.year\nD-1,yes,UKR,UKR,Origin,${year}\n`
      )
    assert.deepStrictEqual((await routes("2004-05-01")).codes, ["2:leg1.year:type-mismatch"])
    assert.deepStrictEqual((await routes("Olga Petrenko")).codes, ["2:leg1.year:direct-identifier"])
  })
})

describe("the report on many bad rows", () => {
  it("explains each problem once, has a code in each row, and is at most twice the size of the file", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},D-${i},no,2019-13,Fem,200`)
    const text = [header, ...rows, ""].join("\n")
    const { report, rejected } = await checked("v.csv", text)
    assert.strictEqual(rejected, rows.length)
    assert.isAtMost(report.length, 2 * text.length)
    const lines = report.split("\n").filter((line) => /^\d+,D-/.test(line))
    assert.strictEqual(lines.length, rows.length)
    assert.strictEqual(report.split("has not consented").length, 2, "explained once")
    assert.match(lines[1] as string, /consent-missing/)
    assert.match(lines.at(-1) as string, /as in row 3$/)
    const { records } = await checked("v.csv", report.replaceAll(",no,2019-13,Fem,200", ",yes,2019-12,Feminine,20"))
    assert.strictEqual(records, rows.length, "the corrected report is the file")
  })
})
