/** Croissant 1.1 (MLCommons, http://mlcommons.org/croissant/1.1), with the terms of use in ODRL 2.2. */

import { type Term, termsOfUse } from "../../release/catalogue/termsOfUse.ts"
import { dictionaryPath, type EditionDescription, type TableDescription } from "./EditionDescription.ts"
import type { SumOf } from "./FileSum.ts"
import { bareMediaType } from "./formats.ts"
import { datasetFacts } from "./schemaOrg.ts"
import type { TableColumn } from "./tableColumns.ts"

/** The context of the specification's appendix, and ODRL. */
const context = {
  "@language": "en",
  "@vocab": "https://schema.org/",
  sc: "https://schema.org/",
  cr: "http://mlcommons.org/croissant/",
  rai: "http://mlcommons.org/croissant/RAI/",
  dct: "http://purl.org/dc/terms/",
  odrl: "http://www.w3.org/ns/odrl/2/",
  annotation: "cr:annotation",
  arrayShape: "cr:arrayShape",
  citeAs: "cr:citeAs",
  column: "cr:column",
  conformsTo: "dct:conformsTo",
  containedIn: "cr:containedIn",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  equivalentProperty: "cr:equivalentProperty",
  examples: { "@id": "cr:examples", "@type": "@json" },
  excludes: "cr:excludes",
  extract: "cr:extract",
  field: "cr:field",
  fileProperty: "cr:fileProperty",
  fileObject: "cr:fileObject",
  fileSet: "cr:fileSet",
  format: "cr:format",
  includes: "cr:includes",
  isArray: "cr:isArray",
  isLiveDataset: "cr:isLiveDataset",
  jsonPath: "cr:jsonPath",
  key: "cr:key",
  md5: "cr:md5",
  parentField: "cr:parentField",
  path: "cr:path",
  recordSet: "cr:recordSet",
  references: "cr:references",
  regex: "cr:regex",
  readLines: "cr:readLines",
  repeated: "cr:repeated",
  replace: "cr:replace",
  samplingRate: "cr:samplingRate",
  sdVersion: "cr:sdVersion",
  separator: "cr:separator",
  source: "cr:source",
  subField: "cr:subField",
  transform: "cr:transform",
  unArchive: "cr:unArchive",
  value: "cr:value"
}

const dataTypes: Readonly<Record<TableColumn["type"], string>> = {
  text: "sc:Text",
  number: "sc:Integer",
  boolean: "sc:Boolean"
}

const pageName = ({ name }: TableDescription, page: number) => (page === 0 ? name : `${name}-page${page + 1}`)

const recordSet = (table: TableDescription, page: number) => {
  const id = pageName(table, page)
  return {
    "@type": "cr:RecordSet",
    "@id": id,
    name: id,
    description: `${table.title}. What is counted: ${table.unit}`,
    key: table.dimensions.map((dimension) => ({ "@id": `${id}/${dimension}` })),
    field: table.columns.map(({ name, meaning, type }) => ({
      "@type": "cr:Field",
      "@id": `${id}/${name}`,
      name,
      description: meaning,
      dataType: dataTypes[type],
      source: { fileObject: { "@id": `${id}.csv` }, extract: { column: name } }
    }))
  }
}

const action = (site: string, { action: name, text }: Term) => ({
  "odrl:action": { "@id": new URL(`${dictionaryPath}#${name}`, site).href, name: text }
})

const usage = (site: string) => {
  const termsOfKind = (kind: Term["kind"]) => termsOfUse.filter((term) => term.kind === kind)
  return {
    "@type": ["CreativeWork", "odrl:Offer"],
    name: "Terms of use",
    url: new URL(`${dictionaryPath}#terms`, site).href,
    "odrl:permission": {
      "@type": "odrl:Permission",
      "odrl:action": { "@id": "odrl:use" },
      "odrl:duty": termsOfKind("duty").map((term) => ({ "@type": "odrl:Duty", ...action(site, term) }))
    },
    "odrl:prohibition": termsOfKind("prohibition").map((term) => ({
      "@type": "odrl:Prohibition",
      ...action(site, term)
    }))
  }
}

/**
 * Returns the edition as a data set for machine learning. `sumOf` returns the hash and size of a file, which never change, because the figures of an
 * edition never do.
 */
export const croissantDataset = (edition: EditionDescription, sumOf: SumOf) => ({
  "@context": context,
  "@type": "sc:Dataset",
  conformsTo: "http://mlcommons.org/croissant/1.1",
  ...datasetFacts(edition),
  version: `${edition.version}.0.0`,
  citeAs: edition.citation,
  usageInfo: usage(edition.site),
  distribution: edition.tables.flatMap((table) =>
    table.files.csv.map((contentUrl, page) => {
      const { sha256, bytes } = sumOf(table.name, page)
      return {
        "@type": "cr:FileObject",
        "@id": `${pageName(table, page)}.csv`,
        name: `${pageName(table, page)}.csv`,
        description: table.title,
        encodingFormat: bareMediaType("csv"),
        contentUrl,
        contentSize: `${bytes} B`,
        sha256
      }
    })
  ),
  recordSet: edition.tables.flatMap((table) => table.files.csv.map((_, page) => recordSet(table, page)))
})
