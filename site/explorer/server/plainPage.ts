import { profiles } from "@corridor/disclosure/rules/Profile"
import type { Asset } from "@corridor/page/Asset"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { writeDay } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { renderToString } from "preact-render-to-string"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { cellAt, labelOf, labelsOf, type Table } from "../cells/Table.ts"
import { cellTable } from "../parts/cellTable.ts"
import { releaseNotes } from "../parts/releaseNotes.ts"
import { flowPath } from "../state/paths.ts"
import { catalogues } from "../words/catalogues.ts"
import { type PageTranslate, pageWords } from "../words/pages/PageWords.ts"
import type { Translate } from "../words/Words.ts"
import { textPage } from "./textPage.ts"

interface Locale {
  readonly language: Language
  /** Returns a message, escaped for HTML. */
  readonly t: Translate
  /** Returns a message of the pages that the server writes, escaped for HTML. */
  readonly p: PageTranslate
}

/** The most corridors on one page: an edition of the whole world has a thousand. */
export const corridorsPerPage = 100

/** Corridors by their largest published figure, in descending order. */
const ordered = (flows: Table | undefined) =>
  flows === undefined
    ? []
    : [
        ...Map.groupBy(
          flows.cells,
          (cell) => `${labelOf(flows, cell, "origin")}>${labelOf(flows, cell, "destination")}`
        )
      ]
        .map(([corridor, cells]) => {
          const [origin = "", destination = ""] = corridor.split(">")
          return { origin, destination, most: Math.max(...cells.map(({ value = 0 }) => value)) }
        })
        .sort((a, b) => b.most - a.most)

type Corridors = ReturnType<typeof ordered>

const tableOf = ({ language }: Locale, flows: Table, corridors: Corridors) => {
  const t = translator(language, catalogues[language])
  const years = labelsOf(flows, "year")
  const table = cellTable<Content>({ h, t, language, to: (path) => `${path}?lang=${language}` }, "caption", {
    caption: t("plainCaption"),
    head: [t("corridor"), ...years],
    rows: corridors.map(({ origin, destination }) => ({
      head: [[origin, destination].map((place) => countryName(language, place)).join(" → ")],
      links: [flowPath(origin, destination)],
      // The page has no bounds: they are in the pages of corridors.
      cells: years.map((year) => ({ ...cellAt(flows, { origin, destination, year }), low: undefined, high: undefined }))
    }))
  })
  return renderToString(table as Parameters<typeof renderToString>[0])
}

const reading = ({ t, p }: Locale, release: PublishedRelease) => {
  const profile = profiles.get(release.profile)
  const rule =
    profile === undefined
      ? ""
      : ` ${p("ruleOfProfile", { threshold: profile.threshold, contributors: profile.contributors })}`
  return `<dl>
<dt>${t("statePublished")}</dt><dd>${t("meansPublished")}</dd>
<dt><span class="suppressed sign">S</span> ${t("stateSuppressed")}</dt><dd>${t("meansSuppressed")}${rule}</dd>
<dt>– ${t("stateNotReported")}</dt><dd>${t("meansNotReported")}</dd>
</dl>`
}

/** Returns which corridors a page shows, with links to the pages before and after it; nothing if one page has all. */
const pagesOf = ({ language, p }: Locale, { release }: PublishedRelease, page: number, count: number): string => {
  if (count <= corridorsPerPage) return ""
  const [first, last] = [(page - 1) * corridorsPerPage + 1, Math.min(count, page * corridorsPerPage)]
  const link = (to: number, name: string) =>
    `<a href="/plain?${new URLSearchParams({ release: String(release), lang: language, page: String(to) })}">${name}</a>`
  const links = [
    ...(first > 1 ? [link(page - 1, p("plainBefore"))] : []),
    ...(last < count ? [link(page + 1, p("plainAfter"))] : [])
  ]
  return `<p>${p("plainPart", { from: String(first), to: String(last), n: String(count) })} ${links.join(" · ")}</p>`
}

/** Returns a page of the plain tables: the flows of a release by corridor and year, without scripts; undefined if there is no such page. */
export const plainPage = (
  language: Language,
  release: PublishedRelease,
  flows: Table | undefined,
  { style, site }: { readonly style: Asset; readonly site: string },
  page: number
): string | undefined => {
  const corridors = ordered(flows)
  const shown = corridors.slice((page - 1) * corridorsPerPage, page * corridorsPerPage)
  if (shown.length === 0 && page > 1) return undefined
  const raw = translator(language, catalogues[language])
  const words = translator(language, pageWords[language])
  const locale: Locale = {
    language,
    t: (word, values) => escapeHtml(raw(word, values)),
    p: (word, values) => escapeHtml(words(word, values))
  }
  const { t } = locale
  const notes = releaseNotes<Content>(h, raw, release)
  const pages = pagesOf(locale, release, page, corridors.length)
  const none = `<p>${t("notInRelease", { title: t("plainCaption") })}</p>`
  const main = `${notes.map((note) => renderToString(note as Parameters<typeof renderToString>[0])).join("")}
<h1>${t("plainCaption")}</h1>
${pages}
${flows === undefined || shown.length === 0 ? none : tableOf(locale, flows, shown)}
${pages}
<section aria-labelledby="reading">
<h2 id="reading">${t("states")}</h2>
${reading(locale, release)}
<p>${t("noTotals")}</p>
<p>${t("api")}: <a href="/v1/flows">/v1/flows</a> (${writeDay(language, release.publishedAt)}). <a href="/?lang=${language}">${t("withPictures")}</a></p>
</section>`
  return textPage(language, {
    path: "plain",
    title: `${release.invented ? `${raw("inventedShort")}: ` : ""}${raw("plain")}`,
    shared: { description: `${raw("plainCaption")}. ${raw("subtitle")}.`, site },
    style,
    isInvented: release.invented,
    main
  })
}
