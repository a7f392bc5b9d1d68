import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { translator } from "@corridor/page/translator"
import type { Language } from "../../../schemas/Languages.ts"
import { dataDictionary } from "../../metadata/dictionary.ts"
import { dictionaryJsonPath } from "../../metadata/EditionDescription.ts"
import { catalogues } from "../words/catalogues.ts"
import { textPage } from "./textPage.ts"

const table = (id: string, head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) =>
  `<div class="wide" tabindex="0" role="region" aria-labelledby="${id}"><table aria-labelledby="${id}">
<thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead>
<tbody lang="en">
${rows.map(([first = "", ...others]) => `<tr><th scope="row">${first}</th>${others.map((one) => `<td class="words">${one}</td>`).join("")}</tr>`).join("\n")}
</tbody></table></div>`

/** Columns by meaning: a name that means something else in another table is listed once per meaning. */
const columnRows = ({ tables }: ReturnType<typeof dataDictionary>) => {
  const rows = new Map(
    tables.flatMap(({ columns }) =>
      columns.map(({ name, meaning, codeList }) => [
        JSON.stringify([name, meaning]),
        [name, meaning, codeList] as const
      ])
    )
  )
  return [...rows.values()].map(([name, meaning, codeList]) => [
    escapeHtml(name),
    `${escapeHtml(meaning)}${codeList === null ? "" : ` (<a href="${codeList}">${codeList}</a>)`}`
  ])
}

/** Returns the page of the data dictionary and the terms of use. */
export const dictionaryPage = (language: Language, licence: string, style: Asset): string => {
  const raw = translator(language, catalogues[language])
  const t: typeof raw = (word, values) => escapeHtml(raw(word, values))
  const dictionary = dataDictionary()
  const main = `<h1>${t("dictionary")}</h1>
<p class="lead">${t("dictionaryLead")} <a href="${dictionaryJsonPath}">JSON</a></p>
<h2 id="terms">${t("termsOfUse")}</h2>
<ol lang="en">
${dictionary.terms.map(({ name, text }) => `<li id="${name}">${escapeHtml(text)}</li>`).join("\n")}
</ol>
<p>${t("licence")}: <a href="${escapeHtml(licence)}">${escapeHtml(licence)}</a></p>
<h2 id="columns">${t("dictionaryColumns")}</h2>
${table("columns", [t("column"), t("meaning")], columnRows(dictionary))}
<h2 id="tables">${t("dictionaryTables")}</h2>
${table(
  "tables",
  [t("dictionaryTables"), t("meaning"), t("counts"), t("dictionaryColumns")],
  dictionary.tables.map(({ name, title, unit, columns }) => [
    escapeHtml(name),
    escapeHtml(title),
    escapeHtml(unit),
    escapeHtml(columns.flatMap(({ name: column, role }) => (role === "dimension" ? [column] : [])).join(", "))
  ])
)}`
  return textPage(language, { path: "dictionary", title: t("dictionary"), style, isInvented: false, main })
}
