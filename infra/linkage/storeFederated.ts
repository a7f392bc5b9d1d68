/** Hands an opened federated count to the release system, which alone publishes it. */

import type { CountTerms } from "@corridor/linkage/counts/CountTerms"
import type { OpenedCount } from "@corridor/linkage/counts/openSums"
import { Clock, Effect } from "effect"
import { notKnown } from "../../ingest/linkage/caseDimensions.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

const table = "corridor_raw.federated_count"

/** Returns the rows of an opened count: dimensions that it does not have are not known. */
export const federatedRows = ({ count, dimensions }: CountTerms, cells: ReadonlyArray<OpenedCount>) =>
  cells.map(({ labels, persons, partners }) => {
    const label = (dimension: string) => labels[dimensions.findIndex(({ name }) => name === dimension)] ?? notKnown
    return { count, origin: label("origin"), destination: label("destination"), year: label("year"), persons, partners }
  })

/** Writes an opened count. The same count again changes nothing. */
export const storeFederated = Effect.fn("storeFederated")(function* (
  terms: CountTerms,
  cells: ReadonlyArray<OpenedCount>
) {
  const now = yield* Clock.currentTimeMillis
  const opened_at = new Date(now).toISOString().replace("T", " ").slice(0, 19)
  const rows = federatedRows(terms, cells).map((row) => ({ ...row, opened_at }))
  if (rows.length > 0) yield* Warehouse.insert(table, rows, { token: `federated count ${terms.count}` })
})
