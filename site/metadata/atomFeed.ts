/** Feeds of the editions of a series, and of answers (RFC 4287), in the languages of the pages. */
import { escapeHtml } from "@corridor/page/escapeHtml"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import { type Language, languages } from "../../schemas/Languages.ts"
import type { EditionDescription } from "./EditionDescription.ts"
import type { EditionNews, LanguageOfFeeds } from "./FeedWords.ts"
import { answersFeedPath, feedPath, feedType, inLanguage } from "./feedPaths.ts"

/** Characters that no XML document may have: a typed reason may. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

type Site = Pick<EditionDescription, "site" | "publisher" | "licence">

interface Link {
  readonly rel: "alternate" | "related" | "self"
  readonly href: string
  readonly type: string
  readonly hreflang?: Language
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

interface Feed {
  readonly path: string
  readonly title: string
  /** The page that shows the same. */
  readonly page: string
  readonly entries: ReadonlyArray<Entry>
  /** When a feed without entries last changed. */
  readonly since?: string
}

const element = (name: string, text: string) => `<${name}>${escapeHtml(text.replace(notXml, " "))}</${name}>`

const linkTo = ({ rel, href, type, hreflang }: Link) =>
  `<link rel="${rel}" type="${type}"${hreflang === undefined ? "" : ` hreflang="${hreflang}"`} href="${escapeHtml(href)}"/>`

const pageIn = (language: Language, address: string): Link => {
  const href = new URL(address)
  href.searchParams.set("lang", language)
  return { rel: "alternate", href: href.href, type: "text/html", hreflang: language }
}

const writeFeed = (
  { site, publisher, licence }: Site,
  language: Language,
  { path, title, page, entries, since = "" }: Feed
): string => {
  const addressIn = (one: Language) => new URL(inLanguage(path, one), site).href
  const newest = entries.map(({ updated }) => updated).toSorted()
  const links: ReadonlyArray<Link> = [
    { rel: "self", href: addressIn(language), type: feedType, hreflang: language },
    pageIn(language, new URL(page, site).href),
    ...languages
      .filter((one) => one !== language)
      .map((one): Link => ({ rel: "alternate", href: addressIn(one), type: feedType, hreflang: one }))
  ]
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
${[
  // The English feed keeps the identifier that it had before there were others.
  element("id", language === "en" ? new URL(path, site).href : addressIn(language)),
  element("title", title),
  element("updated", newest.at(-1) ?? since),
  `<author>${element("name", publisher)}</author>`,
  element("rights", licence),
  ...links.map(linkTo),
  ...entries.map(
    ({ id, title: own, published, updated, links: ownLinks, summary }) => `<entry>
${[
  element("id", id),
  element("title", own),
  element("published", published),
  element("updated", updated),
  ...ownLinks.map(linkTo),
  element("summary", summary)
].join("\n")}
</entry>`
  )
].join("\n")}
</feed>
`
}

/** Returns the feed of a series. `news` are its editions with their descriptions, newest first; there is at least one. */
export const atomFeed = (
  words: LanguageOfFeeds,
  series: string,
  news: ReadonlyArray<EditionNews & { readonly edition: EditionDescription }>
): string => {
  const site = news[0]?.edition ?? { site: "", publisher: "", licence: "" }
  const { language } = words
  const entries = news.map((one): Entry => {
    const { edition, release } = one
    return {
      id: edition.identifier,
      ...words.edition(one),
      published: edition.issued,
      updated: release.changedAt,
      links: [
        pageIn(language, edition.page),
        { rel: "related", href: edition.address, type: "application/json" },
        { rel: "related", href: `${edition.address}/changes`, type: "application/json" }
      ]
    }
  })
  return writeFeed(site, language, { path: feedPath(series), title: words.series(series), page: "/editions", entries })
}

/** Returns the feed of releases that are not editions, newest first. `since`: when their list last changed, if it is empty. */
export const answersFeed = (
  words: LanguageOfFeeds,
  site: Site,
  releases: ReadonlyArray<PublishedRelease>,
  since: string
): string => {
  const { language } = words
  const absolute = (path: string) => new URL(path, site.site).href
  const entries = releases.map(
    (one): Entry => ({
      id: absolute(`/v1/releases/${one.release}`),
      ...words.answer(one),
      published: one.publishedAt,
      updated: one.changedAt,
      links: [
        pageIn(language, absolute(`/?release=${one.release}`)),
        { rel: "related", href: absolute(`/v1/releases/${one.release}`), type: "application/json" }
      ]
    })
  )
  const page = "/editions#answers"
  return writeFeed(site, language, { path: answersFeedPath, title: words.answers, page, entries, since })
}
