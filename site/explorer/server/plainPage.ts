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
import { type Cell, isNextToCountries } from "../cells/Table.ts"
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

/** The most corridors on one page: an edition of the whole world has a thousand. */
export const corridorsPerPage = 100

/** Corridors, of countries where there are several levels, by their largest published figure, in descending order. */
const ordered = (cells: ReadonlyArray<FlowCell>) => {
  const ofCountries = cells.filter((cell) => ![cell.origin, cell.destination].some(isNextToCountries))
  const corridors = Map.groupBy(
    ofCountries.length > 0 ? ofCountries : cells,
    ({ origin, destination }) => `${origin}>${destination}`
  )
  return [...corridors]
    .map(([corridor, figures]) => {
      const [origin = "", destination = ""] = corridor.split(">")
      return { origin, destination, figures, most: Math.max(...figures.map(({ victims = 0 }) => victims)) }
    })
    .sort((a, b) => b.most - a.most)
}

type Corridors = ReturnType<typeof ordered>

const tableOf = ({ language }: Locale, cells: ReadonlyArray<FlowCell>, corridors: Corridors) => {
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
    rows: corridors.map(({ origin, destination, figures }) => ({
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

/** Returns which corridors a page shows, with links to the pages before and after it; nothing if one page has all. */
const pagesOf = ({ language, t }: Locale, { from: release }: PublishedFlows, page: number, count: number): string => {
  if (count <= corridorsPerPage) return ""
  const [first, last] = [(page - 1) * corridorsPerPage + 1, Math.min(count, page * corridorsPerPage)]
  const link = (to: number, name: string) =>
    `<a href="/plain?${new URLSearchParams({ release: String(release?.release), lang: language, page: String(to) })}">${name}</a>`
  const links = [
    ...(first > 1 ? [link(page - 1, t("plainBefore"))] : []),
    ...(last < count ? [link(page + 1, t("plainAfter"))] : [])
  ]
  return `<p>${t("plainPart", { from: String(first), to: String(last), n: String(count) })} ${links.join(" · ")}</p>`
}

/** Returns a page of the plain tables: the flows by corridor and year, without scripts; undefined if there is no such page. */
export const plainPage = (
  language: Language,
  flows: PublishedFlows,
  style: Asset,
  page: number
): string | undefined => {
  const corridors = ordered(flows.cells)
  const shown = corridors.slice((page - 1) * corridorsPerPage, page * corridorsPerPage)
  if (shown.length === 0 && page > 1) return undefined
  const raw = translator(language, catalogues[language])
  const locale: Locale = { language, t: (word, values) => escapeHtml(raw(word, values)) }
  const { t } = locale
  const notes = releaseNotes<Content>(h, raw, flows.from)
  const main = `${notes.map((note) => renderToString(note as Parameters<typeof renderToString>[0])).join("")}
<h1>${t("plainCaption")}</h1>
${pagesOf(locale, flows, page, corridors.length)}
${shown.length > 0 ? tableOf(locale, flows.cells, shown) : `<p>${t("notInRelease", { title: t("plainCaption") })}</p>`}
${pagesOf(locale, flows, page, corridors.length)}
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
