import { profiles } from "@corridor/disclosure/rules/Profile"
import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { numberFormat } from "@corridor/page/formats"
import { translator } from "@corridor/page/translator"
import type { FlowCell, PublishedFlows } from "../../../release/published/PublishedFlows.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { stateNames } from "../views/cellWords.ts"
import { catalogues } from "../words/catalogues.ts"
import type { Translate } from "../words/Words.ts"
import { textPage } from "./textPage.ts"

interface Locale {
  readonly language: Language
  /** Returns a message, escaped for HTML. */
  readonly t: Translate
}

const nameOf = ({ language }: Locale, alpha3: string) => escapeHtml(countryName(language, alpha3))

const key = (cell: Pick<FlowCell, "origin" | "destination">) => `${cell.origin}>${cell.destination}`

const cellOf = ({ t, language }: Locale, cell: FlowCell | undefined) => {
  const state = cell?.state ?? "not_reported"
  if (cell?.state === "published") {
    const figure = numberFormat(language).format(cell.victims ?? 0)
    return cell.asOf === undefined
      ? `<td class="published">${figure}</td>`
      : `<td class="published"><abbr title="${t("asOf", { day: cell.asOf.slice(0, 10) })}">${figure}*</abbr></td>`
  }
  const sign = state === "suppressed" ? "S" : state === "not_collected" ? "×" : "–"
  return `<td class="${state}"><abbr title="${t(stateNames[state])}">${sign}</abbr></td>`
}

/** Corridors by their largest published figure, in descending order. */
const ordered = (cells: ReadonlyArray<FlowCell>) => {
  const largest = (corridor: ReadonlyArray<FlowCell>) => Math.max(...corridor.map((cell) => cell.victims ?? 0))
  return [...Map.groupBy(cells, key).values()].sort((a, b) => largest(b) - largest(a))
}

const rowOf = (locale: Locale, corridor: ReadonlyArray<FlowCell>, years: ReadonlyArray<number>) => {
  const [{ origin, destination }] = corridor as readonly [FlowCell, ...ReadonlyArray<FlowCell>]
  const cells = years.map((year) =>
    cellOf(
      locale,
      corridor.find((cell) => cell.year === year)
    )
  )
  return `<tr><th scope="row">${nameOf(locale, origin)} <span class="arrow" aria-hidden="true">→</span> ${nameOf(locale, destination)}</th>${cells.join("")}</tr>`
}

const tableOf = (locale: Locale, cells: ReadonlyArray<FlowCell>) => {
  const { t } = locale
  const years = [...new Set(cells.map((cell) => cell.year))].sort((a, b) => a - b)
  return `<div class="wide" tabindex="0" role="region" aria-labelledby="caption"><table>
<caption id="caption">${t("plainCaption")}</caption>
<thead><tr><th scope="col">${t("corridor")}</th>${years.map((year) => `<th scope="col">${year}</th>`).join("")}</tr></thead>
<tbody>
${ordered(cells)
  .map((corridor) => rowOf(locale, corridor, years))
  .join("\n")}
</tbody></table></div>`
}

const reading = ({ t }: Locale, flows: PublishedFlows) => {
  const profile = profiles.get(flows.profile)
  const rule =
    profile === undefined
      ? ""
      : ` ${t("ruleOfProfile", { threshold: profile.threshold, contributors: profile.contributors })}`
  const isOld = flows.cells.some(({ asOf }) => asOf !== undefined)
  return `<dl>
<dt>${t("statePublished")}</dt><dd>${t("meansPublished")}</dd>
<dt><span class="suppressed sign">S</span> ${t("stateSuppressed")}</dt><dd>${t("meansSuppressed")}${rule}</dd>
<dt>– ${t("stateNotReported")}</dt><dd>${t("meansNotReported")}</dd>
${isOld ? `<dt>*</dt><dd>${t("meansAsOf")}</dd>` : ""}
</dl>`
}

/** Returns the plain page: the flows by corridor and year as one table, without scripts. */
export const plainPage = (language: Language, flows: PublishedFlows, style: Asset): string => {
  const raw = translator(language, catalogues[language])
  const locale: Locale = { language, t: (word, values) => escapeHtml(raw(word, values)) }
  const { t } = locale
  const invented = flows.invented ? `<p class="invented" role="note">${t("invented")}</p>` : ""
  const main = `${invented}
<h1>${t("plainCaption")}</h1>
${flows.cells.length === 0 ? `<p>${t("nothingYet")}</p>` : tableOf(locale, flows.cells)}
<section aria-labelledby="reading">
<h2 id="reading">${t("states")}</h2>
${reading(locale, flows)}
<p>${t("noTotals")}</p>
<p>${t("api")}: <a href="/v1/flows">/v1/flows</a>${flows.publishedAt === "" ? "" : `, ${escapeHtml(flows.publishedAt)}`}. <a href="/?lang=${language}">${t("withPictures")}</a></p>
</section>`
  return textPage(language, {
    path: "plain",
    title: `${flows.invented ? `${t("inventedShort")}: ` : ""}${t("plain")}`,
    style,
    isInvented: flows.invented,
    main
  })
}
