/** The filter of stored revisions contains everything in the store, in any order of reading and while others insert. */
import { join } from "node:path"
import { Effect, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import { makeKnownRevisions } from "../../ingest/pipeline/KnownRevisions.ts"
import { putUuidText } from "../../ports/ColumnBlock.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("known")
const runtime = ManagedRuntime.make(embeddedStores(join(folder, "store")))

afterAll(() => runtime.dispose())

interface Revision {
  readonly kind: "withdrawal" | "proceeding"
  readonly id: string
  readonly revision: number
}

const few = fc.constantFrom(...Array.from({ length: 5 }, (_, i) => `${i}0000000-0000-4000-8000-00000000000${i}`))
const revisions = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom("withdrawal" as const, "proceeding" as const),
    id: fc.oneof(fc.uuid(), few),
    revision: fc.nat(6)
  }),
  { maxLength: 60, selector: ({ kind, id, revision }) => `${kind}/${id}/${revision}` }
)

let token = 0
const store = Effect.fn(function* (partner: string, all: ReadonlyArray<Revision>) {
  const warehouse = yield* Warehouse
  for (const kind of ["withdrawal", "proceeding"] as const)
    yield* warehouse.insert(
      `corridor_raw.${recordSchema(kind).table}`,
      all
        .filter((one) => one.kind === kind)
        .map(({ id, revision }) => ({
          partner_id: partner,
          record_id: id,
          revision,
          person: id,
          key_version: 1,
          content_hash: "1",
          kafka_partition: 0,
          kafka_offset: 0
        })),
      { token: `${token++}` }
    )
})

describe("known revisions", () => {
  it("contain everything stored, read in pages of any size, and later inserts once they are looked up", async () => {
    let partners = 0
    await fc.assert(
      fc.asyncProperty(revisions, revisions, fc.integer({ min: 1, max: 9 }), async (first, second, page) => {
        const partner = `p${partners++}`
        await runtime.runPromise(
          Effect.gen(function* () {
            const known = makeKnownRevisions(page)
            const word = new Uint32Array(4)
            const isKnown = Effect.fn(function* ({ kind, id, revision }: Revision) {
              putUuidText(word, 0, id)
              const filter = yield* known.filterFor(partner)
              return filter.add(word, Uint32Array.of(revision), 1, recordKinds.indexOf(kind)).length === 1
            })
            yield* store(partner, first)
            yield* store("another", second)
            yield* known.filterFor(partner)
            for (const one of first) assert.isTrue(yield* isKnown(one))
            yield* store(partner, second)
            yield* known.invalidate
            for (const one of second) assert.isTrue(yield* isKnown(one))
          })
        )
      }),
      { numRuns: 15 }
    )
  })
})
