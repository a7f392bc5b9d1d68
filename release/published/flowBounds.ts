import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { latestEdition, readReleases } from "./readPublished.ts"

/** The published bounds of a suppressed flow of one year. */
export interface FlowBounds {
  readonly origin: string
  readonly destination: string
  readonly year: number
  readonly low: number
  /** Null if no published sum bounds it. */
  readonly high: number | null
}

/** Returns the bounds of the suppressed flows of the latest edition. */
export const publishedFlowBounds = Effect.fn("flowBounds.read")(function* () {
  const number = latestEdition((yield* readReleases()).releases)?.release ?? 0
  return yield* Warehouse.query<FlowBounds>(
    `SELECT labels[indexOf(dimensions, 'origin')] AS origin, labels[indexOf(dimensions, 'destination')] AS destination,
            toUInt16(labels[indexOf(dimensions, 'year')]) AS year, ifNull(low, 1) AS low, high
     FROM corridor_release.cell
     WHERE table = 'flows' AND state = 'suppressed' AND match(labels[indexOf(dimensions, 'year')], '^[0-9]{4}$')
       AND release = {number:UInt32}
     ORDER BY origin, destination, year
     SETTINGS output_format_json_quote_64bit_integers = 0`,
    { params: { number } }
  )
})
