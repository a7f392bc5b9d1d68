/**
 * Flows that are out: origin by destination by year, each cell with its state, from the newest release that was not taken back. Only
 * read here: `releases/Gate.ts` alone writes them.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

/** A published cell; `victims` is there only where the state is `published`. */
export const FlowCell = Schema.Struct({
  origin: Schema.String,
  destination: Schema.String,
  year: Schema.Int,
  state: Schema.Literals(["published", "suppressed", "not_reported", "not_collected"]),
  victims: Schema.optionalKey(Schema.Int),
  /** When it was first published, where that is earlier than this release: it changed by too few since, if at all. ISO 8601. */
  asOf: Schema.optionalKey(Schema.String)
})
export type FlowCell = typeof FlowCell.Type

export interface PublishedFlows {
  /** When they were published, ISO 8601; empty when nothing is. */
  readonly publishedAt: string
  readonly profile: string
  /** True when any figure comes from invented records. */
  readonly invented: boolean
  readonly cells: ReadonlyArray<FlowCell>
}

interface StoredCell {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly state: FlowCell["state"]
  readonly victims: number | null
  readonly invented: boolean
  readonly profile: string
  readonly publishedAt: string
  readonly asOf: string
}

export interface FlowFilter {
  readonly origin?: string | undefined
  readonly destination?: string | undefined
  readonly year?: number | undefined
}

const toCell = ({ origin, destination, year, state, victims, asOf }: StoredCell): FlowCell => ({
  origin,
  destination,
  year,
  state,
  ...(victims === null ? {} : { victims }),
  ...(victims === null || asOf === "" ? {} : { asOf })
})

/** The published flows, those of the filter where one is given. */
export const publishedFlows = Effect.fn("PublishedFlows.read")(function* (filter: FlowFilter = {}) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<StoredCell>(
    `SELECT origin, destination, year, state, victims, invented, profile,
            formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS publishedAt,
            if(as_of IN (0, release), '', ages.2[indexOf(ages.1, as_of)]) AS asOf
     FROM corridor_release.flow
     CROSS JOIN
       (SELECT (groupArray(release), groupArray(formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC'))) AS ages,
               maxIf(release, status = 'published' AND has(tables, 'flows') AND method != 'dp') AS newest
        FROM corridor_release.release FINAL) AS releases
     WHERE release = newest AND release > 0
       AND ({origin:String} = '' OR origin = {origin:String})
       AND ({destination:String} = '' OR destination = {destination:String})
       AND ({year:UInt16} = 0 OR year = {year:UInt16})
     ORDER BY origin, destination, year`,
    { params: { origin: filter.origin ?? "", destination: filter.destination ?? "", year: filter.year ?? 0 } }
  )
  return {
    publishedAt: rows[0]?.publishedAt ?? "",
    profile: rows[0]?.profile ?? defaultProfile.name,
    invented: rows.some((row) => row.invented),
    cells: rows.map(toCell)
  } satisfies PublishedFlows
})

/** A row of the time before there was a ledger. */
export interface LegacyFlow {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly state: FlowCell["state"]
  readonly victims: number | null
  readonly invented: boolean
  readonly profile: string
}

/** Flows that were published before there was a ledger: no page shows them any more, and whoever saw them still has them. */
export const readLegacyFlows = Effect.fn("PublishedFlows.beforeLedger")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<LegacyFlow>(
    `SELECT origin, destination, year, state, victims, invented, profile FROM corridor_release.flow
     WHERE release = 0 AND state IN ('published', 'suppressed') ORDER BY origin, destination, year`
  )
})
