import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { definitionIn, translatedDefinition, translatedLanguages } from "../../../release/catalogue/definitionIn.ts"
import { titlePhrases } from "../../../release/catalogue/tableTitle.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { inventedFigures } from "../../../release/publisher/tableFiles.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { croissantDataset } from "../../../site/metadata/croissant.ts"
import { dataCiteJson } from "../../../site/metadata/dataCite.ts"
import { dataPackage } from "../../../site/metadata/dataPackage.ts"
import { dcatGraph } from "../../../site/metadata/dcat.ts"
import { dataDictionary, definitionsOf } from "../../../site/metadata/dictionary.ts"
import { describeEdition, isEdition } from "../../../site/metadata/EditionDescription.ts"
import { licenceName } from "../../../site/metadata/licenceName.ts"
import { estimatesNote, inventedNote, observedNote, privateNote } from "../../../site/metadata/notes.ts"
import { toJsonLd, toTurtle } from "../../../site/metadata/rdf.ts"
import { SiteFacts } from "../../../site/metadata/SiteFacts.ts"
import { jsonLdScript, schemaOrgDataset } from "../../../site/metadata/schemaOrg.ts"
import { sitemapXml } from "../../../site/metadata/sitemap.ts"

const tableNotes = [inventedNote, observedNote, privateNote, estimatesNote, inventedFigures]

const release = (number: number, change: Partial<PublishedRelease> = {}): PublishedRelease => ({
  release: number,
  state: "published",
  vintage: { number, hash: "0".repeat(64), frozenAt: "2026-01-01T00:00:00Z" },
  profile: "standard",
  method: "suppression",
  invented: false,
  retraction: undefined,
  edition: { name: "main", version: number, reason: "", latest: false },
  request: undefined,
  publishedAt: `2026-0${number}-01T12:00:00Z`,
  changedAt: `2026-0${number}-01T12:00:00Z`,
  tables: ["flows"],
  dimensions: new Map([["flows", ["origin", "destination", "year"]]]),
  extents: new Map([
    [
      "flows",
      {
        dimensions: ["origin", "destination", "year"],
        cellsByState: { published: 250_000, suppressed: 1 },
        firstYear: 2003,
        lastYear: 2008,
        isYears: true,
        countries: ["ABC", "RUS", "UKR", "XKX"]
      }
    ]
  ]),
  citation: `Release ${number}`,
  pages: {},
  reporting: [],
  incomplete: [],
  ...change
})

const site = {
  address: new URL("https://data.example.org"),
  publisher: 'The "Publisher" </script>',
  licence: "https://creativecommons.org/licenses/by/4.0/",
  identifierPrefix: undefined as string | undefined,
  contributors: [] as ReadonlyArray<string>,
  embedAllowed: [] as ReadonlyArray<string>
}

const describeOne = (index: number, releases: ReadonlyArray<PublishedRelease>, facts = site) => {
  const one = releases[index]
  if (one === undefined || !isEdition(one)) throw new Error("no edition")
  return Effect.runSync(describeEdition(one, releases).pipe(Effect.provideService(SiteFacts, facts)))
}

const three = [
  release(1),
  release(2, { state: "retracted", retraction: { at: "2026-03-15T08:00:00Z", reason: 'A partner sent "2008" twice' } }),
  release(3, { edition: { name: "main", version: 3, reason: "No victims.", latest: true } })
]

/** Every document of an edition, as one text. */
const everything = (edition: ReturnType<typeof describeOne>) => {
  const graph = dcatGraph(edition, [edition])
  return [
    JSON.stringify(toJsonLd(graph)),
    toTurtle(graph),
    JSON.stringify(schemaOrgDataset(edition)),
    JSON.stringify(croissantDataset(edition, () => ({ sha256: "hash", bytes: 5 }))),
    JSON.stringify(dataPackage(edition)),
    JSON.stringify(dataCiteJson(edition))
  ]
}

describe("the metadata of an edition", () => {
  it("names the countries of its tables, and no other label of three letters", () => {
    const edition = describeOne(0, three)
    assert.deepStrictEqual(edition.countries, ["RUS", "UKR", "XKX"])
    const { spatialCoverage } = schemaOrgDataset(edition) as { spatialCoverage?: ReadonlyArray<string> }
    assert.includeMembers([...(spatialCoverage ?? [])], ["Russian Federation", "Ukraine"])
    const turtle = toTurtle(dcatGraph(edition, [edition]))
    for (const code of ["RUS", "UKR", "1A0"]) assert.include(turtle, `authority/country/${code}>`)
    assert.notInclude(turtle, "XKX>")
    for (const text of everything(edition)) assert.notInclude(text, "ABC")
  })

  it("has size and hash of the file of a table, if it is one file", () => {
    const edition = describeOne(0, three)
    const [large] = edition.tables as [(typeof edition.tables)[number]]
    const small = { ...large, files: { ...large.files, csv: [large.files.csv[0] as string] } }
    const resourceOf = (table: typeof large) =>
      dataPackage({ ...edition, tables: [table] }, () => ({ sha256: "ab", bytes: 12 })).resources[0]
    assert.deepInclude(resourceOf(small), { bytes: 12, hash: "sha256:ab" })
    assert.notProperty(resourceOf(large), "hash")
  })

  it("is cited as a whole, by title, release and identifier", () => {
    const invented = [release(1, { invented: true, edition: { name: "main", version: 1, reason: "", latest: true } })]
    const edition = describeOne(0, invented)
    assert.strictEqual(
      edition.citation,
      `Corridor (invented data), counter-trafficking statistics, edition 1, release 1 (vintage 1, frozen 2026-01-01, SHA-256 ${"0".repeat(64)}). ${edition.identifier}`
    )
    const [jsonLd, turtle, schemaOrg, croissant] = everything(edition)
    for (const text of [jsonLd, turtle, schemaOrg, croissant]) assert.include(text, edition.citation)
  })

  it("has size and hash of each CSV file in DCAT, too", () => {
    const edition = describeOne(0, three)
    const turtle = toTurtle(dcatGraph(edition, [edition], () => ({ sha256: "ab12", bytes: 12 })))
    const files = edition.tables.flatMap(({ files: { csv } }) => csv)
    assert.lengthOf([...turtle.matchAll(/dcat:byteSize "12"\^\^xsd:nonNegativeInteger/g)], files.length)
    assert.lengthOf([...turtle.matchAll(/spdx:checksumValue "ab12"\^\^xsd:hexBinary/g)], files.length)
    assert.notInclude(toTurtle(dcatGraph(edition, [edition])), "dcat:byteSize")
  })

  it("names a licence as programs know it, and one that they do not know by its address", () => {
    const [name, own] = ["CC-BY-4.0", "https://data.example.org/own-licence"]
    const edition = describeOne(0, three)
    assert.deepInclude(dataPackage(edition).licenses[0], { name, path: edition.licence })
    assert.deepInclude(dataCiteJson(edition).rightsList[0], { rightsIdentifier: name, rightsIdentifierScheme: "SPDX" })
    const other = describeOne(0, three, { ...site, licence: own })
    assert.deepStrictEqual(dataCiteJson(other).rightsList, [{ rightsUri: own }])
    assert.notProperty(dataPackage(other).licenses[0], "name")
    const known = [
      ["https://creativecommons.org/licenses/by-nc-sa/3.0", "CC-BY-NC-SA-3.0"],
      ["http://creativecommons.org/publicdomain/zero/1.0/deed.en", "CC0-1.0"],
      ["https://creativecommons.org/publicdomain/mark/1.0/", undefined],
      ["https://creativecommons.org.example/licenses/by/4.0/", undefined]
    ] as const
    for (const [address, expected] of known) assert.strictEqual(licenceName(address), expected, address)
  })

  it("has what catalogues recommend: themes, licence and days of the catalogue, the size of a file", () => {
    const edition = describeOne(0, three)
    const turtle = toTurtle(dcatGraph(edition, [edition]))
    const catalogue = turtle.slice(
      turtle.indexOf("a dcat:Catalog"),
      turtle.indexOf(" .\n\n", turtle.indexOf("a dcat:Catalog"))
    )
    assert.include(catalogue, `dct:license <${edition.licence}>`)
    assert.include(catalogue, `dct:modified "${edition.issued}"`)
    assert.match(turtle, /dcat:theme <[^>]*\/data-theme\/JUST>/)
    assert.notMatch(toTurtle(dcatGraph(edition, [])), /dct:(?:issued|modified)/)
    const [file] = croissantDataset(edition, () => ({ sha256: "ab", bytes: 12 })).distribution
    assert.deepInclude(file, { sha256: "ab", contentSize: "12 B" })
  })

  it("has a permanent identifier: its address, or the operator's prefix, series and version", () => {
    assert.strictEqual(describeOne(0, three).identifier, "https://data.example.org/v1/editions/main/1")
    const urn = describeOne(0, three, { ...site, identifierPrefix: "urn:example:corridor:" })
    assert.strictEqual(urn.identifier, "urn:example:corridor:main/1")
    for (const text of everything(urn)) assert.include(text, "urn:example:corridor:main/1")
    assert.deepInclude(dataCiteJson(urn).alternateIdentifiers[0], { alternateIdentifierType: "URN" })
    // The same release at another version would be another edition.
    assert.notStrictEqual(describeOne(2, three).identifier, describeOne(1, three).identifier)
  })

  it("names the partners that agreed, and nobody by default", () => {
    for (const text of everything(describeOne(0, three)))
      assert.notMatch(text, /DataCollector|dct:contributor"|"contributor"/)
    const named = describeOne(0, three, { ...site, contributors: ["Northern Shelter", 'Łódź "Home"'] })
    for (const text of everything(named)) {
      assert.include(text, "Northern Shelter")
      assert.include(text, 'Łódź \\"Home\\"')
    }
  })

  it("links the editions before and after it, says why it lacks something, and that it was retracted", () => {
    const [first, second, third] = [0, 1, 2].map((index) => describeOne(index, three))
    assert.deepStrictEqual(
      [first, second, third].map((one) => [one?.before, one?.after]),
      [
        [undefined, "https://data.example.org/v1/editions/main/2"],
        ["https://data.example.org/v1/editions/main/1", "https://data.example.org/v1/editions/main/3"],
        ["https://data.example.org/v1/editions/main/2", undefined]
      ]
    )
    if (second === undefined || third === undefined) throw new Error("no edition")
    for (const text of everything(second)) {
      assert.match(text, /retracted on 2026-03-15/)
      assert.include(text, 'A partner sent \\"2008\\" twice')
    }
    for (const text of everything(third)) assert.notMatch(text, /retracted/i)
    const graph = toTurtle(dcatGraph(second, [second]))
    assert.include(graph, "dataset-status/WITHDRAWN")
    assert.include(graph, "dct:isReplacedBy <https://data.example.org/v1/editions/main/3>")
    assert.include(toTurtle(dcatGraph(third, [third])), 'adms:versionNotes "No victims."')
    assert.strictEqual((schemaOrgDataset(second) as { creativeWorkStatus?: string }).creativeWorkStatus, "Retracted")
    assert.deepInclude(dataCiteJson(second).dates[1], { date: "2026-03-15", dateType: "Withdrawn" })
    assert.deepStrictEqual(
      dataCiteJson(second).relatedIdentifiers.map(({ relationType }) => relationType),
      ["IsNewVersionOf", "IsPreviousVersionOf"]
    )
    assert.notInclude(sitemapXml("https://data.example.org/", [second]), "release=2")
    assert.include(sitemapXml("https://data.example.org/", [third]), "https://data.example.org/?release=3")
  })

  it("lists every page of a table that does not fit on one", () => {
    const [flows] = describeOne(0, three).tables
    assert.deepStrictEqual(
      flows?.files.csv.map((url) => new URL(url).search),
      ["?format=csv&size=100000", "?format=csv&size=100000&page=2", "?format=csv&size=100000&page=3"]
    )
    assert.strictEqual(flows?.files.json.length, 26)
    assert.strictEqual(flows?.files.xlsx.length, 13)
  })

  it("cannot end the data block that the page has it in", () => {
    const script = jsonLdScript(schemaOrgDataset(describeOne(0, three)))
    assert.strictEqual(script.match(/<\/script>/g)?.length, 1)
    const [, text = ""] = /^<script type="application\/ld\+json">(.*)<\/script>$/.exec(script) ?? []
    assert.strictEqual(JSON.parse(text).publisher.name, site.publisher)
  })

  it("escapes what Turtle does not allow", () => {
    const graph = {
      prefixes: { ex: "https://example.org/" },
      nodes: [
        { id: "https://example.org/a b>", types: ["ex:T"], properties: [["ex:p", { value: 'a "b"\n\\c' }]] as const }
      ]
    }
    assert.include(toTurtle(graph), '<https://example.org/a%20b%3e> a ex:T ;\n  ex:p "a \\"b\\"\\n\\\\c" .')
  })
})

describe("the data dictionary", () => {
  it("says of every column of every table what it means", () => {
    const { tables } = dataDictionary()
    assert.isAbove(tables.length, 15)
    for (const { name, columns } of tables)
      for (const column of columns) assert.notStrictEqual(column.meaning, "", `${name}.${column.name}`)
  })

  it("has every definition, and every note of files, in every language", () => {
    const texts = [...definitionsOf(), ...titlePhrases, ...tableNotes]
    assert.isAbove(texts.length, 400)
    for (const language of translatedLanguages)
      assert.deepStrictEqual(
        [...new Set(texts)].filter((text) => translatedDefinition(text, language) === undefined),
        [],
        `schemas/codelists/definitions.csv, column ${language}`
      )
  })

  it("has no translation of what it does not say", () => {
    const phrases = new Set(
      [...definitionsOf(), ...titlePhrases, ...tableNotes].flatMap((text) => [text, ...text.split("; ")])
    )
    assert.deepStrictEqual(
      readCodeList("definitions").flatMap(({ en = "" }) => (phrases.has(en) ? [] : [en])),
      []
    )
  })

  it("translates words, and leaves labels and names of columns as files have them", () => {
    for (const language of translatedLanguages)
      for (const { en = "", [language]: text = "" } of readCodeList("definitions")) {
        const codes = (of: string) =>
          of.match(/'[a-z]+'|\b(?:[A-Z]+-[A-Z]\w*|\d{4}-\w+|[A-Z][a-z]+[A-Z]\w*|ISO [\d-]+|M49|asOf)\b/g) ?? []
        assert.deepStrictEqual(codes(text).toSorted(), codes(en).toSorted(), `${language}: ${en}`)
        assert.notStrictEqual(text, en)
        if (language !== "ro") assert.match(text, /[а-яіїєґ]/i, en)
      }
  })

  it("without a translation, a definition is not in part in another language", () => {
    assert.isUndefined(translatedDefinition("persons; an unknown phrase", "ru"))
    assert.strictEqual(definitionIn("persons; an unknown phrase", "ru"), "persons; an unknown phrase")
    assert.strictEqual(definitionIn("persons; NotKnown", "uk"), "люди; NotKnown")
  })
})
