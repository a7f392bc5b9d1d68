import { HttpServerResponse } from "effect/http"
import { editionsAround } from "../../../release/published/editionChanges.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { editionDocuments } from "../../metadata/documents.ts"
import { editionPath } from "../../metadata/EditionDescription.ts"
import { feedPath, feedType } from "../../metadata/feedPaths.ts"

/**
 * Returns where the editions around one are: as members of a body, and as the value of a `Link` header (RFC 8288, with the relations of RFC 5829).
 * With the name of a table, links lead to the same table; an edition that lacks it is left out.
 */
export const editionLinks = (releases: ReadonlyArray<PublishedRelease>, own: PublishedRelease, table?: string) => {
  const pathOf = (release: PublishedRelease | undefined): string | null =>
    release?.edition === undefined || (table !== undefined && !release.tables.includes(table))
      ? null
      : `${editionPath(release.edition)}${table === undefined ? "" : `/tables/${table}`}`
  const { predecessor, successor, latest } = editionsAround(releases, own)
  const series = own.edition?.name ?? ""
  const body = {
    predecessor: pathOf(predecessor),
    successor: pathOf(successor),
    latest: pathOf(latest),
    changes: own.edition === undefined ? "" : `${editionPath(own.edition)}/changes`,
    feed: feedPath(series)
  }
  const relations = [
    [body.predecessor, 'rel="predecessor-version"'],
    [body.successor, 'rel="successor-version"'],
    [body.latest, 'rel="latest-version"'],
    [body.feed, `rel="version-history"; type="${feedType}"`]
  ] as const
  const header = relations.flatMap(([path, words]) => (path === null ? [] : [`<${path}>; ${words}`])).join(", ")
  return { body, header }
}

/** Returns the documents that describe an edition, as the value of a `Link` header. */
export const documentLinks = ({ series, version }: { readonly series: string; readonly version: string }): string =>
  Object.values(editionDocuments)
    .map(({ path, type }) => `</v1/editions/${series}/${version}/${path}>; rel="describedby"; type="${type}"`)
    .join(", ")

/** Adds to the `Link` header of a response. */
export const withLink = (response: HttpServerResponse.HttpServerResponse, link: string) =>
  HttpServerResponse.setHeader(
    response,
    "link",
    [response.headers["link"], link].filter((one) => one !== undefined && one !== "").join(", ")
  )
