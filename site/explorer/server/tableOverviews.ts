/** What the page requests first: overviews of large tables, and the addresses of the figures that a view shows. */
import { encodedBody, keepEncoded } from "@corridor/page/contentCoding"
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { overviewOf } from "../cells/Overview.ts"
import type { Overview } from "../cells/Table.ts"
import type { State } from "../state/State.ts"
import { largeTable, overviewAddress, tableAddress } from "../state/tableAddress.ts"
import { views } from "../views/views.ts"
import { commonHeaders, databaseDown } from "./responses.ts"
import { wholeTable } from "./ViewPicture.ts"

const make = (release: PublishedRelease, name: string, table: PublishedTable) => {
  const overview = overviewOf(wholeTable(release, name, table))
  const encoded = (content: Overview) => keepEncoded(new TextEncoder().encode(JSON.stringify(content)), 11)
  return { overview, whole: encoded(overview), short: encoded({ ...overview, series: [] }) }
}

const known = new WeakMap<PublishedTable, ReturnType<typeof make>>()

/** Returns the overview of a table, which is made once; undefined if the release lacks the table. */
const readOverview = Effect.fn("tableOverviews.read")(function* (release: PublishedRelease, name: string) {
  const table = yield* (yield* Published).tableOf(release, name)
  if (table === undefined) return undefined
  const made = known.get(table) ?? make(release, name, table)
  known.set(table, made)
  return made
})

/** With more cells than this, a view loads only those that it shows. */
const manyCells = 2_000

const isLarge = ({ extents }: PublishedRelease, name: string): boolean =>
  Object.values(extents.get(name)?.cellsByState ?? {}).reduce((sum, cells) => sum + cells, 0) > manyCells

/** Lists the large tables of all releases. */
export const largeTables = (releases: ReadonlyArray<PublishedRelease>): ReadonlyArray<string> =>
  releases.flatMap((one) =>
    one.tables.filter((name) => isLarge(one, name)).map((name) => largeTable(one.release, name))
  )

/** Returns the addresses of the API and the overviews that a view requests first, so that browsers preload them. */
export const firstRequests = Effect.fn("tableOverviews.firstRequests")(function* (
  { view: name, filters }: State,
  release: PublishedRelease | undefined
) {
  const releases = "/v1/releases"
  if (release === undefined) return [releases]
  const view = views.find((one) => one.name === name)
  const tables = (view?.tables ?? []).filter((table) => release.tables.includes(table))
  const isPart = (table: string) => view?.part !== undefined && isLarge(release, table)
  const [first] = tables
  const made = first !== undefined && tables.some(isPart) ? yield* readOverview(release, first) : undefined
  const part = made === undefined ? undefined : view?.part?.(filters, made.overview)
  return [
    releases,
    ...tables.flatMap((table) =>
      isPart(table)
        ? [overviewAddress(release.release, table, view?.listsSeries), tableAddress(release.release, table, part)]
        : [tableAddress(release.release, table)]
    )
  ]
})

/** Responds with the overview of the table that the path names, with or without the list of its series. */
export const overview = (form: "whole" | "short") =>
  Effect.gen(function* () {
    const { release: number, table = "" } = yield* HttpRouter.params
    const release = (yield* (yield* Published).releases).find((one) => String(one.release) === number)
    const made = release?.tables.includes(table) === true ? yield* readOverview(release, table) : undefined
    if (made === undefined) return HttpServerResponse.empty({ status: 404 })
    const { headers } = yield* HttpServerRequest.HttpServerRequest
    const body = yield* encodedBody(headers["accept-encoding"], made[form])
    return HttpServerResponse.uint8Array(body.bytes, {
      contentType: "application/json",
      headers: { ...commonHeaders, ...body.headers }
    })
  }).pipe(Effect.catch(() => Effect.sync(databaseDown)))
