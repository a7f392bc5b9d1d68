/**
 * Flows that may be seen: origin by destination by year, each cell with its state.
 *
 * Cells below the profile's bounds are suppressed. No total is published, so nothing can be subtracted; and flows are
 * published once: publishing newer figures over older ones would let a reader subtract the two, which needs the release
 * engine's ledger.
 */
import { Clock, Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { defaultProfile, type Profile } from "./Profile.ts"

const table = "corridor_release.flow"

/** A published cell; `victims` is there only where the state is `published`. */
export const FlowCell = Schema.Struct({
  origin: Schema.String,
  destination: Schema.String,
  year: Schema.Int,
  state: Schema.Literals(["published", "suppressed", "not_reported", "not_collected"]),
  victims: Schema.optionalKey(Schema.Int)
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

const isPublished = Effect.fn("PublishedFlows.isPublished")(function* () {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query(`SELECT 1 AS there FROM ${table} LIMIT 1`)
  return rows.length > 0
})

/** Publishes the flows of the marts; answers false when flows are published already and leaves them as they are. */
export const publishFlows = Effect.fn("PublishedFlows.publish")(function* (profile: Profile = defaultProfile) {
  if (yield* isPublished()) return false
  const warehouse = yield* Warehouse
  const at = Math.floor((yield* Clock.currentTimeMillis) / 1000)
  yield* warehouse.command(
    `INSERT INTO ${table}
     SELECT origin, destination, year,
            if(victims >= {threshold:UInt32} AND partners >= {contributors:UInt32}, 'published', 'suppressed') AS state,
            if(state = 'published', toNullable(toUInt32(victims)), NULL),
            invented = 1, {profile:String}, toDateTime({at:UInt32}, 'UTC')
     FROM corridor_mart.flows_by_year`,
    { params: { threshold: profile.threshold, contributors: profile.contributors, profile: profile.name, at } }
  )
  return true
})

interface StoredCell {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly state: FlowCell["state"]
  readonly victims: number | null
  readonly invented: boolean
  readonly profile: string
  readonly publishedAt: string
}

export interface FlowFilter {
  readonly origin?: string | undefined
  readonly destination?: string | undefined
  readonly year?: number | undefined
}

const toCell = ({ origin, destination, year, state, victims }: StoredCell): FlowCell => ({
  origin,
  destination,
  year,
  state,
  ...(victims === null ? {} : { victims })
})

/** The published flows, those of the filter where one is given. */
export const publishedFlows = Effect.fn("PublishedFlows.read")(function* (filter: FlowFilter = {}) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<StoredCell>(
    `SELECT origin, destination, year, state, victims, invented, profile,
            formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS publishedAt
     FROM ${table}
     WHERE ({origin:String} = '' OR origin = {origin:String})
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
