/** What rows of one file say about the same case: one number however it is typed, contradictions, similar numbers, and counts that add up. */
import fc from "fast-check"
import { strFromU8, unzipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { canonicalCaseNumber, similarityKey } from "../../../ingest/keys/CaseNumber.ts"
import { checkFile, countsOf, sendable } from "../../../ingest/submit/check/checkFile.ts"
import { readEarlierCases } from "../../../ingest/submit/check/EarlierCases.ts"
import { openFile } from "../../../ingest/submit/check/OpenFile.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { checked, partnerKey, settingsOf } from "../../fixtures/checkedFile.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const header = "caseReference,researchUseConsent,registeredOn,gender,age,ageBand,citizenship"
const victims = (...rows: ReadonlyArray<string>) => checked("v.csv", [header, ...rows, ""].join("\n"))
const personsOf = (ready: ReadonlyArray<{ readonly record: Readonly<Record<string, unknown>> }>) =>
  new Set(ready.map(({ record }) => record["caseReference"])).size

describe("one case, typed in several ways", () => {
  it("is one person", async () => {
    const { ready, codes } = await victims(
      ...["CASE-9", "case-9", "СASE-9", "CASE–9", " CASE 9 "].map(
        (number, i) => `${number},yes,${2010 + i},Feminine,${20 + i},,UKR`
      )
    )
    assert.deepStrictEqual([codes, ready.length, personsOf(ready)], [[], 5, 1])
  })

  it("repeats a row that is equal otherwise", async () => {
    const { problems } = await victims("CASE-9,yes,2010,Feminine,20,,", "case-9,yes,2010,Feminine,20,,")
    assert.deepStrictEqual(
      problems.map(({ code, row, because }) => [code, row, because]),
      [["row-repeated", 3, 2]]
    )
  })

  it("in the rows of an HTCDS route, which stay one record", async () => {
    const { ready, codes } = await checked(
      "r.csv",
      [
        "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_Date",
        "Case-1,true,Recruitment,UKR,2004",
        "CASE 1,true,Exploitation,RUS,2004",
        ""
      ].join("\n"),
      { format: "htcds", recordKind: "route" }
    )
    assert.deepStrictEqual([codes, ready.length], [[], 1])
  })
})

describe("contradictions between the rows of a case", () => {
  for (const [what, first, second, column] of [
    ["sex", "2010,Feminine,20,,UKR", "2011,Masculine,21,,UKR", "gender"],
    ["period of birth by age", "2010,Feminine,20,,UKR", "2011,Feminine,25,,UKR", "age"],
    ["period of birth by band", "2010,Feminine,,9--17,UKR", "2010,Feminine,,30--38,UKR", "ageBand"],
    ["period of birth by age and band", "2010,Feminine,44,,UKR", "2012,Feminine,,18--20,UKR", "ageBand"],
    ["citizenship", "2010,Feminine,20,,UKR", "2010,Feminine,20,,MDA", "citizenship"]
  ] as const)
    it(`${what}: the later row is rejected and names the earlier one`, async () => {
      const { problems, ready, rejected } = await victims(`C-1,yes,${first}`, `C-2,yes,${first}`, `c-1,yes,${second}`)
      assert.deepStrictEqual(
        problems.map(({ code, row, column: at, because }) => [code, row, at, because]),
        [["case-contradictory", 4, column, 2]]
      )
      assert.deepStrictEqual([ready.length, rejected], [2, 1])
    })

  it("are none where the statements agree", async () => {
    const { codes } = await victims(
      "C-1,yes,2010,Feminine,20,,UKR",
      "C-1,yes,2015,TransgenderFeminine,26,,UKR;RUS",
      "C-1,yes,2012,NonSpecifiedUnknown,,,",
      "C-1,yes,2012,,,21--23,UKR"
    )
    assert.deepStrictEqual(codes, [])
  })

  it("are found between kinds of record", async () => {
    const lines = [
      { record: "victim", caseReference: "C-1", researchUseConsent: true, registeredOn: "2010", citizenship: ["UKR"] },
      {
        record: "route",
        caseReference: "c-1",
        researchUseConsent: true,
        citizenship: ["MDA"],
        legs: [{ country: "MDA", role: "Origin", year: 2009 }]
      }
    ]
    const { codes } = await checked("c.ndjson", lines.map((line) => JSON.stringify(line)).join("\n"))
    assert.deepStrictEqual(codes, ["2:citizenship:case-contradictory"])
  })
})

describe("similar case numbers", () => {
  it("are reported once per case, with the earlier row, and sent", async () => {
    const { problems, ready } = await victims(
      "CASE-09,yes,2010,Feminine,20,,",
      "CASE-9,yes,2011,Feminine,31,,",
      "CASE-9,yes,2012,Feminine,32,,",
      "CASE-90,yes,2012,Feminine,50,,"
    )
    assert.deepStrictEqual(
      problems.map(({ code, severity, row, because }) => [code, severity, row, because]),
      [["case-number-similar", "warning", 3, 2]]
    )
    assert.deepStrictEqual([ready.length, personsOf(ready)], [4, 3])
  })
})

describe("case numbers of earlier files", () => {
  const head = "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year\n"
  const rows = (...numbers: ReadonlyArray<string>) =>
    `${head}${numbers.map((number, i) => `${number},yes,UKR,Origin,${2001 + (i % 20)}`).join("\n")}\n`
  const open = (text: string) => {
    const bytes = new TextEncoder().encode(text)
    const read = async (from: number, to: number) => bytes.subarray(from, to)
    return openFile({ name: "r.csv", size: bytes.length, read }, settingsOf())
  }
  const compared = async (earlier: ReadonlyArray<string>, now: string) => {
    const hasher = nodeHasher(partnerKey)
    const known = await readEarlierCases(await Promise.all(earlier.map(open)), hasher)
    const { problems, records } = await checkFile(await open(now), hasher, undefined, { earlier: known })
    return { found: problems.map(({ code, row, severity }) => `${row} ${code} ${severity}`), records }
  }

  it("are compared with those of this file: similar ones are reported once, and sent", async () => {
    assert.deepStrictEqual(
      await compared([rows("CASE-09", "CASE-10"), rows("X-1")], rows("CASE-9", "CASE-9", "case – 10", "X1", "CASE-11")),
      { found: ["2 case-number-similar-earlier warning", "5 case-number-similar-earlier warning"], records: 5 }
    )
  })

  it("are not reported if the case itself was sent, however it was typed, and rows that could not be sent do not count", async () => {
    const other = rows("CASE-09", "CASE-9")
    assert.deepStrictEqual(await compared([other], other), { found: ["3 case-number-similar warning"], records: 2 })
    const flawed = rows("CASE-09", "CASE-10").replace("UKR", "Atlantis")
    assert.deepStrictEqual((await compared([flawed], rows("CASE-9"))).found, [])
  })

  it("are not compared with a file that has none", async () => {
    for (const earlier of ["x\n", rows("CASE-9").replace("UKR", "Atlantis"), head]) {
      const refused = await compared([earlier], rows("CASE-9")).catch((cause: unknown) => cause)
      assert.instanceOf(refused, FileRefused, earlier)
    }
  })

  it("agree with a plain comparison of any numbers", async () => {
    const number = fc.stringMatching(/^CASE-?0{0,2}[1-3]$/)
    await fc.assert(
      fc.asyncProperty(
        fc.array(number, { minLength: 1, maxLength: 8 }),
        fc.array(number, { minLength: 1, maxLength: 8 }),
        async (before, now) => {
          const { found } = await compared([rows(...before)], rows(...now))
          const sent = new Set(before.map(canonicalCaseNumber))
          const alike = new Set(before.map(similarityKey))
          const reported = now.flatMap((one, i) => {
            const earlierRows = now.slice(0, i)
            const isNew = !earlierRows.some((other) => canonicalCaseNumber(other) === canonicalCaseNumber(one))
            const isLikeEarlierRow = earlierRows.some((other) => similarityKey(other) === similarityKey(one))
            const isLikeEarlierFile = !sent.has(canonicalCaseNumber(one)) && alike.has(similarityKey(one))
            return isNew && !isLikeEarlierRow && isLikeEarlierFile
              ? [`${i + 2} case-number-similar-earlier warning`]
              : []
          })
          assert.deepStrictEqual(
            found.filter((one) => one.includes("similar-earlier")),
            reported
          )
        }
      ),
      { numRuns: 60 }
    )
  })
})

describe("counts", () => {
  it("the rows of a route with one wrong row are held back because of it", async () => {
    const { problems, rows, accepted, rejected, heldBack } = await checked(
      "r.csv",
      [
        "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_Date",
        "A-1,true,Recruitment,UKR,2004",
        "A-1,true,Transit,Atlantis,2004",
        "A-1,true,Exploitation,RUS,2004",
        "A-2,true,Recruitment,RUS,2004",
        ""
      ].join("\n"),
      { format: "htcds", recordKind: "route" }
    )
    assert.deepStrictEqual(
      problems.filter(({ part }) => part === "row").map(({ code, row, because }) => [code, row, because]),
      [
        ["row-held-back", 2, 3],
        ["country-unknown", 3, undefined],
        ["row-held-back", 4, 3]
      ]
    )
    assert.deepStrictEqual([rows, accepted, rejected, heldBack], [4, 1, 1, 2])
  })

  it("every row of a record that was corrected since is held back, named in the problems and in the report", async () => {
    const file = [
      "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_Date",
      "A-1,true,Recruitment,UKR,2004",
      "A-1,true,Exploitation,RUS,2004",
      "A-2,true,Recruitment,RUS,2004",
      ""
    ].join("\n")
    const given = { format: "htcds", recordKind: "route" } as const
    const { ready } = await checked("r.csv", file, given)
    const corrected = new Set([ready[0]?.record["recordId"] as string])
    const again = await checked("r.csv", file, given, "en", undefined, { corrected })
    assert.deepStrictEqual(
      again.problems.filter(({ part }) => part === "row").map(({ code, row, because }) => [code, row, because]),
      [
        ["record-corrected-since", 2, undefined],
        ["row-held-back", 3, 2]
      ]
    )
    const { rows, accepted, rejected, heldBack, records, report } = again
    assert.deepStrictEqual([rows, accepted, rejected, heldBack, records], [3, 1, 0, 2, 1])
    assert.include(report.split("\n")[1], "record-corrected-since")
  })

  it("a refused file's report says of every row without an error because of which row it is held back", async () => {
    const rows = [
      "A-1,yes,2010,Feminine,20",
      "A-2,yes,2010,Feminine,20",
      "A-3,yes,2010,Lemon,20",
      "A-4,yes,2010,Feminine,21"
    ]
    const file = `${header.split(",").slice(0, 5).join(",")}\n${rows.join("\n")}\n`
    const { firstError, accepted, rejected } = await checked("v.csv", file)
    assert.deepStrictEqual([firstError?.row, accepted, rejected], [4, 3, 1])
    const heldBecause = firstError as NonNullable<typeof firstError>
    const again = await checked("v.csv", file, {}, "en", "csv", { heldBecause })
    assert.deepStrictEqual([again.accepted, again.rejected, again.heldBack, again.records], [0, 1, 3, 0])
    const held = /row-not-sent \(row 4\)/
    const lines = again.report.trim().split(/\n(?=A-)/)
    assert.deepStrictEqual(
      lines.slice(1).map((line) => held.test(line)),
      [true, true, false, true]
    )
    const { reportBytes } = await checked("v.csv", file, {}, "en", "xlsx", { heldBecause })
    const sheet = strFromU8(unzipSync(reportBytes)["xl/worksheets/sheet1.xml"] as Uint8Array)
    assert.strictEqual(sheet.match(new RegExp(held, "g"))?.length, 3)
    const names = header.split(",")
    const json = rows.map((row) =>
      JSON.stringify(Object.fromEntries(row.split(",").map((cell, i) => [names[i], cell])))
    )
    const ndjson = await checked("v.ndjson", json.join("\n"), {}, "en", "ndjson", { heldBecause })
    assert.deepStrictEqual([ndjson.rejected, ndjson.heldBack], [1, 3])
    assert.strictEqual(ndjson.report.match(/"code":"row-not-sent"[^}]*"because":4/g)?.length, 3)
  })

  it("a file that identifies a person is held back because of that row, not because of an error above it", async () => {
    const rows = ["A-1,yes,2010,Lemon,20", "Anna Kovalenko,yes,2010,Feminine,20", "A-3,yes,2010,Feminine,20"]
    const check = await checked("v.csv", `${header.split(",").slice(0, 5).join(",")}\n${rows.join("\n")}\n`)
    assert.deepStrictEqual([check.identifying, check.firstError?.row], [true, 3])
  })

  it("the report of a file that the partner declined to send says so in every row", async () => {
    const file = `${header.split(",").slice(0, 5).join(",")}\nA-1,yes,2010,Feminine,20\nA-2,yes,2010,Feminine,20\n`
    const { accepted, heldBack, report } = await checked("v.csv", file, {}, "en", "csv", { heldBecause: "declined" })
    assert.deepStrictEqual([accepted, heldBack, report.match(/row-declined/g)?.length], [0, 2, 2])
  })

  it("no row of a refused file is accepted", async () => {
    const check = await checked("v.csv", `${header},prs_FirstName\nC-1,yes,2010,Feminine,20,,,\n`)
    assert.strictEqual(sendable(check), "nothing")
    assert.deepStrictEqual(countsOf(check, false), { accepted: 0, rejected: 0, heldBack: 1 })
    assert.strictEqual(check.firstError?.row, 1)
  })

  it("add up for any file", async () => {
    const anyRow = fc
      .tuple(
        fc.constantFrom("C-1", "c-1", "C-2", "C-02", "", "C-3"),
        fc.constantFrom("yes", "no", ""),
        fc.constantFrom("2010", "2010-13", "3000", ""),
        fc.constantFrom("Feminine", "Masculine", "x", ""),
        fc.constantFrom("20", "21", "200", ""),
        fc.constantFrom("", "9--17"),
        fc.constantFrom("UKR", "MDA", "Atlantis", "")
      )
      .map((cells) => cells.join(","))
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 12 }), async (rows) => {
        const check = await victims(...rows)
        const filled = rows.filter((row) => /[^,]/.test(row)).length
        assert.strictEqual(check.rows, filled)
        for (const isSent of [true, false]) {
          const { accepted, rejected, heldBack } = countsOf(check, isSent)
          assert.strictEqual(accepted + rejected + heldBack, check.rows)
        }
        assert.strictEqual(check.accepted, check.ready.length)
        const wrong = new Set(check.problems.filter(({ severity }) => severity === "error").map(({ row }) => row))
        assert.strictEqual(check.rejected, wrong.size)
      }),
      { numRuns: rounds(100, 2_000) }
    )
  })
})
