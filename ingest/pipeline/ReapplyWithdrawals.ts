/** Compares the withdrawal log with the store, and applies withdrawals and keys that are newer than the store. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type Erased, eraseByTable, plusErased } from "../keys/ErasePersons.ts"
import { KeyStore, type PartnerKeys, targetVersion } from "../keys/KeyStore.ts"
import { withdrawalTable } from "../keys/PersonTables.ts"
import { laterPseudonyms, type VersionedPerson } from "../keys/Pseudonym.ts"
import { rekey } from "../keys/Rekey.ts"
import { type LoggedWithdrawals, WithdrawalLog } from "../keys/WithdrawalLog.ts"
import { storedWithdrawn, withdrawnRecordsOf } from "../keys/WithdrawnRecords.ts"
import { writeTombstones } from "./Tombstones.ts"

interface Reapplied {
  /** Pseudonyms of withdrawn cases that were missing in the store. */
  readonly tombstones: number
  readonly rekeyed: number
  readonly erased: Erased
  /** Lines of the log that could not be read. */
  readonly damaged: number
}

const distinct = (persons: ReadonlyArray<VersionedPerson>): ReadonlyArray<VersionedPerson> => [
  ...new Map(persons.map((person) => [`${person.version} ${person.person}`, person])).values()
]

/** Returns the pseudonyms of the partner's withdrawn cases under every version of its keys since the withdrawal. */
const pseudonymsOf = ({ entries }: LoggedWithdrawals, partner: string, keys: PartnerKeys) => {
  const logged = entries.filter((entry) => entry.partner === partner).flatMap((entry) => entry.persons)
  return distinct(logged.flatMap((person) => [person, ...laterPseudonyms(keys, person)]))
}

/**
 * Returns the number of pseudonyms of withdrawn persons that the store has and the log lacks. There are none unless the log was shortened or replaced: a withdrawal is
 * logged first. A restore of an older backup would bring these persons back.
 */
export const unloggedWithdrawals = Effect.fn("ReapplyWithdrawals.unlogged")(function* () {
  const store = yield* KeyStore
  const log = yield* (yield* WithdrawalLog).all
  let unlogged = 0
  for (const partner of yield* store.partners) {
    const keys = yield* store.keysOf(partner)
    const version = targetVersion(keys)
    const known = new Set(pseudonymsOf(log, partner, keys).map(({ person }) => person))
    const rows = yield* Warehouse.query<{ person: string }>(
      `SELECT DISTINCT toString(person) AS person FROM ${withdrawalTable}
       WHERE partner_id = {partner:String} AND key_version = {version:UInt32}`,
      { params: { partner, version } }
    )
    unlogged += rows.filter(({ person }) => !known.has(person)).length
  }
  return unlogged
})

/**
 * Applies every withdrawal of the log under every version of the keys. Then moves the rows to the newest keys, or erases them where the
 * keys were shredded. It is idempotent.
 */
export const reapplyWithdrawals = Effect.fn("ReapplyWithdrawals.reapply")(function* () {
  const store = yield* KeyStore
  const log = yield* (yield* WithdrawalLog).all
  let tombstones = 0
  let rekeyed = 0
  let erased: Erased = {}
  for (const { partner } of yield* store.list) {
    const keys = yield* store.keysOf(partner)
    const persons = pseudonymsOf(log, partner, keys)
    tombstones += yield* writeTombstones(
      partner,
      persons.filter(({ version }) => version === targetVersion(keys))
    )
    const records = yield* storedWithdrawn(partner, yield* withdrawnRecordsOf(partner))
    erased = plusErased(erased, yield* eraseByTable(partner, new Set(persons.map(({ person }) => person)), records))
    const moved = yield* rekey(partner)
    rekeyed += moved.rekeyed
    erased = plusErased(erased, moved.erased)
  }
  return { tombstones, rekeyed, erased, damaged: log.damaged } satisfies Reapplied
})
