/** A feed of the editions of a series (RFC 4287). */
import { escapeHtml } from "@corridor/page/escapeHtml"
import type { EditionDescription } from "./EditionDescription.ts"
import { retractionNote } from "./notes.ts"

export const feedType = "application/atom+xml"

/** Characters that no XML document may have: a reason that somebody typed may. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

export const feedPath = (series: string): string => `/v1/editions/${series}/feed.atom`

interface FeedEntry {
  readonly edition: EditionDescription
  /** When it was published or retracted, ISO 8601. */
  readonly changedAt: string
  /** What changed since the edition before. */
  readonly changes: string
}

const summaryOf = ({ edition: { retraction, reason, invented }, changes }: FeedEntry): string =>
  [
    ...(retraction === undefined ? [] : [retractionNote("This edition", retraction)]),
    ...(invented ? ["The figures are invented: they come from the records of a demonstration."] : []),
    `${changes.slice(0, 1).toUpperCase()}${changes.slice(1)}.`,
    ...(reason === "" ? [] : [`Why it lacks something of the edition before: ${reason}`])
  ].join(" ")

/** Returns the feed. `entries` are the editions of the series, newest first; there is at least one. */
export const atomFeed = (series: string, entries: ReadonlyArray<FeedEntry>): string => {
  const { site = "", publisher = "", licence = "" } = entries[0]?.edition ?? {}
  const self = new URL(feedPath(series), site).href
  const element = (name: string, text: string) => `<${name}>${escapeHtml(text.replace(notXml, " "))}</${name}>`
  const link = (rel: string, href: string, type: string) =>
    `<link rel="${rel}" type="${type}" href="${escapeHtml(href)}"/>`
  const updated =
    entries
      .map(({ changedAt }) => changedAt)
      .toSorted()
      .at(-1) ?? ""
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
${[
  element("id", self),
  element("title", `Counter-trafficking statistics, series ${series}`),
  element("updated", updated),
  `<author>${element("name", publisher)}</author>`,
  element("rights", licence),
  link("self", self, feedType),
  link("alternate", site, "text/html"),
  ...entries.map((entry) => {
    const { edition } = entry
    return `<entry>
${[
  element("id", edition.identifier),
  element("title", `${edition.title}${edition.retraction === undefined ? "" : " (retracted)"}`),
  element("published", edition.issued),
  element("updated", entry.changedAt),
  link("alternate", edition.page, "text/html"),
  link("related", edition.address, "application/json"),
  link("related", `${edition.address}/changes`, "application/json"),
  element("summary", summaryOf(entry))
].join("\n")}
</entry>`
  })
].join("\n")}
</feed>
`
}
