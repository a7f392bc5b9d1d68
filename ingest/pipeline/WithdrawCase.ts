/** A withdrawal by the operator, on the store itself: at once, and whether or not records of the case have come yet. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { KeyStore } from "../keys/KeyStore.ts"
import { derivedRecordId, firstPseudonym, pseudonymsOfCase } from "../keys/Pseudonym.ts"
import { contentOf } from "./RowMaker.ts"
import { erase } from "./Withdrawals.ts"

/**
 * Withdraws the case `reference` of the partner: erases its rows and leaves a tombstone under every pseudonym that the case
 * can have, which is with and without the partner's first pseudonym, and under each version of the pipeline's key.
 */
export const withdrawCase = Effect.fn("WithdrawCase.withdrawCase")(function* (
  partner: string,
  partnerKey: Uint8Array,
  reference: string
) {
  const warehouse = yield* Warehouse
  const keys = yield* (yield* KeyStore).keysOf(partner)
  const { row, hash } = contentOf("withdrawal", { requestedOn: null })
  const tombstones = [reference, firstPseudonym(partnerKey, reference)].flatMap((known) =>
    pseudonymsOfCase(keys, known).map(({ version, person }) => ({
      partner_id: partner,
      record_id: derivedRecordId(partnerKey, `withdrawal\0${version}\0${known}`),
      revision: 0,
      person,
      key_version: version,
      content_hash: hash,
      kafka_partition: 0,
      kafka_offset: 0,
      ...row
    }))
  )
  yield* warehouse.insert("corridor_raw.withdrawal", tombstones, { token: "" })
  return { erased: yield* erase(partner, new Set(tombstones.map((tombstone) => tombstone.person))) }
})
