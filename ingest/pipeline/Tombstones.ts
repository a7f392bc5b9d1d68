/** Rows of `corridor_raw.withdrawal` that no record of a partner made. */
import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { withdrawalTable } from "../keys/PersonTables.ts"
import type { VersionedPerson } from "../keys/Pseudonym.ts"
import { contentOf } from "./RowMaker.ts"
import { withdrawnOf } from "./Withdrawals.ts"

/** Writes that the persons have withdrawn; answers how many had not yet. The ids are random: a hash would outlive a shredded key. */
export const writeTombstones = Effect.fn("Tombstones.write")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  const warehouse = yield* Warehouse
  const there = yield* withdrawnOf(partner, new Set(persons.map(({ person }) => person)))
  const fresh = persons.filter(({ person }) => !there.has(person))
  const { row, hash } = contentOf("withdrawal", { requestedOn: null })
  yield* warehouse.insert(
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
