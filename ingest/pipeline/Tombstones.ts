/** Writes rows of `corridor_raw.withdrawal` that do not come from a partner's record. */
import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { withdrawalTable } from "../keys/PersonTables.ts"
import type { VersionedPerson } from "../keys/Pseudonym.ts"
import { withdrawnOf } from "../keys/RecordsOfPersons.ts"
import { contentOf } from "../transcode/RowMaker.ts"

/**
 * Records that the persons have withdrawn. Returns the number of persons who had not before. The ids are random: a hash would outlive a
 * shredded key.
 */
export const writeTombstones = Effect.fn("Tombstones.write")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  const known = yield* withdrawnOf(partner, new Set(persons.map(({ person }) => person)))
  const fresh = persons.filter(({ person }) => !known.has(person))
  const { row, hash } = contentOf("withdrawal", { requestedOn: null })
  yield* Warehouse.insert(
    withdrawalTable,
    fresh.map(({ version, person }) => ({
      partner_id: partner,
      record_id: randomUUID(),
      revision: 0,
      person,
      key_version: version,
      content_hash: hash,
      kafka_partition: 0,
      kafka_offset: 0,
      ...row
    })),
    { token: "" }
  )
  return fresh.length
})
