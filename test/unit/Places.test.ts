import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { assert, describe, it } from "vitest"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { countryName } from "../../schemas/CountryNames.ts"
import { languages } from "../../schemas/Languages.ts"
import {
  alpha3FromAlpha2,
  alpha3FromNumeric,
  countries,
  countryByAlpha3,
  groupMembers,
  isRegion,
  milestones,
  pilotRegions,
  placeGroups,
  presentRegion,
  regionByCode,
  regionCountry,
  regions,
  regionsOf
} from "../../schemas/Places.ts"
import { regionName } from "../../schemas/RegionNames.ts"
import { describeWithTable, sharedData } from "../fixtures/sharedData.ts"

describe("countries", () => {
  it("are the 249 of ISO 3166-1 and Kosovo", () => {
    assert.strictEqual(countries.length, 250)
    assert.deepStrictEqual(
      countries.filter((country) => country.status !== "official").map((country) => country.code),
      ["XKX"]
    )
    for (const country of countries) {
      assert.match(country.code, /^[A-Z]{3}$/)
      assert.match(country.alpha2, /^[A-Z]{2}$/)
      assert.match(country.numeric, country.code === "XKX" ? /^$/ : /^\d{3}$/)
      assert.strictEqual(alpha3FromAlpha2(country.alpha2), country.code)
    }
  })
  it("have the names that the United Nations use, and no code or English name in another language", () => {
    assert.strictEqual(countryName("ru", "KGZ"), "Кыргызстан")
    assert.strictEqual(countryName("en", "MMR"), "Myanmar")
    assert.strictEqual(countryName("ro", "PSE"), "Statul Palestina")
    for (const language of ["ru", "uk"] as const)
      for (const { code } of countries) assert.notMatch(countryName(language, code), /[A-Za-z]/, code)
    for (const language of languages)
      assert.strictEqual(new Set(countries.map(({ code }) => countryName(language, code))).size, 250)
  })
  it("have Namibia under NA", () => {
    assert.strictEqual(alpha3FromAlpha2("NA"), "NAM")
    assert.strictEqual(countryByAlpha3("NAM")?.alpha2, "NA")
  })
  it("are found by numeric code with and without leading zeros, and not by an invalid code", () => {
    assert.strictEqual(alpha3FromNumeric("004"), "AFG")
    assert.strictEqual(alpha3FromNumeric("4"), "AFG")
    assert.strictEqual(alpha3FromNumeric("999"), undefined)
    assert.strictEqual(alpha3FromNumeric(""), undefined)
    assert.strictEqual(countryByAlpha3("nam"), undefined)
    assert.strictEqual(countryByAlpha3("ZZZ"), undefined)
  })
})

describeWithTable("country-codes.csv", "the lists of countries", () => {
  it("are what the script makes of the public table", () => {
    const folder = mkdtempSync(join(tmpdir(), "corridor-countries-"))
    try {
      const script = new URL("../../schemas/scripts/make-countries.ts", import.meta.url).pathname
      const table = sharedData("country-codes.csv").pathname
      execFileSync(process.execPath, [script, table, pathToFileURL(folder).href])
      for (const name of ["countries.csv", "country-official-names.csv"])
        assert.isTrue(
          readFileSync(join(folder, name)).equals(
            readFileSync(new URL(`../../schemas/codelists/${name}`, import.meta.url))
          ),
          `${name} is not what the script makes: run it`
        )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe("country-names", () => {
  const rows = readCodeList("country-names")
  const named = (alpha3: string, language: string, kind: string) =>
    rows
      .filter((row) => row["alpha3"] === alpha3 && row["language"] === language && row["kind"] === kind)
      .map((row) => row["name"])

  it("has official names without articles and footnotes, aliases, and plurals of demonyms, each once", () => {
    assert.deepStrictEqual(named("AFG", "fr", "short"), ["Afghanistan"])
    assert.deepStrictEqual(named("AFG", "en", "official"), ["Islamic Republic of Afghanistan"])
    assert.includeMembers(named("ABW", "en", "demonym"), ["Aruban", "Arubans"])
    assert.includeMembers(named("ABW", "uk", "short"), ["Аруба"])
    const keys = rows.map((row) => [row["alpha3"], row["language"], row["name"]].join(" | "))
    assert.strictEqual(new Set(keys).size, keys.length)
  })
})

describe("regions", () => {
  it("belong to a country of the list, by the first part of their code", () => {
    for (const { code, country } of regions) assert.strictEqual(alpha3FromAlpha2(code.slice(0, 2)), country, code)
    assert.strictEqual(new Set(regions.map((region) => region.code)).size, regions.length)
  })
  it("have names in Russian and Ukrainian, each of one region of its country, as in Romanian", () => {
    for (const language of ["ru", "uk", "ro"] as const) {
      const names = regions.map(({ code, country }) => `${country} ${regionName(language, code)}`)
      assert.deepStrictEqual(
        names.filter((name, i) => names.indexOf(name) !== i),
        []
      )
      if (language === "ro") continue
      assert.deepStrictEqual(
        regions.filter(({ code }) => !/^\p{Script=Cyrillic}/u.test(regionName(language, code))),
        []
      )
    }
  })
  it("have as many as ISO 3166-2 lists at the first level (pycountry 26.2.16)", () =>
    assert.deepStrictEqual(
      Object.fromEntries(
        [...new Set(regions.map((region) => region.country))].map((code) => [code, regionsOf(code).length])
      ),
      {
        ARM: 11,
        AZE: 70,
        BLR: 7,
        EST: 15,
        FIN: 19,
        GEO: 12,
        KAZ: 20,
        KGZ: 9,
        LTU: 10,
        LVA: 43,
        MDA: 37,
        POL: 16,
        RUS: 83,
        TJK: 5,
        TKM: 6,
        UKR: 27,
        UZB: 14
      }
    ))
  it("have the programme's places", () => {
    assert.strictEqual(regionByCode("RU-KR")?.label, "Karelia")
    assert.strictEqual(regionByCode("RU-AST")?.label, "Astrakhan Oblast")
    assert.strictEqual(regionByCode("RU-MOS")?.label, "Moscow Oblast")
    assert.strictEqual(regionByCode("RU-MOW")?.label, "Moscow (city)")
    assert.deepStrictEqual(
      pilotRegions.map(({ region, roles }) => [region, roles]),
      [
        ["RU-KR", ["Origin"]],
        ["RU-AST", ["Transit"]],
        ["RU-MOS", ["Transit", "Destination"]]
      ]
    )
    const roles = new Set(readCodeList("leg-role").map((row) => row["code"]))
    for (const pilot of pilotRegions) for (const role of pilot.roles) assert.isTrue(roles.has(role))
  })
  it("know old codes as such", () => {
    assert.isFalse(isRegion("KZ-ALM"))
    assert.strictEqual(presentRegion("KZ-ALM"), "KZ-19")
    assert.strictEqual(presentRegion("KZ-19"), "KZ-19")
    assert.strictEqual(presentRegion("KZ-XXX"), undefined)
    assert.strictEqual(regionCountry("RU-KR"), "RUS")
    assert.strictEqual(regionCountry("KZ-ALM"), undefined)
    for (const row of readCodeList("region-aliases")) {
      assert.isTrue(isRegion(row["present"] ?? ""), row["present"])
      assert.isFalse(isRegion(row["code"] ?? ""), row["code"])
    }
  })
})

describe("groups", () => {
  it("have members of the country list", () => {
    assert.deepStrictEqual(placeGroups, ["EU", "CIS", "CentralAsia", "SouthEastAsia", "FormerSovietUnion"])
    for (const row of readCodeList("place-groups"))
      assert.isDefined(countryByAlpha3(row["member"] ?? ""), row["member"])
  })
  it("follow the dates of the European Union", () => {
    const size = (day: string) => groupMembers("EU", day).length
    assert.deepStrictEqual(
      [
        "2000-01-01",
        "2004-04-30",
        "2004-05-01",
        "2006-12-31",
        "2007-01-01",
        "2013-06-30",
        "2013-07-01",
        "2020-01-31",
        "2020-02-01",
        "2026-01-01"
      ].map(size),
      [15, 15, 25, 25, 27, 27, 28, 28, 27, 27]
    )
    assert.include(groupMembers("EU", "2020-01-31"), "GBR")
    assert.notInclude(groupMembers("EU", "2020-02-01"), "GBR")
  })
  it("name the rest", () => {
    const subregion = (code: string) => countries.filter((one) => one.subregion === code).map((one) => one.code)
    assert.deepStrictEqual(groupMembers("CentralAsia", "2010-01-01"), ["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    assert.deepStrictEqual(groupMembers("CentralAsia", "2010-01-01"), subregion("143"))
    assert.deepStrictEqual(
      groupMembers("SouthEastAsia", "2010-01-01"),
      "BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM".split(" ")
    )
    assert.deepStrictEqual(groupMembers("SouthEastAsia", "2010-01-01"), subregion("035"))
    assert.strictEqual(groupMembers("FormerSovietUnion", "2010-01-01").length, 15)
    assert.include(groupMembers("CIS", "2009-08-17"), "GEO")
    assert.notInclude(groupMembers("CIS", "2009-08-18"), "GEO")
    assert.deepStrictEqual(groupMembers("Atlantis", "2010-01-01"), [])
  })
})

describe("milestones", () => {
  it("have the dates that are stated and no others", () =>
    assert.deepStrictEqual(
      milestones.map(({ code, date }) => [code, date]),
      [
        ["CriminalCodeAmendments2003", "2003-12"],
        ["UntocRatification2004", "2004"],
        ["ProgrammeStart", ""],
        ["ProgrammeEnd", ""]
      ]
    ))
})

describe("code lists", () => {
  it("are read by a bare name only", () => {
    assert.throws(() => readCodeList("../package"))
    assert.throws(() => readCodeList("no-such-list"))
    assert.strictEqual(readCodeList("countries"), readCodeList("countries"))
  })
  it("of places name the source of each row", () => {
    for (const list of [
      "countries",
      "country-aliases",
      "country-names",
      "country-remarks",
      "everyday-place-names",
      "regions",
      "region-aliases",
      "place-groups",
      "several-countries",
      "milestones",
      "pilot-regions"
    ])
      for (const row of readCodeList(list)) assert.notStrictEqual(row["source"] ?? "", "", list)
  })
})
