import { Effect } from "effect"
import type { ContributedEdition } from "../../ingest/quality/QualitySchemas.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { readReleases } from "../../release/published/readPublished.ts"
import { frozenRows, vintagesIn } from "../../release/vintage/Vintages.ts"
import { recordKinds } from "../../schemas/RecordSchemas.ts"

interface CoverageRow {
  readonly partner_id: string
  readonly record_kind: string
  readonly year: number | null
  readonly records: number | null
}

/** How many editions are listed, the newest first. */
const most = 10

/** Returns the editions whose vintages have records of the partner, with the partner's own numbers. */
export const contributedEditions = Effect.fn("contributedEditions")(function* (partner: string) {
  const { releases } = yield* readReleases()
  const vintages = new Map(vintagesIn(yield* readLedger()).map((one) => [one.vintage, one]))
  const editions = releases.flatMap(({ release, state, publishedAt, vintage, edition }) =>
    edition === undefined || state !== "published"
      ? []
      : [{ release, publishedAt, edition, vintage: vintages.get(vintage.number) }]
  )
  const found = yield* Effect.forEach(
    editions.toReversed().slice(0, most),
    ({ release, publishedAt, edition, vintage }) =>
      Effect.gen(function* () {
        // The counts of a vintage are erased after a withdrawal; what was published stays.
        const rows =
          vintage === undefined || !vintage.marts.some(({ mart }) => mart === "coverage")
            ? null
            : (yield* frozenRows<CoverageRow>(vintage, "coverage")).filter((row) => row.partner_id === partner)
        const kinds = recordKinds.flatMap((kind) => {
          const own = (rows ?? []).filter(
            ({ record_kind, records }) => record_kind === kind && Number(records ?? 0) > 0
          )
          const years = own.flatMap(({ year }) => (year === null ? [] : [Number(year)]))
          const records = own.reduce((sum, row) => sum + Number(row.records), 0)
          return records === 0
            ? []
            : [
                {
                  kind,
                  records,
                  years: years.length === 0 ? null : ([Math.min(...years), Math.max(...years)] as const)
                }
              ]
        })
        return {
          release,
          edition: `${edition.name} ${edition.version}`,
          publishedAt,
          kinds: rows === null ? null : kinds
        } satisfies ContributedEdition
      })
  )
  return found.filter(({ kinds }) => kinds === null || kinds.length > 0)
})
