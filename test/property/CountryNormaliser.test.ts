import { existsSync, readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import fc from "fast-check"
import { assert, it } from "vitest"
import { type CountryAnswer, normaliseCountry } from "../../ingest/submit/countries/CountryNormaliser.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { rounds, sample } from "../fixtures/fullRun.ts"
import { describeWithTable, sharedData } from "../fixtures/sharedData.ts"
import { threadMilliseconds } from "../fixtures/threadTime.ts"

const file = "country-codes.csv"
const rows: ReadonlyArray<Record<string, string>> = existsSync(sharedData(file))
  ? parse(readFileSync(sharedData(file)), { columns: true, bom: true })
  : []
const columns = [
  ...["en", "fr", "es", "ru", "cn", "ar"].map((language) => `official_name_${language}`),
  ...["English", "French", "Spanish", "Russian", "Chinese", "Arabic"].flatMap((language) => [
    `UNTERM ${language} Short`,
    `UNTERM ${language} Formal`
  ]),
  "CLDR display name",
  "ISO4217-currency_country_name"
]
/** Every name of every country as the public table has it, articles and stars included. */
const names = rows.flatMap((row) =>
  columns.flatMap((column) => {
    const name = row[column] ?? ""
    return name.trim() === "" ? [] : [{ name, alpha3: row["ISO3166-1-Alpha-3"] ?? "" }]
  })
)

const candidates = (answer: CountryAnswer): ReadonlyArray<string> =>
  answer._tag === "Country" ? [answer.alpha3] : answer._tag === "Ambiguous" ? answer.ambiguous : []

describeWithTable(file, "names of country-codes.csv", () => {
  it("map to their country, but for those that stand for several", () => {
    const ambiguous = new Set<string>()
    for (const { name, alpha3 } of names) {
      const answer = normaliseCountry(name)
      assert.include(candidates(answer), alpha3, name)
      assert.include(candidates(normaliseCountry(name, { isOfficial: true })), alpha3, name)
      if (answer._tag !== "Country") ambiguous.add(name.toLowerCase().replace(/ \(.*\)$/, ""))
    }
    assert.deepStrictEqual([...ambiguous].sort(), ["congo", "granada", "micronesia", "st. martin", "конго"])
    for (const name of ["Congo", "Congo (the)", "Конго"])
      assert.deepStrictEqual(candidates(normaliseCountry(name, { isOfficial: true })), ["COG"])
  })
})

/** UTF-8 read as Latin-1: shares no code with the table of pages. */
const misread = (text: string): string => Buffer.from(text, "utf8").toString("latin1")

const changes: ReadonlyArray<readonly [string, (name: string) => string]> = [
  ["upper case", (name) => name.toUpperCase()],
  ["lower case", (name) => name.toLowerCase()],
  ["decomposed", (name) => name.normalize("NFD")],
  ["without diacritics", (name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "")],
  ["spaces", (name) => `  ${name.replaceAll(" ", "   ")}\t`],
  ["no-break spaces", (name) => name.replaceAll(" ", "\u00a0")],
  ["full stop", (name) => `${name}.`],
  ["hyphens", (name) => name.replaceAll(" ", "-")],
  ["UTF-8 as Latin-1", misread],
  // The bytes of ГАБОН in Mac OS Roman have the letters of a name of the United States.
  ["upper case, UTF-8 as Latin-1", (name) => misread(name.toUpperCase())],
  ["UTF-8 as Latin-1, twice", (name) => misread(misread(name))],
  ["UTF-8 as Latin-1, three times", (name) => misread(misread(misread(name)))],
  ["UTF-8 as Windows-1252", (name) => new TextDecoder("windows-1252").decode(new TextEncoder().encode(name))],
  ["UTF-8 as MacRoman", (name) => new TextDecoder("macintosh").decode(new TextEncoder().encode(name))],
  ["UTF-8 as Windows-1251", (name) => new TextDecoder("windows-1251").decode(new TextEncoder().encode(name))]
]

describeWithTable(file, "what a label loses or gains on its way", () => {
  for (const [change, apply] of changes) {
    it(`makes no difference: ${change}`, () => {
      for (const { name } of names) {
        const changed = apply(name)
        if (changed.length <= 200) assert.deepStrictEqual(normaliseCountry(changed), normaliseCountry(name), changed)
      }
    })
  }

  it("several changes at once make none either", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.subarray(changes.slice(0, 9).map(([, apply]) => apply)),
        ({ name }, applied) => {
          const changed = applied.reduce((text, apply) => apply(text), name)
          assert.deepStrictEqual(normaliseCountry(changed), normaliseCountry(name))
        }
      ),
      { numRuns: rounds(500, 2000) }
    )
  })
})

describeWithTable(file, "what is no name", () => {
  it("never maps: random text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ minLength: 4, unit: "binary" }),
          fc.string({ minLength: 4, unit: "grapheme" }),
          // Four letters drawn at random are a country now and then: cuba, peru.
          fc.stringMatching(/^[a-z]{9,12}$/)
        ),
        (text) => assert.strictEqual(normaliseCountry(text)._tag, "Unknown")
      ),
      { numRuns: rounds(1000, 5000) }
    )
  })

  it("never maps: a name with one letter changed into what no list has", () => {
    const bare = (name: string) =>
      name
        .normalize("NFD")
        .replace(/[^A-Za-z]/g, "")
        .toLowerCase()
    const reviewed = new Set(readCodeList("country-names").map(({ name = "" }) => bare(name)))
    const plain = rows
      .map((row) => (row["official_name_en"] ?? "").toLowerCase())
      .filter((name) => /^[a-z]+$/.test(name))
    fc.assert(
      fc.property(
        fc.constantFrom(...plain),
        fc.nat(),
        fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"),
        (name, at, letter) => {
          const changed = name.slice(0, at % name.length) + letter + name.slice((at % name.length) + 1)
          if (!reviewed.has(changed)) assert.notStrictEqual(normaliseCountry(changed)._tag, "Country", changed)
        }
      ),
      { numRuns: rounds(1000, 5000) }
    )
  })

  it("never maps: two countries in a row", () => {
    const english = rows.map((row) => ({ name: row["official_name_en"] ?? "", code: row["ISO3166-1-Alpha-3"] ?? "" }))
    const second = sample("second names", english, 25)
    for (const a of english) {
      for (const b of second) {
        // "China, Taiwan" is how the UN writes the one place.
        if (a.code === b.code || ["CHN TWN", "TWN CHN"].includes(`${a.code} ${b.code}`)) continue
        for (const list of [`${a.name} ${b.name}`, `${a.name}, ${b.name}`, `${a.name} and ${b.name}`])
          assert.notStrictEqual(normaliseCountry(list)._tag, "Country", list)
      }
    }
  })
})

describeWithTable(file, "speed", () => {
  it("100,000 labels take a second or so", () => {
    const labels = Array.from({ length: 100_000 }, (_, i) => names[(i * 7919) % names.length]?.name ?? "")
    const start = threadMilliseconds()
    for (const label of labels) normaliseCountry(label)
    assert.isBelow(threadMilliseconds() - start, 1500)
  })
})
