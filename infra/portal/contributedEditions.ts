import { Effect } from "effect"
import type { ContributedEdition } from "../../ingest/quality/QualitySchemas.ts"
import { recordsBefore } from "../../ingest/quality/recordsBefore.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { readReleases } from "../../release/published/readPublished.ts"
import { vintagesIn } from "../../release/vintage/Vintages.ts"

/** How many editions are listed, the newest first. */
const maxEditions = 10

/**
 * Returns the editions that count records of the partner, with its own numbers. It reads no vintage: one that has lost its counts would show that a person
 * of some partner withdrew.
 */
export const contributedEditions = Effect.fn("contributedEditions")(function* (partner: string) {
  const { releases } = yield* readReleases()
  const countsUntil = new Map(vintagesIn(yield* readLedger()).map((one) => [one.vintage, one.countsUntil]))
  const editions = releases
    .flatMap(({ release, state, publishedAt, vintage, edition }) => {
      const until = countsUntil.get(vintage.number)
      return edition === undefined || state !== "published" || until === undefined
        ? []
        : [{ release, publishedAt, edition: `${edition.name} ${edition.version}`, until }]
    })
    .toReversed()
    .slice(0, maxEditions)
  const records = yield* recordsBefore(
    partner,
    editions.map(({ until }) => until)
  )
  return editions.flatMap(({ until: _, ...edition }, i): ReadonlyArray<ContributedEdition> => {
    const kinds = records[i] ?? []
    return kinds.length === 0 ? [] : [{ ...edition, kinds }]
  })
})
