/**
 * Published flows: origin by destination by year, from the newest release that was not retracted. This module only reads;
 * `publisher/Publisher.ts` writes.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { panelLabels } from "../catalogue/Cube.ts"
import { panelTableOf } from "../catalogue/releaseTables.ts"
import { completenessPage, incompleteFrom, readCompleteness } from "../history/completeness.ts"
import { privateMethods } from "../history/privateMethods.ts"
import { changesOf, readReporting, reportingPage } from "../history/reportingChanges.ts"

/** A published cell; `victims` is present only if the state is `published`. */
export const FlowCell = Schema.Struct({
  origin: Schema.String,
  destination: Schema.String,
  year: Schema.Int,
  state: Schema.Literals(["published", "suppressed", "not_reported", "not_collected"]),
  victims: Schema.optionalKey(Schema.Int),
  /** When the figure was first published, if earlier than this release: it has changed too little since. ISO 8601. */
  asOf: Schema.optionalKey(Schema.String)
})
export type FlowCell = typeof FlowCell.Type

export interface PublishedFlows {
  /** When the flows were published, ISO 8601; empty if nothing is published. */
  readonly publishedAt: string
  readonly profile: string
  /** Whether any figure comes from invented records. */
  readonly invented: boolean
  readonly cells: ReadonlyArray<FlowCell>
  /** Months, counted from year 0, from which other partners report routes than before. */
  readonly reporting: ReadonlyArray<number>
  /** The first month whose routes are not loaded in full, counted from year 0. */
  readonly incompleteFrom: number | undefined
  /** The flows that the constant panel reported, if the same release has them. */
  readonly panel: ReadonlyArray<FlowCell>
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

/** Condition on the method of a release: its figures have no noise. */
export const withoutNoise = `method NOT IN (${Object.values(privateMethods)
  .map((method) => `'${method}'`)
  .join(", ")})`

/** Returns the published flows, or those that match the filter. */
export const publishedFlows = Effect.fn("PublishedFlows.read")(function* (filter: FlowFilter = {}) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<StoredCell>(
    `SELECT origin, destination, year, state, victims, invented, profile,
            formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS publishedAt,
            if(as_of IN (0, release), '', ages.2[indexOf(ages.1, as_of)]) AS asOf
     FROM corridor_release.flow
     CROSS JOIN
       (SELECT (groupArray(release), groupArray(formatDateTime(published_at, '%Y-%m-%dT%H:%i:%SZ', 'UTC'))) AS ages,
               maxIf(release, status = 'published' AND has(tables, 'flows') AND ${withoutNoise}) AS newest
        FROM corridor_release.release FINAL) AS releases
     WHERE release = newest AND release > 0
       AND ({origin:String} = '' OR origin = {origin:String})
       AND ({destination:String} = '' OR destination = {destination:String})
       AND ({year:UInt16} = 0 OR year = {year:UInt16})
     ORDER BY origin, destination, year`,
    { params: { origin: filter.origin ?? "", destination: filter.destination ?? "", year: filter.year ?? 0 } }
  )
  const [newest] = yield* warehouse.query<{ text: string; completeness: string; number: number }>(
    `SELECT argMax(JSONExtractString(pages, {name:String}), release) AS text,
            argMax(JSONExtractString(pages, {completeness:String}), release) AS completeness, max(release) AS number FROM corridor_release.release FINAL
     WHERE status = 'published' AND has(tables, 'flows') AND ${withoutNoise}`,
    { params: { name: reportingPage, completeness: completenessPage } }
  )
  const panel = yield* warehouse.query<StoredCell>(
    `SELECT labels[indexOf(dimensions, 'origin')] AS origin, labels[indexOf(dimensions, 'destination')] AS destination,
            toUInt16(labels[indexOf(dimensions, 'year')]) AS year, toString(state) AS state, victims, '' AS asOf
     FROM corridor_release.cell
     WHERE release = {number:UInt32} AND table = {table:String} AND has(labels, {constant:String}) AND match(labels[indexOf(dimensions, 'year')], '^[0-9]{4}$')
     ORDER BY origin, destination, year`,
    { params: { number: newest?.number ?? 0, table: panelTableOf("flows"), constant: panelLabels.constant } }
  )
  return {
    panel: panel.map(toCell),
    reporting: changesOf(readReporting(newest?.text), "route"),
    incompleteFrom: incompleteFrom(readCompleteness(newest?.completeness), "route"),
    publishedAt: rows[0]?.publishedAt ?? "",
    profile: rows[0]?.profile ?? defaultProfile.name,
    invented: rows.some((row) => row.invented),
    cells: rows.map(toCell)
  } satisfies PublishedFlows
})

/** A row published before the ledger existed. */
export interface LegacyFlow {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly state: FlowCell["state"]
  readonly victims: number | null
  readonly invented: boolean
  readonly profile: string
}

/** Returns the flows published before the ledger existed. No page shows them any more, but readers may have kept them. */
export const readLegacyFlows = Effect.fn("PublishedFlows.beforeLedger")(function* () {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<LegacyFlow>(
    `SELECT origin, destination, year, state, victims, invented, profile FROM corridor_release.flow
     WHERE release = 0 AND state IN ('published', 'suppressed') ORDER BY origin, destination, year`
  )
})
