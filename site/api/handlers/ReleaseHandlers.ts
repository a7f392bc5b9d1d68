import { asksForPage } from "@corridor/page/asksForPage"
import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Published } from "../../../release/published/Published.ts"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { Api } from "../Api.ts"
import { documentLinks, editionLinks, withLink } from "../formats/editionLinks.ts"
import { cacheControl, jsonWithEtag } from "../formats/etag.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { noSuchEdition } from "../problems/noEdition.ts"
import { notFound } from "../problems/notFound.ts"
import { EditionChangelog } from "./EditionChangelog.ts"
import { findEdition } from "./EditionDocuments.ts"
import { TableResponses } from "./TableResponses.ts"

/** Facts about a release and its tables. No cell is read. */
const factsOf = (all: PublishedRelease) => {
  const {
    pages: _pages,
    extents: _extents,
    changedAt: _changedAt,
    reporting: _reporting,
    incomplete: _incomplete,
    ...own
  } = all
  const { dimensions, ...release } = own
  return {
    ...release,
    retraction: release.retraction ?? null,
    edition: release.edition ?? null,
    request: release.request ?? null,
    tables: release.tables.map((name) => {
      const { unit: _, ...facts } = tableFacts(name, dimensions.get(name))
      return facts
    })
  }
}

/** `/v1/editions`: the standing editions of each series. */
export const EditionHandlers = HttpApiBuilder.group(
  Api,
  "editions",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const answers = yield* TableResponses
    const changelog = yield* EditionChangelog
    const releases = published.releases.pipe(Effect.mapError(databaseDown))

    const find = Effect.fn("Api.findEdition")(function* ({ series, version }: { series: string; version: string }) {
      const all = yield* releases
      return findEdition(all, series, version) ?? (yield* noSuchEdition(all, series, version))
    })

    return handlers.handleAll({
      list: Effect.fn("Api.editions")(function* () {
        const editions = (yield* releases).filter(({ edition }) => edition !== undefined)
        return yield* jsonWithEtag({ editions: editions.toReversed().map(factsOf) })
      }),
      show: Effect.fn("Api.edition")(function* ({ params }) {
        const found = yield* find(params)
        // The identifier of an edition leads a reader to its page and a program to its facts.
        const headers = { vary: "accept", "cache-control": cacheControl }
        if (asksForPage(yield* HttpServerRequest.HttpServerRequest))
          return HttpServerResponse.redirect(`/?release=${found.release}`, { status: 303, headers })
        const links = editionLinks(yield* releases, found)
        const body = yield* jsonWithEtag({ ...factsOf(found), pages: found.pages, links: links.body })
        return HttpServerResponse.setHeaders(withLink(body, `${links.header}, ${documentLinks(params)}`), headers)
      }),
      changes: Effect.fn("Api.editionChanges")(function* ({ params, query }) {
        return yield* changelog.answer(yield* find(params), query)
      }),
      feed: Effect.fn("Api.feed")(function* ({ params, query }) {
        return yield* changelog.feed(params.series, query.lang)
      }),
      table: Effect.fn("Api.editionTable")(function* ({ params }) {
        const found = yield* find(params)
        const response = yield* answers.answer(found, params.table, { isOfAny: true })
        return withLink(response, editionLinks(yield* releases, found, params.table).header)
      })
    })
  })
)

/** `/v1/answers`: releases that are not editions, such as answers to requests. */
export const AnswerHandlers = HttpApiBuilder.group(
  Api,
  "answers",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const changelog = yield* EditionChangelog
    return handlers.handleAll({
      list: Effect.fn("Api.answers")(function* () {
        const others = (yield* published.releases).filter(({ edition }) => edition === undefined)
        return yield* jsonWithEtag({ answers: others.toReversed().map(factsOf) })
      }, Effect.mapError(databaseDown)),
      feed: ({ query }) => changelog.answers(query.lang)
    })
  })
)

/** `/v1/releases`: published and retracted releases, and their tables. */
export const ReleaseHandlers = HttpApiBuilder.group(
  Api,
  "releases",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const answers = yield* TableResponses

    const find = Effect.fn("Api.findRelease")(function* (number: string) {
      const releases = yield* published.releases.pipe(Effect.mapError(databaseDown))
      const found = releases.find(({ release }) => release === Number(number))
      return found ?? (yield* notFound("release"))
    })

    return handlers.handleAll({
      list: Effect.fn("Api.releases")(function* () {
        const releases = yield* published.releases
        return yield* jsonWithEtag({ releases: releases.toReversed().map(factsOf) })
      }, Effect.mapError(databaseDown)),
      show: Effect.fn("Api.release")(function* ({ params }) {
        const found = yield* find(params.release)
        return yield* jsonWithEtag({ ...factsOf(found), pages: found.pages })
      }),
      table: Effect.fn("Api.releaseTable")(function* ({ params }) {
        return yield* answers.answer(yield* find(params.release), params.table, { isOfAny: true })
      })
    })
  })
)
