import { profiles } from "@corridor/disclosure/rules/Profile"
import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { writeDay } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import type { FlowCell, PublishedFlows } from "../../../release/published/PublishedFlows.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import type { Cell } from "../cells/Table.ts"
import { cellTable } from "../parts/cellTable.ts"
import { releaseNotes } from "../parts/releaseNotes.ts"
import { flowPath } from "../state/paths.ts"
import { catalogues } from "../words/catalogues.ts"
import type { Translate } from "../words/Words.ts"
import { textPage } from "./textPage.ts"

interface Locale {
  readonly language: Language
  /** Returns a message, escaped for HTML. */
  readonly t: Translate
}

/** Corridors by their largest published figure, in descending order. */
const ordered = (cells: ReadonlyArray<FlowCell>) => {
  const corridors = Map.groupBy(cells, ({ origin, destination }) => `${origin}>${destination}`)
  return [...corridors]
    .map(([corridor, figures]) => {
      const [origin = "", destination = ""] = corridor.split(">")
      return { origin, destination, figures, most: Math.max(...figures.map(({ victims = 0 }) => victims)) }
    })
    .sort((a, b) => b.most - a.most)
}

const tableOf = ({ language }: Locale, cells: ReadonlyArray<FlowCell>) => {
  const t = translator(language, catalogues[language])
  const years = [...new Set(cells.map((cell) => cell.year))].sort((a, b) => a - b)
  const cellOf = (cell: FlowCell | undefined): Cell => ({
    labels: [],
    state: cell?.state ?? "not_reported",
    value: cell?.state === "published" ? (cell.victims ?? 0) : undefined,
    asOf: cell?.asOf
  })
  const table = cellTable<Content>({ h, t, language, to: (path) => `${path}?lang=${language}` }, "caption", {
    caption: t("plainCaption"),
    head: [t("corridor"), ...years.map(String)],
    rows: ordered(cells).map(({ origin, destination, figures }) => ({
      head: [[origin, destination].map((place) => countryName(language, place)).join(" → ")],
      links: [flowPath(origin, destination)],
      cells: years.map((year) => cellOf(figures.find((cell) => cell.year === year)))
    }))
  })
  return renderToString(table as Parameters<typeof renderToString>[0])
}

const reading = ({ t }: Locale, flows: PublishedFlows) => {
  const profile = profiles.get(flows.profile)
  const rule =
    profile === undefined
      ? ""
      : ` ${t("ruleOfProfile", { threshold: profile.threshold, contributors: profile.contributors })}`
  return `<dl>
<dt>${t("statePublished")}</dt><dd>${t("meansPublished")}</dd>
<dt><span class="suppressed sign">S</span> ${t("stateSuppressed")}</dt><dd>${t("meansSuppressed")}${rule}</dd>
<dt>– ${t("stateNotReported")}</dt><dd>${t("meansNotReported")}</dd>
</dl>`
}

/** Returns the plain page: the flows by corridor and year as one table, without scripts. */
export const plainPage = (language: Language, flows: PublishedFlows, style: Asset): string => {
  const raw = translator(language, catalogues[language])
  const locale: Locale = { language, t: (word, values) => escapeHtml(raw(word, values)) }
  const { t } = locale
  const notes = releaseNotes<Content>(h, raw, flows.from)
  const main = `${notes.map((note) => renderToString(note as Parameters<typeof renderToString>[0])).join("")}
<h1>${t("plainCaption")}</h1>
${flows.cells.length > 0 ? tableOf(locale, flows.cells) : `<p>${t("notInRelease", { title: t("plainCaption") })}</p>`}
<section aria-labelledby="reading">
<h2 id="reading">${t("states")}</h2>
${reading(locale, flows)}
<p>${t("noTotals")}</p>
<p>${t("api")}: <a href="/v1/flows">/v1/flows</a> (${writeDay(language, flows.publishedAt)}). <a href="/?lang=${language}">${t("withPictures")}</a></p>
</section>`
  return textPage(language, {
    path: "plain",
    title: `${flows.invented ? `${t("inventedShort")}: ` : ""}${t("plain")}`,
    style,
    isInvented: flows.invented,
    main
  })
}
