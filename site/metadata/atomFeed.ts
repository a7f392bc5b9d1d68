/** Feeds of the editions of a series, and of answers (RFC 4287). */
import { escapeHtml } from "@corridor/page/escapeHtml"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import type { EditionDescription } from "./EditionDescription.ts"
import { retractionNote } from "./notes.ts"

export const feedType = "application/atom+xml"

/** Characters that no XML document may have: a typed reason may. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/** Returns the address of the feed of a series. */
export const feedPath = (series: string): string => `/v1/editions/${series}/feed.atom`

/** Path of the feed of releases that are not editions. */
export const answersFeedPath = "/v1/answers/feed.atom"

type Site = Pick<EditionDescription, "site" | "publisher" | "licence">

interface Link {
  readonly rel: "alternate" | "related"
  readonly href: string
  readonly type: string
}

interface Entry {
  readonly id: string
  readonly title: string
  readonly published: string
  /** When it was published or retracted, ISO 8601. */
  readonly updated: string
  readonly links: ReadonlyArray<Link>
  readonly summary: string
}

const element = (name: string, text: string) => `<${name}>${escapeHtml(text.replace(notXml, " "))}</${name}>`

const linkTo = ({ rel, href, type }: { readonly rel: string; readonly href: string; readonly type: string }) =>
  `<link rel="${rel}" type="${type}" href="${escapeHtml(href)}"/>`

/** `since`: when a feed without entries last changed. */
const writeFeed = (
  { site, publisher, licence }: Site,
  path: string,
  title: string,
  entries: ReadonlyArray<Entry>,
  since = ""
): string => {
  const self = new URL(path, site).href
  const newest = entries.map(({ updated }) => updated).toSorted()
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
${[
  element("id", self),
  element("title", title),
  element("updated", newest.at(-1) ?? since),
  `<author>${element("name", publisher)}</author>`,
  element("rights", licence),
  linkTo({ rel: "self", href: self, type: feedType }),
  linkTo({ rel: "alternate", href: site, type: "text/html" }),
  ...entries.map(
    ({ id, title: own, published, updated, links, summary }) => `<entry>
${[
  element("id", id),
  element("title", own),
  element("published", published),
  element("updated", updated),
  ...links.map(linkTo),
  element("summary", summary)
].join("\n")}
</entry>`
  )
].join("\n")}
</feed>
`
}

interface EditionNews {
  readonly edition: EditionDescription
  /** When it was published or retracted, ISO 8601. */
  readonly changedAt: string
  /** What changed since the edition before. */
  readonly changes: string
}

const inventedNote = "The figures are invented: they come from the records of a demonstration."

const editionSummary = ({ edition: { retraction, reason, invented }, changes }: EditionNews): string =>
  [
    ...(retraction === undefined ? [] : [retractionNote("This edition", retraction)]),
    ...(invented ? [inventedNote] : []),
    `${changes.slice(0, 1).toUpperCase()}${changes.slice(1)}.`,
    ...(reason === "" ? [] : [`Why it lacks something of the edition before: ${reason}`])
  ].join(" ")

/** Returns the feed of a series. `news` are its editions, newest first; there is at least one. */
export const atomFeed = (series: string, news: ReadonlyArray<EditionNews>): string => {
  const site = news[0]?.edition ?? { site: "", publisher: "", licence: "" }
  const entries = news.map((one): Entry => {
    const { edition, changedAt } = one
    return {
      id: edition.identifier,
      title: `${edition.title}${edition.retraction === undefined ? "" : " (retracted)"}`,
      published: edition.issued,
      updated: changedAt,
      links: [
        { rel: "alternate", href: edition.page, type: "text/html" },
        { rel: "related", href: edition.address, type: "application/json" },
        { rel: "related", href: `${edition.address}/changes`, type: "application/json" }
      ],
      summary: editionSummary(one)
    }
  })
  return writeFeed(site, feedPath(series), `Counter-trafficking statistics, series ${series}`, entries)
}

const answerEntry = (
  { release, request, retraction, invented, publishedAt, changedAt, tables, dimensions }: PublishedRelease,
  site: string
): Entry => {
  const name = request === undefined ? `Release ${release}, which is not an edition` : `Answer to request ${request}`
  const titles = new Set(tables.map((table) => tableFacts(table, dimensions.get(table)).title))
  const absolute = (path: string) => new URL(path, site).href
  return {
    id: absolute(`/v1/releases/${release}`),
    title: `${invented ? "Invented data: " : ""}${name}${retraction === undefined ? "" : " (retracted)"}`,
    published: publishedAt,
    updated: changedAt,
    links: [
      { rel: "alternate", href: absolute(`/?release=${release}`), type: "text/html" },
      { rel: "related", href: absolute(`/v1/releases/${release}`), type: "application/json" }
    ],
    summary: [
      ...(retraction === undefined ? [] : [retractionNote("This release", retraction)]),
      ...(invented ? [inventedNote] : []),
      ...Array.from(titles, (title) => `${title}.`)
    ].join(" ")
  }
}

/** Returns the feed of releases that are not editions, newest first. `since`: when their list last changed, if it is empty. */
export const answersFeed = (site: Site, releases: ReadonlyArray<PublishedRelease>, since: string): string => {
  const entries = releases.map((release) => answerEntry(release, site.site))
  return writeFeed(site, answersFeedPath, "Counter-trafficking statistics, answers to requests", entries, since)
}
