/** Applies withdrawals and keys that are newer than the store. Run it after restoring a backup of the store. */
import { Effect } from "effect"
import { type Erased, eraseByTable, plusErased } from "../keys/ErasePersons.ts"
import { KeyStore, targetVersion } from "../keys/KeyStore.ts"
import { laterPseudonyms, type VersionedPerson } from "../keys/Pseudonym.ts"
import { rekey } from "../keys/Rekey.ts"
import { WithdrawalLog } from "../keys/WithdrawalLog.ts"
import { writeTombstones } from "./Tombstones.ts"

export interface Reapplied {
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

/**
 * Applies every withdrawal of the log under every version of the keys. Then moves the rows to the newest keys, or erases them where the
 * keys were shredded. It is idempotent.
 */
export const reapplyWithdrawals = Effect.fn("ReapplyWithdrawals.reapply")(function* () {
  const store = yield* KeyStore
  const { entries, damaged } = yield* (yield* WithdrawalLog).all
  let tombstones = 0
  let rekeyed = 0
  let erased: Erased = {}
  for (const { partner } of yield* store.list) {
    const keys = yield* store.keysOf(partner)
    const logged = entries.filter((entry) => entry.partner === partner).flatMap((entry) => entry.persons)
    const persons = distinct(logged.flatMap((person) => [person, ...laterPseudonyms(keys, person)]))
    tombstones += yield* writeTombstones(
      partner,
      persons.filter(({ version }) => version === targetVersion(keys))
    )
    erased = plusErased(erased, yield* eraseByTable(partner, new Set(persons.map(({ person }) => person))))
    const moved = yield* rekey(partner)
    rekeyed += moved.rekeyed
    erased = plusErased(erased, moved.erased)
  }
  return { tombstones, rekeyed, erased, damaged } satisfies Reapplied
})
