/** Sheets with the lists of values that the cells of another sheet are chosen from: they have columns with known names, and no records. */
import { foldWord } from "../values/FoldWord.ts"
import type { TableRow } from "./FileRow.ts"

/** Names of such sheets in the languages that are read; a number may follow. */
const listName =
  /^(?:drop ?down )?(?:lists?|code ?lists?|codes?|code ?book|lookups?|look ups?|choices|options|values|drop ?downs?|validations?|data validation|dictionary|dictionaries|data dictionary|legend|reference|references|ref|vocabulary|справочник|справочники|списки?|список значений|коды|кодификатор|значения|словарь|варианты|довідник|довідники|перелік|переліки|кодифікатор|словник|значення|nomenclator|nomenclatoare|liste|lista|coduri|valori|dictionar|listes|nomenclature|listas|catalogo|catalogos|codigos|listy|slownik|slowniki|listat|kodet|списъци|номенклатура|listeler|kodlar|قوائم|القوائم)(?: \d+| (?:of )?(?:values|codes|options))?$/

/** Returns whether a sheet's name says that it has lists. */
const isListName = (name: string): boolean => listName.test(foldWord(name))

/** Returns whether each column is a list: no gap, no value twice, and not all of them as long as each other. */
const areLists = (width: number, rows: ReadonlyArray<TableRow>): boolean => {
  const columns = Array.from({ length: width }, (_, i) => rows.map(({ cells }) => (cells[i] ?? "").trim()))
  const lengths = columns.map((cells) => cells.findLastIndex((cell) => cell !== "") + 1)
  return (
    new Set(lengths.filter((length) => length > 0)).size > 1 &&
    columns.every((cells, i) => {
      const list = cells.slice(0, lengths[i])
      return list.every((cell) => cell !== "") && new Set(list).size === list.length
    })
  )
}

/** Returns whether a sheet without a column of case numbers has lists of values, by its name or by its columns. */
export const isListSheet = (name: string, width: number, rows: ReadonlyArray<TableRow>): boolean =>
  isListName(name) || areLists(width, rows)
