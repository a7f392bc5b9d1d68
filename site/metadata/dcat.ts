/** DCAT-AP 3.0.1: a catalogue, the series of editions, each edition, and each of its tables with a distribution per format. */

import { termsOfUse } from "../../release/catalogue/termsOfUse.ts"
import type { EditionDescription, TableDescription } from "./EditionDescription.ts"
import { dictionaryPath } from "./EditionDescription.ts"
import type { FileSum, SumOf } from "./FileSum.ts"
import { bareMediaType, type Format, formats } from "./formats.ts"
import type { Graph, Literal, Node, Value } from "./rdf.ts"

const prefixes = {
  adms: "http://www.w3.org/ns/adms#",
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  spdx: "http://spdx.org/rdf/terms#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#"
} as const

type Property = Node["properties"][number]

type CatalogueFacts = Pick<EditionDescription, "site" | "publisher" | "contributors" | "licence">

const authority = "http://publications.europa.eu/resource/authority"
const english = `${authority}/language/ENG`
const isPublic = `${authority}/access-right/PUBLIC`
const statistical = `${authority}/dataset-type/STATISTICAL`
/** Themes of the Union's data portal. */
const themeTaxonomy = `${authority}/data-theme`
const themes = [
  [`${themeTaxonomy}/JUST`, "Justice, legal system and public safety"],
  [`${themeTaxonomy}/SOCI`, "Population and society"]
] as const
const withdrawn = "http://publications.europa.eu/resource/authority/dataset-status/WITHDRAWN"

/** File types of the EU Vocabularies; a format without one has its media type only. */
const fileTypes: Partial<Record<Format, string>> = {
  json: `${authority}/file-type/JSON`,
  csv: `${authority}/file-type/CSV`,
  xlsx: `${authority}/file-type/XLSX`,
  parquet: `${authority}/file-type/PARQUET`
}

const mediaTypeAddress = (format: Format) => `http://www.iana.org/assignments/media-types/${bareMediaType(format)}`

const text = (value: string): Literal => ({ value, language: "en" })
const plain = (value: string): Literal => ({ value })
const ref = (id: string): Value => ({ id })
const when = (value: string): Literal => ({ value, type: "xsd:dateTime" })

const years = (id: string, firstYear: number, lastYear: number): ReadonlyArray<Node> =>
  lastYear === 0
    ? []
    : [
        {
          id,
          types: ["dct:PeriodOfTime"],
          properties: [
            ["dcat:startDate", { value: `${firstYear}-01-01`, type: "xsd:date" }],
            ["dcat:endDate", { value: `${lastYear}-12-31`, type: "xsd:date" }]
          ]
        }
      ]

/** The Union's code list has the codes of ISO, but for Kosovo, which has none there. */
const country = (code: string) => `${authority}/country/${code === "XKX" ? "1A0" : code}`

const spatial = (countries: ReadonlyArray<string>): ReadonlyArray<Property> =>
  countries.map((code) => ["dct:spatial", ref(country(code))])

const sha256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

/** Returns a file, and its checksum if its bytes are known. */
const distribution = (
  table: TableDescription,
  format: Format,
  url: string,
  page: number,
  { licence, site, issued }: EditionDescription,
  sum: FileSum | undefined
): ReadonlyArray<Node> => {
  const id = `${table.address}#${format}${page === 0 ? "" : `-${page + 1}`}`
  const sumId = `${id}-sha256`
  const bytes = (known: FileSum): ReadonlyArray<Property> => [
    ["dcat:byteSize", { value: String(known.bytes), type: "xsd:nonNegativeInteger" }],
    ["spdx:checksum", ref(sumId)]
  ]
  const properties: ReadonlyArray<Property> = [
    ["dct:title", text(`${table.title} (${format.toUpperCase()}${page === 0 ? "" : `, page ${page + 1}`})`)],
    ["dcat:accessURL", ref(url)],
    ["dcat:downloadURL", ref(url)],
    ["dcat:mediaType", ref(mediaTypeAddress(format))],
    ...(fileTypes[format] === undefined ? [] : [["dct:format", ref(fileTypes[format])] as const]),
    ["dct:issued", when(issued)],
    ["dct:license", ref(licence)],
    ["dct:rights", ref(termsAddress(site))],
    ["foaf:page", ref(new URL(dictionaryPath, site).href)],
    ...(sum === undefined ? [] : bytes(sum))
  ]
  const file = { id, types: ["dcat:Distribution"], properties }
  if (sum === undefined) return [file]
  const checksum: Node = {
    id: sumId,
    types: ["spdx:Checksum"],
    properties: [
      ["spdx:algorithm", ref(sha256)],
      ["spdx:checksumValue", { value: sum.sha256, type: "xsd:hexBinary" }]
    ]
  }
  return [file, checksum]
}

const termsAddress = (site: string) => new URL(`${dictionaryPath}#terms`, site).href
const publisherAddress = (site: string) => new URL("/#publisher", site).href
const catalogueAddress = (site: string) => new URL("/#catalogue", site).href
const seriesAddress = ({ site, series }: EditionDescription) => new URL(`/v1/editions#${series}`, site).href
const contributorAddress = (site: string, index: number) => new URL(`/#contributor-${index + 1}`, site).href

const common = (edition: EditionDescription): ReadonlyArray<Property> => [
  ["dct:publisher", ref(publisherAddress(edition.site))],
  ["dct:issued", when(edition.issued)],
  ["dct:language", ref(english)],
  ["dct:accessRights", ref(isPublic)],
  ["dct:type", ref(statistical)],
  ...themes.map(([theme]): Property => ["dcat:theme", ref(theme)]),
  ["dcat:version", plain(String(edition.version))],
  ["foaf:page", ref(new URL(dictionaryPath, edition.site).href)],
  ...edition.contributors.map((_, i): Property => ["dct:contributor", ref(contributorAddress(edition.site, i))])
]

const tableNodes = (
  edition: EditionDescription,
  table: TableDescription,
  sumOf: SumOf | undefined
): ReadonlyArray<Node> => {
  const files = formats.flatMap((format) =>
    table.files[format].flatMap((url, page) =>
      distribution(table, format, url, page, edition, format === "csv" ? sumOf?.(table.name, page) : undefined)
    )
  )
  const distributions = files.filter(({ types }) => types.includes("dcat:Distribution"))
  const temporal = years(`${table.address}#years`, table.firstYear, table.lastYear)
  return [
    {
      id: table.address,
      types: ["dcat:Dataset"],
      properties: [
        ["dct:title", text(`${edition.title}: ${table.title}`)],
        ["dct:description", text(`${table.title}. What is counted: ${table.unit}. ${edition.description}`)],
        ["dct:identifier", plain(`${edition.identifier}/tables/${table.name}`)],
        ["dct:isPartOf", ref(edition.address)],
        ...temporal.map(({ id }): Property => ["dct:temporal", ref(id)]),
        ...spatial(table.countries),
        ...common(edition),
        ...distributions.map(({ id }): Property => ["dcat:distribution", ref(id)])
      ]
    },
    ...temporal,
    ...files
  ]
}

const editionNodes = (edition: EditionDescription, sumOf: SumOf | undefined): ReadonlyArray<Node> => {
  const temporal = years(`${edition.address}#years`, edition.firstYear, edition.lastYear)
  return [
    {
      id: edition.address,
      types: ["dcat:Dataset"],
      properties: [
        ["dct:title", text(edition.title)],
        ["dct:description", text(edition.description)],
        ["dct:identifier", plain(edition.identifier)],
        ["dcat:landingPage", ref(edition.page)],
        ["dcat:inSeries", ref(seriesAddress(edition))],
        ...(edition.before === undefined
          ? []
          : ([
              ["dcat:prev", ref(edition.before)],
              ["dct:replaces", ref(edition.before)]
            ] as const)),
        ...(edition.after === undefined ? [] : [["dct:isReplacedBy", ref(edition.after)] as const]),
        ...(edition.reason === "" ? [] : [["adms:versionNotes", text(edition.reason)] as const]),
        ...(edition.retraction !== undefined ? [["adms:status", ref(withdrawn)] as const] : []),
        ...edition.keywords.map((keyword): Property => ["dcat:keyword", text(keyword)]),
        ["dct:bibliographicCitation", plain(edition.citation)],
        ...temporal.map(({ id }): Property => ["dct:temporal", ref(id)]),
        ...spatial(edition.countries),
        ...common(edition),
        ...edition.tables.map(({ address }): Property => ["dct:hasPart", ref(address)])
      ]
    },
    ...temporal,
    ...edition.tables.flatMap((table) => tableNodes(edition, table, sumOf))
  ]
}

/** Returns what every document states once: publisher, contributors, licence, terms of use, and the types of what it refers to. */
const shared = ({ site, publisher, contributors, licence }: CatalogueFacts): ReadonlyArray<Node> => [
  { id: publisherAddress(site), types: ["foaf:Agent"], properties: [["foaf:name", text(publisher)]] },
  ...contributors.map((name, i) => ({
    id: contributorAddress(site, i),
    types: ["foaf:Agent"],
    properties: [["foaf:name", plain(name)] as const]
  })),
  { id: licence, types: ["dct:LicenseDocument"], properties: [] },
  {
    id: termsAddress(site),
    types: ["dct:RightsStatement"],
    properties: termsOfUse.map((term): Property => ["rdfs:comment", text(term.text)])
  },
  { id: new URL(dictionaryPath, site).href, types: ["foaf:Document"], properties: [] },
  { id: english, types: ["dct:LinguisticSystem"], properties: [] },
  { id: isPublic, types: ["dct:RightsStatement"], properties: [] },
  { id: themeTaxonomy, types: ["skos:ConceptScheme"], properties: [["dct:title", text("Data theme")]] },
  ...themes.map(([id, label]) => ({
    id,
    types: ["skos:Concept"],
    properties: [["skos:prefLabel", text(label)] as const]
  })),
  { id: statistical, types: ["skos:Concept"], properties: [["skos:prefLabel", text("Statistical")]] },
  ...formats.flatMap((format) => [
    { id: mediaTypeAddress(format), types: ["dct:MediaType"], properties: [] },
    ...(fileTypes[format] === undefined
      ? []
      : [{ id: fileTypes[format], types: ["dct:MediaTypeOrExtent"], properties: [] }])
  ])
]

const seriesNodes = (editions: ReadonlyArray<EditionDescription>): ReadonlyArray<Node> =>
  [...Map.groupBy(editions, seriesAddress)].map(([id, own]) => {
    const [first] = own as [EditionDescription]
    return {
      id,
      types: ["dcat:DatasetSeries"],
      properties: [
        ["dct:title", text(`Editions of counter-trafficking statistics: series ${first.series}`)],
        [
          "dct:description",
          text("Each edition has the tables, dimensions and years of the edition before, or states why not.")
        ],
        ["dct:publisher", ref(publisherAddress(first.site))]
      ]
    }
  })

/** Returns the catalogue of all editions in DCAT 3, with a data set for each series and edition. `sumOf`: size and hash of the CSV files, if there is one edition. */
export const dcatGraph = (facts: CatalogueFacts, editions: ReadonlyArray<EditionDescription>, sumOf?: SumOf): Graph => {
  const { site, publisher, licence } = facts
  const days = editions.map(({ issued }) => issued).sort()
  const series = seriesNodes(editions)
  const home = new URL("/", site).href
  return {
    prefixes,
    nodes: [
      {
        id: catalogueAddress(site),
        types: ["dcat:Catalog"],
        properties: [
          ["dct:title", text(`Counter-trafficking statistics of ${publisher}`)],
          [
            "dct:description",
            text("Editions of statistics that are protected against the disclosure of small counts.")
          ],
          ["dct:publisher", ref(publisherAddress(site))],
          ["dct:language", ref(english)],
          ["foaf:homepage", ref(home)],
          ["dct:license", ref(licence)],
          ["dcat:themeTaxonomy", ref(themeTaxonomy)],
          ...(days[0] === undefined ? [] : ([["dct:issued", when(days[0])]] as const)),
          ...(days.length === 0 ? [] : ([["dct:modified", when(days.at(-1) as string)]] as const)),
          ...editions.map(({ address }): Property => ["dcat:dataset", ref(address)])
        ]
      },
      ...[home, ...editions.map(({ page }) => page)].map((id) => ({
        id,
        types: ["foaf:Document"],
        properties: []
      })),
      ...series,
      ...editions.flatMap((edition) => editionNodes(edition, sumOf)),
      ...(sumOf === undefined ? [] : [{ id: sha256, types: ["spdx:ChecksumAlgorithm"], properties: [] }]),
      ...[...new Set(editions.flatMap(({ countries }) => countries))].map((code) => ({
        id: country(code),
        types: ["dct:Location"],
        properties: []
      })),
      ...shared(facts)
    ]
  }
}
