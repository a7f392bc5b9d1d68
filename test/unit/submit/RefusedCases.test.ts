/** A case whose consent is refused in one row of a file: no row of it is sent, in whichever order and way the rows come. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { it as itEffect } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { canonicalCaseNumber } from "../../../ingest/keys/CaseNumber.ts"
import { ConsentOfRun } from "../../../ingest/submit/check/ConsentOfRun.ts"
import { checkFile, type FileCheck, sendable } from "../../../ingest/submit/check/checkFile.ts"
import { readEarlierCases } from "../../../ingest/submit/check/EarlierCases.ts"
import { openFile } from "../../../ingest/submit/check/OpenFile.ts"
import { emptyMapping } from "../../../ingest/submit/columns/Mapping.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { recordSpool } from "../../../ingest/submit/node/RecordSpool.ts"
import { blobSource } from "../../../ingest/submit/read/FileSource.ts"
import { type SubmitOptions, submit } from "../../../ingest/submit/Submit.ts"
import type { RecordsToSend } from "../../../ingest/submit/send/RecordsToSend.ts"
import { nothingSent } from "../../../ingest/submit/send/SendRecords.ts"
import { checked, partnerKey, settingsOf } from "../../fixtures/checkedFile.ts"
import { firstPseudonym } from "../../fixtures/firstPseudonym.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const header = "caseReference,researchUseConsent,registeredOn"
const table = (...rows: ReadonlyArray<string>) => `${[header, ...rows].join("\n")}\n`
const victims = (...rows: ReadonlyArray<string>) => checked("v.csv", table(...rows))

type Check = Awaited<ReturnType<typeof checked>>
const ofRows = ({ problems }: Check) =>
  problems
    .filter(({ part }) => part === "row")
    .map(({ code, row, because }) => [row, code, ...(because === undefined ? [] : [because])])
const counts = ({ rows, accepted, rejected, heldBack, records }: Check) => [rows, accepted, rejected, heldBack, records]

describe("a refusal holds back the rows of its case", () => {
  it("before and behind it, however the number is typed", async () => {
    const check = await victims(
      "CANARY-9,yes,2010",
      "CANARY-10,yes,2010",
      "canary – 9,no,2011",
      "СANARY-9,yes,2012",
      "CANARY-9,,2013"
    )
    assert.deepStrictEqual(ofRows(check), [
      [2, "case-refused", 4],
      [4, "consent-missing"],
      [5, "case-refused", 4],
      [6, "field-missing"]
    ])
    assert.deepStrictEqual(counts(check), [5, 1, 2, 2, 1])
    assert.strictEqual(sendable(check), "good-rows")
    assert.notMatch(JSON.stringify([check.problems, check.columns, check.ready]), /canary/i)
    const lines = check.report.split("\n")
    assert.match(lines[1] ?? "", /case-refused \(row 4\): The row is not sent, because another row of the case refuses/)
    assert.match(lines[4] ?? "", /case-refused \(row 4\)/)
    assert.notMatch(lines[2] ?? "", /case-refused/)
  })

  for (const [answer, holds] of [
    ["no", true],
    ["нет", true],
    ["0", true],
    ["declined to share", true],
    ["unknown", true],
    ["yes", false],
    ["", false],
    ["-", false]
  ] as const)
    it(`an answer ${JSON.stringify(answer)}: ${holds}`, async () => {
      const { heldBack } = await victims("C-1,yes,2010", `C-1,${answer},2011`)
      assert.strictEqual(heldBack, holds ? 1 : 0)
    })

  it("by columns of other consents, and in a row that is wrong for other reasons too", async () => {
    for (const [column, answer, first] of [
      ["Consent withdrawn", "yes", ""],
      ["Consent to share data", "no", "yes"],
      ["Survivor Consent", "refused", "yes"]
    ]) {
      const rows = [`${header},${column},citizenship`, `C-1,yes,2010,${first},UKR`, `C-1,yes,2011,${answer},Atlantis`]
      const check = await checked("v.csv", `${rows.join("\n")}\n`)
      assert.deepStrictEqual(counts(check), [2, 0, 1, 1, 0])
      assert.include(ofRows(check)[0] as ReadonlyArray<unknown>, "case-refused")
    }
  })

  it("across kinds of record, kinds that are unknown, and sheets", async () => {
    const rest = { researchUseConsent: true, registeredOn: "2010" }
    const lines = [
      { record: "victim", caseReference: "C-1", ...rest },
      {
        record: "route",
        caseReference: "c-1",
        researchUseConsent: false,
        legs: [{ country: "MDA", role: "Origin", year: 2009 }]
      },
      { record: "victim", caseReference: "C-2", ...rest },
      { record: "survey", caseReference: "C-2", researchUseConsent: "no" }
    ]
    const json = await checked("c.ndjson", lines.map((line) => JSON.stringify(line)).join("\n"))
    assert.deepStrictEqual(
      ofRows(json).filter(([, code]) => code === "case-refused"),
      [
        [1, "case-refused", 2],
        [3, "case-refused", 4]
      ]
    )
    const kinds = await checked("k.csv", `record,${header}\nvictim,C-1,yes,2010\nsurvey,C-1,no,2010\n`)
    assert.deepStrictEqual(ofRows(kinds)[0], [2, "case-refused", 3])
    const sheets = zipSync({
      "2021.csv": strToU8(table("C-1,yes,2010", "C-2,yes,2010")),
      "2022.csv": strToU8(table("C-3,yes,2010", "c-1,no,2010"))
    })
    const { problems, ready } = await checked("years.zip", sheets, { sheet: "all" })
    const held = problems.find(({ code }) => code === "case-refused")
    assert.deepInclude(held, { row: 2, sheet: "2021", because: 3, becauseSheet: "2022" })
    assert.strictEqual(ready.length, 2)
  })

  it("in any row of a route, whose other rows and routes are held back", async () => {
    const rows = [
      "cas_CaseNumber,con_Consent,hte_Type,hte_Country,hte_Date",
      "A-1,true,Recruitment,UKR,2004",
      "A-1,false,Exploitation,RUS,2004",
      "A-2,true,Recruitment,RUS,2004"
    ]
    const check = await checked("r.csv", rows.join("\n"), { format: "htcds", recordKind: "route" })
    assert.deepStrictEqual(ofRows(check), [
      [2, "row-held-back", 3],
      [3, "consent-missing"]
    ])
    assert.deepStrictEqual(counts(check), [3, 1, 1, 1, 1])
    const victim = [
      "A-1,true,Recruitment,UKR,2004,2",
      "A-1,true,Exploitation,RUS,2004,2",
      "A-1,no,Recruitment,UKR,2001,1"
    ]
    const journeys = await checked("r.csv", [`${rows[0]},Journey`, ...victim].join("\n"), {
      format: "htcds",
      recordKind: "route"
    })
    assert.deepStrictEqual(ofRows(journeys), [
      [2, "case-refused", 4],
      [3, "case-refused", 4],
      [4, "consent-missing"]
    ])
  })

  it("and so does a withdrawal in the file, which is sent", async () => {
    const check = await checked(
      "w.csv",
      `record,${header},requestedOn\nvictim,C-1,yes,2010,\nwithdrawal,C-1,,,2020\nvictim,C-2,no,2010,\nwithdrawal,C-2,,,2020\n`
    )
    assert.deepStrictEqual(ofRows(check), [
      [2, "case-refused", 3],
      [4, "consent-missing"]
    ])
    assert.deepStrictEqual(
      check.ready.map(({ kind }) => kind),
      ["withdrawal", "withdrawal"]
    )
  })

  it("but not the row of an offender, whose consent is another person's", async () => {
    const check = await checked(
      "o.csv",
      `${header},Role in the case\nC-1,yes,2010,victim\nC-1,no,2010,offender\nC-2,yes,2010,victim\nC-2,no,2010,victim\n`
    )
    assert.deepStrictEqual(
      ofRows(check).filter(([, code]) => code === "case-refused"),
      [[4, "case-refused", 5]]
    )
  })
})

describe("a refusal that is found late", () => {
  const rows = Array.from({ length: 1_500 }, (_, i) => `C-${i},yes,${2000 + (i % 20)}`)
  const file = table(...rows, "c-7,no,2020", "C-1501,yes,2020")

  it("leaves nothing of what was received before", async () => {
    const opened = await openFile(blobSource("v.csv", new Blob([file])), settingsOf())
    const hasher = nodeHasher(partnerKey)
    let [times, received] = [0, 0]
    const begin = () => {
      times++
      received = 0
      return (batch: ReadonlyArray<unknown>) => {
        received += batch.length
      }
    }
    const check = await checkFile(opened, hasher, begin)
    assert.deepStrictEqual([times, received, check.rows, check.heldBack, check.records], [2, 1_503, 1_502, 1, 1_500])
    await checkFile(opened, hasher, begin)
    assert.strictEqual(times, 3)
  })

  itEffect.live("is in what is sent and in the report, of the file and of the records that are kept", () => {
    const folder = mkdtempSync(join(tmpdir(), "corridor-refused-"))
    const report = join(folder, "report.csv")
    return Effect.gen(function* () {
      for (const keptAtOnce of [undefined, 1_000]) {
        const ids: Array<unknown> = []
        const found = yield* submit(
          {
            file: blobSource("v.csv", new Blob([file])),
            partner: "p",
            partnerKey,
            recordKind: undefined,
            format: undefined,
            mapping: emptyMapping,
            sheet: undefined,
            dryRun: false,
            partial: true,
            ...(keptAtOnce === undefined ? {} : { keptAtOnce }),
            report,
            language: "en",
            agrees: () => Effect.succeed(true),
            onProgress: () => {}
          },
          ({ batches, chunks }) =>
            Effect.promise(async () => {
              if (chunks === undefined)
                for await (const batch of batches()) for (const { ready } of batch) if (ready) ids.push(ready)
              for await (const { text } of chunks?.() ?? []) ids.push(...text.split("\n"))
              return { ...nothingSent("s", false), sent: ids.length }
            })
        )
        assert.deepStrictEqual([found.sent, found.records, ids.length], [1_500, 1_500, 1_500])
        assert.deepStrictEqual([found.accepted, found.rejected, found.heldBack], [1_500, 1, 1])
        const lines = readFileSync(report, "utf8").trimEnd().split("\n")
        assert.strictEqual(lines.length, 1_503)
        assert.match(lines[8] ?? "", /^C-7,.*case-refused \(row 1502\)/)
      }
    }).pipe(Effect.scoped, Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true }))))
  })

  itEffect.live("is not among the kept records of the first reading", () =>
    Effect.gen(function* () {
      const spool = yield* recordSpool(10)
      const opened = yield* Effect.promise(() => openFile(blobSource("v.csv", new Blob([file])), settingsOf()))
      const kept = yield* Effect.promise(async () => {
        await checkFile(opened, nodeHasher(partnerKey), () => {
          spool.clear()
          return (batch) => spool.add(batch)
        })
        let records = 0
        for await (const chunk of (await spool.kept())?.() ?? []) records += chunk.rows
        return records
      })
      assert.strictEqual(kept, 1_500)
    }).pipe(Effect.scoped)
  )
})

describe("cases of which records were sent before", () => {
  const options = (text: string, more: Partial<SubmitOptions>): SubmitOptions => ({
    file: blobSource("v.csv", new Blob([text])),
    partner: "p",
    partnerKey,
    recordKind: undefined,
    format: undefined,
    mapping: emptyMapping,
    sheet: undefined,
    dryRun: false,
    partial: true,
    report: undefined,
    language: "en",
    agrees: () => Effect.succeed(true),
    onProgress: () => {},
    ...more
  })
  const send = ({ batches, records }: RecordsToSend) =>
    Effect.promise(async () => {
      let sent = 0
      for await (const batch of batches()) sent += batch.filter(({ ready }) => ready !== undefined).length
      assert.strictEqual(sent, records)
      return { ...nothingSent("s", false), sent }
    })
  const codes = ({ problems }: FileCheck) =>
    problems.filter(({ code }) => code !== "consent-missing").map(({ row, code }) => `${row} ${code}`)

  itEffect.live("are asked for where the file is sent to, and no others; the report says so", () => {
    const folder = mkdtempSync(join(tmpdir(), "corridor-refused-"))
    const report = join(folder, "report.csv")
    return Effect.gen(function* () {
      const asked: Array<ReadonlyArray<string>> = []
      const known = firstPseudonym(partnerKey, canonicalCaseNumber("CANARY-2"))
      const file = table("CANARY-1,yes,2010", "CANARY-2,no,2010", "CANARY-3,no,2010")
      const found = yield* submit(options(file, { report }), send, (persons) => {
        asked.push(persons)
        return Effect.succeed(new Set([known]))
      })
      assert.deepStrictEqual(
        asked.map((persons) => [persons.length, persons.includes(known)]),
        [[2, true]]
      )
      assert.deepStrictEqual(codes(found), ["3 case-refused-since"])
      assert.deepStrictEqual([found.sent, found.accepted, found.rejected, found.heldBack], [1, 1, 2, 0])
      assert.match(readFileSync(report, "utf8"), /CANARY-2,no,2010,"consent-missing[^"]*case-refused-since: /)
      assert.notMatch(JSON.stringify(found), new RegExp(`${known}|canary`, "i"))
      // A check sends nothing, not even a pseudonym.
      const checkOnly = yield* submit(options(file, { dryRun: true }), send, () => Effect.die("A check asks nobody."))
      assert.deepStrictEqual(codes(checkOnly), [])
      yield* submit(options(table("C-1,yes,2010"), {}), send, () => Effect.die("Nobody refuses."))
    }).pipe(Effect.scoped, Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true }))))
  })

  itEffect.live("in earlier batches of a run are known, sent or refused, also in a check", () =>
    Effect.gen(function* () {
      for (const dryRun of [false, true]) {
        const run = new ConsentOfRun()
        const one = yield* submit(options(table("C-1,yes,2010", "C-2,no,2010"), { dryRun, run }), send)
        assert.deepStrictEqual(codes(one), [])
        const two = yield* submit(options(table("c-1,no,2011", "c–2,yes,2011", "C-3,yes,2011"), { dryRun, run }), send)
        assert.deepStrictEqual(codes(two), ["2 case-refused-since", "3 case-refused"])
        assert.deepStrictEqual([two.accepted, two.rejected, two.heldBack, two.records], [1, 1, 1, 1])
        // What is not sent is not known as sent.
        const three = yield* submit(options(table("C-4,yes,2011", "C-5,,2011"), { dryRun, run, partial: false }), send)
        assert.strictEqual(three.accepted, 0)
        assert.deepStrictEqual(codes(yield* submit(options(table("C-4,no,2012"), { dryRun, run }), send)), [])
      }
    }).pipe(Effect.scoped)
  )

  itEffect.live("are all known, however many refuse", () =>
    Effect.gen(function* () {
      const refusing = Array.from({ length: 300 }, (_, i) => `C-${i},no,2010`)
      const run = new ConsentOfRun()
      let asked = 0
      yield* submit(options(table(...refusing, "D-1,yes,2010"), { run }), send, (persons) => {
        asked += persons.length
        return Effect.succeed(new Set())
      })
      assert.strictEqual(asked, 300)
      const later = yield* submit(options(table("C-299,yes,2011", "C-300,yes,2011"), { run }), send)
      assert.deepStrictEqual(codes(later), ["2 case-refused"])
    }).pipe(Effect.scoped)
  )
})

it("a refusal of a case that an earlier file sent is reported", async () => {
  const open = (text: string) => openFile(blobSource("v.csv", new Blob([text])), settingsOf())
  const hasher = nodeHasher(partnerKey)
  const earlier = await readEarlierCases([await open(table("C-1,yes,2010", "C-2,no,2010"))], hasher)
  const now = table("c-1,no,2011", "C-2,no,2010", "C-3,no,2010", "C-3,yes,2010")
  const { problems } = await checkFile(await open(now), hasher, undefined, { earlier })
  assert.deepStrictEqual(
    problems.map(({ row, code, severity }) => `${row} ${code} ${severity}`),
    [
      "2 consent-missing error",
      "2 case-refused-since warning",
      "3 consent-missing error",
      "4 consent-missing error",
      "5 case-refused warning"
    ]
  )
})

it("agrees with a plain comparison of any rows", async () => {
  const anyRow = fc.tuple(
    fc.constantFrom("victim", "victim", "victim", "withdrawal", "survey"),
    fc.constantFrom("C-1", "c–1", "C-2", "C-3", ""),
    fc.constantFrom("yes", "yes", "no", "", "perhaps")
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 10 }), async (rows) => {
      const lines = rows.map(([record, number, consent], i) => {
        const dates = record === "withdrawal" ? `,${2000 + i}` : `${2000 + i},`
        return `${record},${number},${consent},${dates}`
      })
      const check = await checked("a.csv", `record,${header},requestedOn\n${lines.join("\n")}\n`)
      const refused = new Set(
        rows
          .filter(([record, , consent]) => record === "withdrawal" || consent === "no" || consent === "perhaps")
          .map(([, number]) => canonicalCaseNumber(number))
      )
      const expected = rows.flatMap(([record, number, consent], i) => {
        const agrees = record === "victim" && consent === "yes" && !refused.has(canonicalCaseNumber(number))
        return number !== "" && (record === "withdrawal" || agrees) ? [i + 2] : []
      })
      const stopped = new Set(
        check.problems
          .filter(({ severity, code }) => severity === "error" || code === "case-refused")
          .map(({ row }) => row)
      )
      const sent = rows.flatMap((_, i) => (stopped.has(i + 2) ? [] : [i + 2]))
      assert.deepStrictEqual(sent, expected)
      assert.deepStrictEqual([check.records, check.ready.length], [expected.length, expected.length])
      assert.strictEqual(check.accepted + check.rejected + check.heldBack, rows.length)
    }),
    { numRuns: rounds(60, 1_000) }
  )
})
