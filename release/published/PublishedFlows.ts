/**
 * Published flows: origin by destination by year, from the latest edition. This module only reads;
 * `publisher/Publisher.ts` writes.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type NotComplete, notComplete } from "../history/completenessPage.ts"
import { isPrivateMethod } from "../history/privateMethods.ts"
import { changesOf } from "../history/reportingChanges.ts"
import { latestEdition, type PublishedRelease, readReleases } from "./readPublished.ts"

/** A published cell; `victims` is present only if the state is `published`. */
export interface FlowCell {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly state: CellState
  readonly victims?: number
  /** When the figure was first published, if earlier than this release: it has changed too little since. ISO 8601. */
  readonly asOf?: string
}

export interface PublishedFlows {
  /** The release with these flows; undefined if there is none. */
  readonly from: PublishedRelease | undefined
  /** When the flows were published, ISO 8601; empty if nothing is published. */
  readonly publishedAt: string
  readonly profile: string
  /** Whether any figure comes from invented records. */
  readonly invented: boolean
  readonly cells: ReadonlyArray<FlowCell>
  /** Months, counted from year 0, from which other partners report routes than before. */
  readonly reporting: ReadonlyArray<number>
  /** Which routes are not loaded in full, and when a large partner paused. */
  readonly notCounted: NotComplete
}

interface StoredCell extends Pick<FlowCell, "origin" | "destination" | "year" | "state"> {
  readonly victims: number | null
  readonly asOf: number
}

interface FlowFilter {
  readonly origin?: string | undefined
  readonly destination?: string | undefined
  readonly year?: number | undefined
  /** A published or retracted release; by default the latest edition. */
  readonly release?: number | undefined
}

/** Flows between two countries in one year, among the cells of a release. */
const ownFlows = `SELECT labels[1] AS origin, labels[2] AS destination, toUInt16OrZero(labels[3]) AS year, state, toUInt32(victims) AS persons, as_of
  FROM corridor_release.cell
  WHERE release = {number:UInt32} AND match(table, '^flows(-[0-9]+)?$') AND dimensions = ['origin', 'destination', 'year']
    AND match(arrayStringConcat(labels, ' '), '^[A-Z]{3} [A-Z]{3} [0-9]{4}$')`

/** The same of releases whose figures are in a table of their own: it was the only one in the first versions. */
const oldFlows =
  "SELECT origin, destination, year, state, victims AS persons, as_of FROM corridor_release.flow WHERE release = {number:UInt32} AND release > 0"

/** Returns the flows of a release, or those that match the filter. There are none of a release that does not exist. */
export const publishedFlows = Effect.fn("PublishedFlows.read")(function* (filter: FlowFilter = {}) {
  const { releases, moments } = yield* readReleases()
  const edition =
    filter.release === undefined ? latestEdition(releases) : releases.find(({ release }) => release === filter.release)
  const number = edition?.release ?? 0
  const rows = isPrivateMethod(edition?.method)
    ? []
    : yield* Warehouse.query<StoredCell>(
        `SELECT origin, destination, year, state, persons AS victims, as_of AS asOf
         FROM (${edition?.dimensions.size === 0 ? oldFlows : ownFlows})
         WHERE ({origin:String} = '' OR origin = {origin:String})
           AND ({destination:String} = '' OR destination = {destination:String})
           AND ({year:UInt16} = 0 OR year = {year:UInt16})
         ORDER BY origin, destination, year`,
        {
          params: { number, origin: filter.origin ?? "", destination: filter.destination ?? "", year: filter.year ?? 0 }
        }
      )
  const toCell = ({ victims, asOf, ...cell }: StoredCell): FlowCell => {
    const moment = asOf === 0 || asOf === number ? undefined : moments.get(asOf)
    return { ...cell, ...(victims === null ? {} : { victims, ...(moment === undefined ? {} : { asOf: moment }) }) }
  }
  return {
    from: edition,
    reporting: changesOf(edition?.reporting ?? [], "route"),
    notCounted: notComplete(edition?.incomplete ?? [], "route"),
    publishedAt: edition?.publishedAt ?? "",
    profile: edition?.profile ?? defaultProfile.name,
    invented: edition?.invented ?? false,
    cells: rows.map(toCell)
  } satisfies PublishedFlows
})

/** A row published before the ledger existed. */
interface LegacyFlow extends Omit<StoredCell, "asOf"> {
  readonly invented: boolean
  readonly profile: string
}

/** Returns the flows published before the ledger existed. No page shows them any more, but readers may have kept them. */
export const readLegacyFlows = Effect.fn("PublishedFlows.legacy")(function* () {
  return yield* Warehouse.query<LegacyFlow>(
    `SELECT origin, destination, year, state, victims, invented, profile FROM corridor_release.flow
     WHERE release = 0 AND state IN ('published', 'suppressed') ORDER BY origin, destination, year`
  )
})
