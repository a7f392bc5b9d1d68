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
import type { ChangeKind } from "../../../release/published/tableChanges.ts"
import { answersFeed, answersFeedPath, atomFeed, feedPath, feedType } from "../../metadata/atomFeed.ts"
import { describeEdition, editionPath, isEdition, siteDescription } from "../../metadata/EditionDescription.ts"
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

const sendFeed = Effect.fn("EditionChangelog.sendFeed")(function* (path: string, feed: string) {
  const request = yield* HttpServerRequest.HttpServerRequest
  const bytes = new TextEncoder().encode(feed)
  const response = withEtag(request, HttpServerResponse.uint8Array(bytes, { contentType: feedType }))
  return withLink(response, `<${path}>; rel="self"; type="${feedType}"`)
})

/** Compares releases. Figures of a release never change, so neither does a comparison, and it is kept. */
const makeComparisons = (published: Published["Service"]) => {
  /** The most recently used is at the end. */
  const compared = new Map<string, EditionChanges>()
  /** Comparisons in words, without cells. */
  const inWords = new Map<string, string>()
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
    inWords.set(key, changesInWords(found.tables))
    return found
  })

  /** Returns what changed, in words. */
  const wordsOf = Effect.fn("EditionChangelog.words")(function* (
    before: PublishedRelease | undefined,
    now: PublishedRelease
  ) {
    return inWords.get(keyOf(before, now)) ?? changesInWords((yield* compare(before, now)).tables)
  })

  return { compare, wordsOf }
}

const make = Effect.gen(function* () {
  const published = yield* Published
  const site = yield* SiteFacts
  const releases = published.releases.pipe(Effect.mapError(databaseDown))
  const { compare, wordsOf } = makeComparisons(published)

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
  const feed = Effect.fn("EditionChangelog.feed")(function* (series: string) {
    const all = yield* releases
    const own = all.filter(isEdition).filter(({ edition }) => edition.name === series)
    if (own.length === 0) return yield* notFound("edition")
    const entries = yield* Effect.forEach(own.toReversed().slice(0, maxEntries), (release) =>
      Effect.gen(function* () {
        const before = editionsAround(all, release).predecessor
        const changes = yield* wordsOf(before, release)
        const edition = yield* describeEdition(release, all).pipe(Effect.provideService(SiteFacts, site))
        return { edition, changedAt: release.changedAt, changes }
      })
    )
    return yield* sendFeed(feedPath(series), atomFeed(series, entries))
  })

  /** Responds with the feed of releases that are not editions. */
  const answers = Effect.gen(function* () {
    const all = yield* releases
    const own = all.filter((release) => !isEdition(release)).toReversed()
    const facts = yield* siteDescription.pipe(Effect.provideService(SiteFacts, site))
    const since = all[0]?.publishedAt ?? new Date(0).toISOString()
    return yield* sendFeed(answersFeedPath, answersFeed(facts, own.slice(0, maxEntries), since))
  })

  return { answer, feed, answers }
})

/** What changed between editions as JSON, and what was published as feeds. */
export class EditionChangelog extends Context.Service<EditionChangelog, Effect.Success<typeof make>>()(
  "corridor/site/api/EditionChangelog"
) {
  static readonly layer = Layer.effect(EditionChangelog, make)
}
