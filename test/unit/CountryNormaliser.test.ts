import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import { assert, describe, it } from "vitest"
import { normaliseCountry } from "../../ingest/submit/countries/CountryNormaliser.ts"
import { describeWithTable, sharedData } from "../fixtures/sharedData.ts"

const read = (file: string | URL): ReadonlyArray<Record<string, string>> =>
  parse(readFileSync(file), { columns: true, bom: true })

/** Every label of the published table with its country, mapped by a reader; no code where it names no single country. */
const reviewed = read(new URL("./fixtures/glotip-labels.csv", import.meta.url))

const mapped = (label: string, options?: Parameters<typeof normaliseCountry>[1]): string => {
  const answer = normaliseCountry(label, options)
  if (answer._tag === "Country") return answer.alpha3
  return answer._tag === "Ambiguous" ? answer.ambiguous.join(" ") : ""
}

describeWithTable("glotip_od.csv", "the origin labels of GLOTIP", () => {
  it("are all in the reviewed list, and only they", () => {
    const published = read(sharedData("glotip_od.csv"))
    assert.deepStrictEqual(
      reviewed.map((row) => row["label"]).sort(),
      [...new Set(published.map((row) => row["Category"]))].sort()
    )
    assert.strictEqual(reviewed.length, 249)
  })
})

describe("the reviewed labels of GLOTIP", () => {
  it("map as a reader mapped them, and no other does", () => {
    for (const { label = "", alpha3 } of reviewed)
      assert.strictEqual(mapped(label, { isOfficial: true }), alpha3, label)
    assert.isAtLeast(reviewed.filter((row) => row["alpha3"] !== "").length, 215)
  })
})

const cases = (rows: ReadonlyArray<readonly [string, string]>) => {
  for (const [label, expected] of rows) assert.strictEqual(mapped(label), expected, label)
}

describe("names that are easily confused", () => {
  it("keep apart", () =>
    cases([
      ["Niger", "NER"],
      ["Níger", "NER"],
      ["Nigerien", "NER"],
      ["Nigeria", "NGA"],
      ["Nigerian", "NGA"],
      ["nigerino", "NER"],
      ["нигериец", "NGA"],
      ["нигерец", "NER"],
      ["Guinea", "GIN"],
      ["Guinea Bissau", "GNB"],
      ["Guinea (Bissau)", "GNB"],
      ["Equatorial Guinea", "GNQ"],
      ["Guinea (Equatorial)", "GNQ"],
      ["Papua New Guinea", "PNG"],
      ["Republic of Congo", "COG"],
      ["Guinea-Conakry", "GIN"],
      ["Congo (Brazzaville)", "COG"],
      ["Congo-Kinshasa", "COD"],
      ["Democratic Republic of the Congo", "COD"],
      ["Congo, Democratic Republic of the", "COD"],
      ["Zaire", "COD"],
      ["Dominica", "DMA"],
      ["Dominican Republic", "DOM"],
      ["dominicano", "DOM"],
      ["Georgia", "GEO"],
      ["South Georgia and the South Sandwich Islands", "SGS"],
      ["South Korea", "KOR"],
      ["Korea, Republic of", "KOR"],
      ["Korea (Democratic People's Republic of)", "PRK"],
      ["Guyana", "GUY"],
      ["French Guiana", "GUF"],
      ["Samoa", "WSM"],
      ["American Samoa", "ASM"],
      ["Sudan", "SDN"],
      ["South Sudan", "SSD"],
      ["Sudan (South)", "SSD"],
      ["Indian", "IND"],
      ["Jersey", "JEY"],
      ["Chadian", "TCD"],
      ["Macedonia", "MKD"],
      ["Moldavian", "MDA"],
      ["Palestine", "PSE"],
      ["American", "USA"],
      ["Ireland", "IRL"],
      ["Northern Ireland", "GBR"],
      ["Austria", "AUT"],
      ["Australia", "AUS"],
      ["Slovakia", "SVK"],
      ["Slovenia", "SVN"],
      ["Gambia, The", "GMB"],
      ["The former Yugoslav Republic of Macedonia", "MKD"],
      ["Swaziland", "SWZ"]
    ]))

  it("are listed as ambiguous if the name alone does not decide", () =>
    cases([
      ["Korea", "KOR PRK"],
      ["Korean", "KOR PRK"],
      ["Congo", "COD COG"],
      ["the Congo", "COD COG"],
      ["Конго", "COD COG"],
      ["Congo (country)", "COD COG"],
      ["Congolese", "COD COG"],
      ["Coreea", "KOR PRK"],
      ["Виргинские острова", "VGB VIR"],
      ["Granada", "ESP GRD"],
      ["Dominican", "DMA DOM"],
      ["Virgin Islands", "VGB VIR"],
      ["Czechoslovakia", "CZE SVK"],
      ["Serbia and Montenegro", "MNE SRB"],
      ["Georgia (USA)", "GEO USA"],
      ["Italy, Spain", "ESP ITA"]
    ]))
})

describe("what names no single country", () => {
  it("never maps", () =>
    cases(
      [
        "USSR",
        "Soviet Union",
        "СССР",
        "Yugoslavia",
        "Former Yugoslavia",
        "Nationals",
        "Nationality",
        "Unknown",
        "Disputed",
        "without",
        "OTROS",
        "TOTAL",
        "America",
        "América",
        "Americas",
        "Africa",
        "Asia",
        "Europe",
        "Caribbean",
        "Central African",
        "Indian Ocean",
        "New Jersey",
        "New Mexico",
        "Guiana",
        "Crimea",
        "Transnistria",
        "Northern Cyprus",
        "Central Asia",
        "EU",
        "European Union",
        "Nigeria?",
        "Nigeria, Ghana, Togo",
        "Nigeria and Ghana",
        "not Nigeria",
        "N/A",
        "n.a.",
        "-",
        "",
        "   ",
        "stateless",
        "x".repeat(5000)
      ].map((label) => [label, ""] as const)
    ))

  it("is not mapped by similar spelling, reviewed errors apart", () =>
    cases([
      ["Nigera", ""],
      ["Slovania", ""],
      ["Columbia", ""],
      ["Abania", "ALB"],
      ["Ethopia", "ETH"]
    ]))
})

describe("labels decoded with the wrong character set", () => {
  it("map like the original label", () =>
    cases([
      ["CÃ´te d'Ivoire", "CIV"],
      ["TÃƒÂ¼rkiye", "TUR"],
      ["PER├Ü", "PER"],
      ["MΘxico", "MEX"],
      ["M‚xico", "MEX"],
      ["Espa¤a", "ESP"],
      ["Ð£ÐºÑ€Ð°Ñ—Ð½Ð°", "UKR"],
      ["Óêðàèíà", "UKR"],
      ["Espa\ufffda", "ESP"],
      ["C\ufffdte d'Ivoire", "CIV"],
      ["REP?BLICA CHECA", "CZE"]
    ]))
  it("map to nothing if too little of the label remains", () =>
    cases([
      ["\ufffd\ufffd\ufffd", ""],
      ["pa\ufffds", ""]
    ]))
})

describe("codes", () => {
  const codes = ["alpha2", "alpha3", "numeric"] as const
  it("are read only when the caller expects them; alpha-3 is expected everywhere", () => {
    cases([
      ["NA", ""],
      ["NAM", "NAM"],
      ["516", ""]
    ])
    assert.strictEqual(mapped("NAM", { codes: [] }), "")
    assert.deepStrictEqual(
      ["NA", "NAM", "nam", "516", "4", "004", "XK", "XKX", "na", "N/A", "ZZ", "ZZZ", "999"].map((code) =>
        mapped(code, { codes })
      ),
      ["NAM", "NAM", "NAM", "NAM", "AFG", "AFG", "XKX", "XKX", "", "", "", "", ""]
    )
    assert.strictEqual(mapped("NA", { codes: ["alpha3"] }), "")
  })
})
