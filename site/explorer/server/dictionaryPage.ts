import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { definitionIn } from "../../../release/catalogue/definitionIn.ts"
import { termsOfUse } from "../../../release/catalogue/termsOfUse.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { dataDictionary } from "../../metadata/dictionary.ts"
import { dictionaryJsonPath } from "../../metadata/EditionDescription.ts"
import type { TextTable } from "../parts/textTable.ts"
import { catalogues } from "../words/catalogues.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import type { WordKey } from "../words/Words.ts"
import { textPage } from "./textPage.ts"
import { textTableHtml } from "./textTableHtml.ts"

/** Returns columns by meaning, with the tables in which they have it: a name that means something else in another table is listed once per meaning. */
const columnRows = ({ tables }: ReturnType<typeof dataDictionary>, all: string, language: Language) => {
  const columns = tables.flatMap((table) => table.columns.map((column) => ({ ...column, table: table.name })))
  const byMeaning = Map.groupBy(columns, ({ name, meaning }) => JSON.stringify([name, meaning]))
  return [...byMeaning.values()].map((same) => {
    const [{ name, meaning, codeList }] = same as [(typeof columns)[number]]
    const text = definitionIn(meaning, language)
    return [
      name,
      codeList === null ? text : [`${text} (`, h("a", { href: codeList }, codeList), ")"],
      same.length === tables.length ? all : same.map(({ table }) => table).join(", ")
    ]
  })
}

/** Returns the page of the data dictionary and the terms of use. */
export const dictionaryPage = (language: Language, licence: string, style: Asset, site: string): string => {
  const raw = translator(language, catalogues[language])
  const t: typeof raw = (word, values) => escapeHtml(raw(word, values))
  const words = translator(language, pageWords[language])
  const dictionary = dataDictionary()
  const table = (id: string, caption: WordKey, head: ReadonlyArray<WordKey>, rows: TextTable["rows"]) =>
    textTableHtml({ id: `${id}-table`, caption: raw(caption), head: head.map((word) => raw(word)), rows, language })
  const main = `<h1>${t("dictionary")}</h1>
<p class="lead">${escapeHtml(words("dictionaryLead"))} <a href="${dictionaryJsonPath}">JSON</a></p>
<h2 id="terms">${escapeHtml(words("termsOfUse"))}</h2>
<ol>
${termsOfUse.map((term) => `<li id="${term.action}">${escapeHtml(language === "en" ? term.text : term.translations[language])}</li>`).join("\n")}
</ol>
<p>${t("licence")}: <a href="${escapeHtml(licence)}">${escapeHtml(licence)}</a></p>
<h2 id="columns">${t("dictionaryColumns")}</h2>
${table("columns", "dictionaryColumns", ["column", "meaning", "dictionaryTables"], columnRows(dictionary, raw("all"), language))}
<h2 id="tables">${t("dictionaryTables")}</h2>
${table(
  "tables",
  "dictionaryTables",
  ["dictionaryTable", "meaning", "counts", "dictionaryColumns"],
  dictionary.tables.map(({ name, title, unit, columns }) => [
    name,
    definitionIn(title, language),
    definitionIn(unit, language),
    columns.flatMap(({ name: column, role }) => (role === "dimension" ? [column] : [])).join(", ")
  ])
)}`
  const shared = { description: words("dictionaryLead"), site }
  return textPage(language, { path: "dictionary", title: raw("dictionary"), shared, style, isInvented: false, main })
}
