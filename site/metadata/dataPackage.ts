/** Frictionless Data Package 2.0 with a table schema per table (https://datapackage.org/standard/data-package/). */
import { dictionaryPath, type EditionDescription, type TableDescription } from "./EditionDescription.ts"
import type { FileSum, SumOf } from "./FileSum.ts"
import { bareMediaType } from "./formats.ts"
import { licenceName } from "./licenceName.ts"
import type { TableColumn } from "./tableColumns.ts"

const fieldTypes: Readonly<Record<TableColumn["type"], string>> = {
  text: "string",
  number: "integer",
  boolean: "boolean"
}

const field = ({ name, type, meaning, required, values }: TableColumn) => ({
  name,
  type: fieldTypes[type],
  description: meaning,
  constraints: { required, ...(values === undefined ? {} : { enum: values }) }
})

const sumIn = ({ bytes, sha256 }: FileSum) => ({ bytes, hash: `sha256:${sha256}` })

/** Returns the resource of a table. The standard permits lower-case letters, digits, `.`, `_` and `-` in its name, which names of tables keep to. */
const resource = (table: TableDescription, sumOf: SumOf | undefined) => ({
  name: table.name,
  title: table.title,
  description: `What is counted: ${table.unit}. A figure without a value is withheld or was not reported: the column state says which. It is not 0.`,
  path: table.files.csv.length === 1 ? table.files.csv[0] : table.files.csv,
  // The hash and size are those of a single file.
  ...(sumOf === undefined || table.files.csv.length > 1 ? {} : sumIn(sumOf(table.name, 0))),
  type: "table",
  scheme: new URL(table.address).protocol.slice(0, -1),
  format: "csv",
  mediatype: bareMediaType("csv"),
  encoding: "utf-8",
  schema: {
    fields: table.columns.map(field),
    primaryKey: table.dimensions,
    missingValues: [""]
  }
})

const licenceOf = (path: string) => {
  const name = licenceName(path)
  return { ...(name === undefined ? {} : { name }), path, title: name ?? "Licence of the data" }
}

/** Returns the edition as a data package of its tables as CSV. */
export const dataPackage = (edition: EditionDescription, sumOf?: SumOf) => ({
  $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
  name: `corridor-${edition.series}-${edition.version}`,
  id: edition.identifier,
  title: edition.title,
  description: edition.description,
  version: String(edition.version),
  created: edition.issued,
  homepage: edition.page,
  keywords: edition.keywords,
  licenses: [licenceOf(edition.licence)],
  contributors: [
    { title: edition.publisher, roles: ["publisher"] },
    ...edition.contributors.map((title) => ({ title, roles: ["contributor"] }))
  ],
  termsOfUse: new URL(`${dictionaryPath}#terms`, edition.site).href,
  resources: edition.tables.map((table) => resource(table, sumOf))
})
