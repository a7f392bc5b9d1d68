import { stateMeanings, totalMeaning, unknownMeaning } from "../../release/catalogue/columnMeanings.ts"
import { definitionIn, translatedLanguages } from "../../release/catalogue/definitionIn.ts"
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

/** Returns the definitions of a dictionary in the other languages, by their English text. */
const translationsOf = (texts: ReadonlyArray<string>) =>
  Object.fromEntries([
    ...texts.map((text) => [
      text,
      Object.fromEntries(translatedLanguages.map((language) => [language, definitionIn(text, language)]))
    ]),
    ...termsOfUse.map(({ text, translations }) => [text, translations])
  ]) as Readonly<Record<string, Readonly<Record<(typeof translatedLanguages)[number], string>>>>

/** Returns every definition of the data dictionary of tables, in English. */
export const definitionsOf = (tables: ReadonlyArray<DescribedTable> = catalogueTables): ReadonlyArray<string> => [
  ...Object.values(stateMeanings),
  totalMeaning,
  unknownMeaning,
  ...tables.flatMap(({ title, unit, columns }) => [title, unit, ...columns.map(({ meaning }) => meaning)])
]

/** Returns the data dictionary of tables: what each table counts, what each column, state and label means, and the terms of use. */
export const dataDictionary = (tables: ReadonlyArray<DescribedTable> = catalogueTables) => ({
  states: stateMeanings,
  labels: { [totalLabel]: totalMeaning, NotKnown: unknownMeaning },
  terms: termsOfUse.map(({ action, text }) => ({ name: action, text })),
  translations: translationsOf(definitionsOf(tables)),
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
