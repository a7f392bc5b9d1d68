import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { Context, Effect, Layer } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import {
  changesInWords,
  type EditionChanges,
  editionChanges,
  editionsAround
} from "../../../release/published/editionChanges.ts"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import type { ChangeKind, TableChange } from "../../../release/published/tableChanges.ts"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { answersFeed, atomFeed } from "../../metadata/atomFeed.ts"
import { describeEdition, editionPath, isEdition, siteDescription } from "../../metadata/EditionDescription.ts"
import { FeedWords } from "../../metadata/FeedWords.ts"
import { answersFeedPath, feedPath, feedType, inLanguage } from "../../metadata/feedPaths.ts"
import { SiteFacts } from "../../metadata/SiteFacts.ts"
import { editionLinks, withLink } from "../formats/editionLinks.ts"
import { jsonWithEtag, withEtag } from "../formats/etag.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { notFound } from "../problems/notFound.ts"

/** Changed cells on a page. */
const pageSize = 1_000

/** Comparisons with their cells in memory. */
const maxCompared = 4

/** Editions or answers in a feed. */
const maxEntries = 50

interface Query {
  readonly since?: string | undefined
  readonly table?: string | undefined
  readonly change?: ChangeKind | undefined
  readonly page?: string | undefined
}

const versionFacts = (release: PublishedRelease) => ({
  series: release.edition?.name ?? "",
  version: release.edition?.version ?? 0,
  release: release.release,
  state: release.state,
  vintage: release.vintage.number,
  profile: release.profile,
  method: release.method,
  publishedAt: release.publishedAt,
  path: release.edition === undefined ? "" : editionPath(release.edition)
})

/** Returns the language that the address names, or else the one that the reader's program prefers. */
const languageFor = (named: Language | undefined) =>
  Effect.map(
    HttpServerRequest.HttpServerRequest,
    ({ headers }) => named ?? negotiateLanguage(headers["accept-language"], languages)
  )

const sendFeed = Effect.fn("EditionChangelog.sendFeed")(function* (path: string, language: Language, feed: string) {
  const request = yield* HttpServerRequest.HttpServerRequest
  const bytes = new TextEncoder().encode(feed)
  const response = withEtag(request, HttpServerResponse.uint8Array(bytes, { contentType: feedType }))
  return HttpServerResponse.setHeaders(
    withLink(response, `<${inLanguage(path, language)}>; rel="self"; type="${feedType}"; hreflang="${language}"`),
    { vary: "accept-language", "content-language": language }
  )
})

/** Compares releases. Figures of a release never change, so neither does a comparison, and it is kept. */
const makeComparisons = (published: Published["Service"]) => {
  /** The most recently used is at the end. */
  const compared = new Map<string, EditionChanges>()
  /** Comparisons without cells. */
  const byTable = new Map<string, ReadonlyArray<TableChange>>()
  const keyOf = (before: PublishedRelease | undefined, now: PublishedRelease) => `${before?.release} ${now.release}`

  const compare = Effect.fn("EditionChangelog.compare")(function* (
    before: PublishedRelease | undefined,
    now: PublishedRelease
  ) {
    const key = keyOf(before, now)
    const found =
      compared.get(key) ?? (yield* editionChanges(published, before, now).pipe(Effect.mapError(databaseDown)))
    compared.delete(key)
    compared.set(key, found)
    for (const oldest of [...compared.keys()].slice(0, -maxCompared)) compared.delete(oldest)
    byTable.set(key, found.tables)
    return found
  })

  /** Returns what changed by table. */
  const tablesOf = Effect.fn("EditionChangelog.tables")(function* (
    before: PublishedRelease | undefined,
    now: PublishedRelease
  ) {
    return byTable.get(keyOf(before, now)) ?? (yield* compare(before, now)).tables
  })

  return { compare, tablesOf }
}

const make = Effect.gen(function* () {
  const published = yield* Published
  const site = yield* SiteFacts
  const words = yield* FeedWords
  const releases = published.releases.pipe(Effect.mapError(databaseDown))
  const { compare, tablesOf } = makeComparisons(published)

  /** Responds with what changed since the edition before, or since an earlier version. */
  const answer = Effect.fn("EditionChangelog.answer")(function* (now: PublishedRelease, query: Query) {
    const all = yield* releases
    const around = editionsAround(all, now)
    const version = now.edition?.version ?? 0
    const since = query.since === undefined ? version - 1 : Number(query.since)
    // There is no such earlier version.
    if (query.since !== undefined && since >= version) return yield* notFound("edition")
    const before =
      since === version - 1
        ? around.predecessor
        : all.find(({ edition }) => edition?.name === now.edition?.name && edition?.version === since)
    const { tables, cells } = yield* compare(before, now)
    if (query.table !== undefined && !tables.some(({ table }) => table === query.table)) return yield* notFound("table")
    const chosen = cells.filter(
      ({ table, change }) =>
        (query.table === undefined || table === query.table) && (query.change === undefined || change === query.change)
    )
    const pages = Math.max(1, Math.ceil(chosen.length / pageSize))
    const page = Number(query.page ?? 1)
    if (page > pages) return yield* apiProblem("request-page-beyond")
    const { pathname, searchParams } = new URL((yield* HttpServerRequest.HttpServerRequest).url, "http://corridor")
    searchParams.set("page", String(page + 1))
    const next = page < pages ? `${pathname}?${searchParams}` : undefined
    const body = yield* jsonWithEtag({
      edition: versionFacts(now),
      before: before === undefined ? null : versionFacts(before),
      summary: changesInWords(tables),
      tables,
      page,
      pages,
      ...(next === undefined ? {} : { next }),
      cells: chosen.slice((page - 1) * pageSize, page * pageSize)
    })
    const { header } = editionLinks(all, now)
    return withLink(body, next === undefined ? header : `<${next}>; rel="next", ${header}`)
  })

  /** Responds with the feed of a series. */
  const feed = Effect.fn("EditionChangelog.feed")(function* (series: string, named: Language | undefined) {
    const all = yield* releases
    const own = all.filter(isEdition).filter(({ edition }) => edition.name === series)
    if (own.length === 0) return yield* notFound("edition")
    const entries = yield* Effect.forEach(own.toReversed().slice(0, maxEntries), (release) =>
      Effect.gen(function* () {
        const before = editionsAround(all, release).predecessor
        const changes = yield* tablesOf(before, release)
        const edition = yield* describeEdition(release, all).pipe(Effect.provideService(SiteFacts, site))
        return { edition, release, before, changes }
      })
    )
    const language = yield* languageFor(named)
    return yield* sendFeed(feedPath(series), language, atomFeed(words.in(language), series, entries))
  })

  /** Responds with the feed of releases that are not editions. */
  const answers = Effect.fn("EditionChangelog.answers")(function* (named: Language | undefined) {
    const all = yield* releases
    const own = all.filter((release) => !isEdition(release)).toReversed()
    const facts = yield* siteDescription.pipe(Effect.provideService(SiteFacts, site))
    const since = all[0]?.publishedAt ?? new Date(0).toISOString()
    const language = yield* languageFor(named)
    const feed = answersFeed(words.in(language), facts, own.slice(0, maxEntries), since)
    return yield* sendFeed(answersFeedPath, language, feed)
  })

  return { answer, feed, answers }
})

/** What changed between editions as JSON, and what was published as feeds. */
export class EditionChangelog extends Context.Service<EditionChangelog, Effect.Success<typeof make>>()(
  "corridor/site/api/EditionChangelog"
) {
  static readonly layer = Layer.effect(EditionChangelog, make)
}
