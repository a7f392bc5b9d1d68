import { stateMeanings, totalMeaning } from "../../release/catalogue/columnMeanings.ts"
import { releaseTables } from "../../release/catalogue/releaseTables.ts"
import { termsOfUse } from "../../release/catalogue/termsOfUse.ts"
import { totalLabel } from "../../release/catalogue/totalLabel.ts"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import type { TableDescription } from "./EditionDescription.ts"
import { tableColumns } from "./tableColumns.ts"

type DescribedTable = Pick<TableDescription, "name" | "title" | "unit" | "figure" | "columns">

const catalogueTable = (name: string): DescribedTable => {
  const facts = tableFacts(name, undefined)
  return { ...facts, columns: tableColumns(facts, () => false) }
}

/** Every table that an edition can have, with its usual dimensions. */
const catalogueTables: ReadonlyArray<DescribedTable> = [...releaseTables.keys()].map(catalogueTable)

/** Returns the data dictionary of tables: what each table counts, what each column, state and label means, and the terms of use. */
export const dataDictionary = (tables: ReadonlyArray<DescribedTable> = catalogueTables) => ({
  states: stateMeanings,
  labels: { [totalLabel]: totalMeaning, NotKnown: "the records do not say it" },
  terms: termsOfUse.map(({ action, text }) => ({ name: action, text })),
  tables: tables.map(({ name, title, unit, figure, columns }) => ({
    name,
    title,
    unit,
    figure,
    columns: columns.map(({ name: column, role, meaning, codeList }) => ({
      name: column,
      role,
      meaning,
      codeList: codeList === undefined ? null : `/v1/codelists/${codeList}`
    }))
  }))
})
