import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { demoPartners, demoRecords } from "../../../ingest/demo/Demonstration.ts"
import { looksLikeDirectIdentifier } from "../../../ingest/rules/DirectIdentifier.ts"
import { ageBand, countBand } from "../../../ingest/rules/Generalise.ts"
import { isAfter, parsePartialDate } from "../../../ingest/rules/PartialDate.ts"
import { countryOfRegion, firstLevelRegion, isOutside } from "../../../ingest/rules/Regions.ts"
import { validate } from "../../../ingest/rules/Validate.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countries, regions } from "../../../schemas/Places.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { brokenRecords, goodRecord, sentAt } from "../../fixtures/brokenRecords.ts"
import { identifierCorpus } from "../../fixtures/identifierCorpus.ts"
import { validRecord } from "../../property/arbitraryRecord.ts"

describe("validate", () => {
  for (const kind of recordKinds)
    it(`${kind}: a good record has no problem`, () =>
      assert.deepStrictEqual(validate(kind, goodRecord(kind), sentAt), []))

  for (const { kind, code, path, record } of brokenRecords)
    it(`${kind}: ${code} at ${path || "the record"}, and nothing else`, () => {
      assert.deepStrictEqual([...validate(kind, record, sentAt)], [{ code, path }])
    })

  it("every rule of the catalogue that looks at a record's values has a broken record here", () => {
    const elsewhere = new Set([
      "record-kind-unknown",
      "json-malformed",
      "field-missing",
      "field-unknown",
      "type-mismatch",
      "country-ambiguous",
      "case-withdrawn",
      "revision-conflict"
    ])
    const codes = [...problemCatalogue.values()]
      .filter((p) => p.area === "record" && !elsewhere.has(p.code))
      .map((p) => p.code)
    const broken = new Set(brokenRecords.map((r) => r.code))
    assert.deepStrictEqual(
      codes.filter((code) => !broken.has(code)),
      []
    )
  })

  it("records made to pass do pass", () => {
    for (const kind of recordKinds as ReadonlyArray<RecordKind>)
      fc.assert(
        fc.property(validRecord[kind], (record) => assert.deepStrictEqual([...validate(kind, record, sentAt)], [])),
        { numRuns: 100 }
      )
  })

  it("a problem never contains a value", () => {
    for (const { kind, record } of brokenRecords) {
      const problems = JSON.stringify(validate(kind, record, sentAt))
      assert.notInclude(problems, "CANARY")
    }
  })
})

describe("direct identifiers", () => {
  const identifying = [
    "ivan.petrov@example.org",
    "+7 916 123-45-67",
    "8 (916) 123-45-67",
    "Ivan Petrov",
    "Іван Петренко",
    "Olga Ivanova-Smirnova",
    "Петров И.И.",
    "12.05.1988",
    "born 1988-05-12",
    "4508 123456",
    "@olga_1988",
    "https://vk.com/id1",
    "DE89370400440532013000",
    "55.7558, 37.6173"
  ]
  const harmless = [
    "NGO-2004-000123",
    "A1",
    "demo-karelia-00001",
    "12345",
    "case/17/2004",
    "0f9d1c2ab3d44e5f8a7b6c5d4e3f2a1b",
    "MOS.2004.17",
    "Case 17",
    "K-7"
  ]
  for (const text of identifying) it(`refuses ${text}`, () => assert.isTrue(looksLikeDirectIdentifier(text)))
  it("a monitoring point, which is stored as it is, has room for none of a corpus of them, and none for plates or short names", () => {
    const { identifiers, singles } = identifierCorpus(7, 4000)
    const good = goodRecord("route")
    const [leg] = good["legs"] as ReadonlyArray<object>
    const problemsOf = (flowMonitoringPoint: string) =>
      validate("route", { ...good, legs: [{ ...leg, flowMonitoringPoint }] }, sentAt)
    const given = [...identifiers, ...singles].map(({ text }) => text)
    const written = [...given, ...given.map((text) => text.toUpperCase().replace(/[^A-Z0-9]+/g, "-"))]
    const plates = ["ABC-123", "AB-123-CD", "B-12-ABC", "AA1234BB", "HH-AB-123", "ANNA-87", "AB1234567", "4509-123456"]
    for (const text of [...written, ...plates])
      assert.strictEqual(problemsOf(text)[0]?.path, "legs[0].flowMonitoringPoint", text)
    for (const text of ["FMP-1", "FMP-412", "KAZ-ALM-4", "UA-CHOP-12"])
      assert.deepStrictEqual(problemsOf(text), [], text)
  })
  for (const text of harmless) it(`lets ${text} pass`, () => assert.isFalse(looksLikeDirectIdentifier(text)))
})

describe("generalisation", () => {
  it("age bands are CTDC's", () => {
    const edges: ReadonlyArray<[number, string]> = [
      [0, "0--8"],
      [8, "0--8"],
      [9, "9--17"],
      [17, "9--17"],
      [18, "18--20"],
      [20, "18--20"],
      [21, "21--23"],
      [26, "24--26"],
      [29, "27--29"],
      [38, "30--38"],
      [47, "39--47"],
      [48, "48+"],
      [110, "48+"]
    ]
    for (const [age, band] of edges) assert.strictEqual(ageBand(age), band)
  })
  it("numbers of children", () => assert.deepStrictEqual([0, 1, 2, 3, 30].map(countBand), ["0", "1", "2", "3+", "3+"]))
  it("regions are cut to their first level, and old codes become present ones", () => {
    assert.strictEqual(firstLevelRegion("RU-MOS-KHIMKI"), "RU-MOS")
    assert.strictEqual(countryOfRegion("RU-KR"), "RUS")
    assert.strictEqual(countryOfRegion("DE-BE"), "DEU")
    assert.isUndefined(countryOfRegion("RU-XX"))
    assert.isUndefined(countryOfRegion("QQ-1"))
  })

  it("a region is outside a country if it is known to be in another, in any spelling of either", () => {
    const odd = ["", "A", "[Z-1", "ua-30", "UA", "UA-", "UA-999", "DE-BE", "DE-be", "QQ-1", "\u00e9\u00e9-1", "0Z-1"]
    const aliases = readCodeList("region-aliases").map((row) => row["code"] as string)
    const homes = [...regions.map(({ code }) => code), ...aliases, ...odd].map(
      (region) => [region, countryOfRegion(firstLevelRegion(region))] as const
    )
    for (const country of [...countries.map(({ code }) => code), "", "UA", "ukr", "QQQ", "[AA", "UKRX", "UJl"]) {
      const wrong = homes.filter(
        ([region, home]) => isOutside(region, country) !== (home !== undefined && home !== country)
      )
      assert.deepStrictEqual(wrong, [], country)
    }
  })
})

describe("partial dates", () => {
  it("reads years, months and days that exist", () => {
    assert.deepStrictEqual(parsePartialDate("2004"), { year: 2004, month: null, day: null })
    assert.deepStrictEqual(parsePartialDate("2004-02-29"), { year: 2004, month: 2, day: 29 })
    for (const text of [
      "2003-02-29",
      "2004-13",
      "2004-00",
      "2004-1",
      "04",
      "2004-02-30",
      "2004/02",
      "",
      " 2004",
      "2004-02-"
    ])
      assert.isUndefined(parsePartialDate(text), text)
  })
  it("agrees with the calendar on every day of random months", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2100 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (y, m, d) => {
          const text = `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`
          const exists = new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
          assert.strictEqual(parsePartialDate(text) !== undefined, exists)
        }
      )
    )
  })
  it("compares by what both know", () => {
    const later = (a: string, b: string) => isAfter(parsePartialDate(a) as never, parsePartialDate(b) as never)
    assert.isTrue(later("2005", "2004-12-31"))
    assert.isFalse(later("2004", "2004-12-31"))
    assert.isTrue(later("2004-06", "2004-05-31"))
    assert.isFalse(later("2004-05-31", "2004-05"))
    assert.isTrue(later("2004-05-31", "2004-05-30"))
  })
})

describe("the demonstration", () => {
  it("has twelve partners of different kinds, and arrivals in every month of six years", () => {
    assert.strictEqual(demoPartners.length, 12)
    assert.isAtLeast(new Set(demoPartners.map((p) => p.type)).size, 8)
    for (const partner of demoPartners) assert.include(partner.name, "(invented)")
    const arrivals = (partner: (typeof demoPartners)[0]) =>
      [...demoRecords(partner)]
        .flatMap((r) => (r["legs"] as Array<{ year: number; month: number }> | undefined)?.at(-1) ?? [])
        .map(({ year, month }) => `${year}-${String(month).padStart(2, "0")}`)
    const months = [2003, 2004, 2005, 2006, 2007, 2008].flatMap((year) =>
      Array.from({ length: 12 }, (_, m) => `${year}-${String(m + 1).padStart(2, "0")}`)
    )
    assert.deepStrictEqual([...new Set(demoPartners.flatMap(arrivals))].sort(), months)
    const border = demoPartners.find(({ id }) => id === "demo-border") ?? assert.fail()
    assert.strictEqual(arrivals(border).sort()[0], "2005-05")
  })
  it("is the same every time", () => {
    const [partner] = demoPartners
    assert.deepStrictEqual([...demoRecords(partner as never)], [...demoRecords(partner as never)])
  })
})
