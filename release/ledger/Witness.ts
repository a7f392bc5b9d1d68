/**
 * A statement about the ledger at one time, to be kept where the same person cannot change both: with another organisation, in print, next to published
 * figures. A ledger that was truncated or rewritten before that time does not fit it, even if the installation's key was used.
 */

import { DateTime, Effect, Schema } from "effect"
import { beginning } from "../../ports/chain/HashChain.ts"
import { type Signing, signatureFits } from "../../ports/chain/Signature.ts"
import type { SignedEntry, TrustedKey } from "../../ports/chain/SignedChain.ts"
import { counted } from "../../ports/counted.ts"
import { Base64Url, Count, Sha256 } from "../../ports/ValueSchemas.ts"
import { LedgerBroken, readSignedLedger, refuseEarlierDate, signingKey } from "./Ledger.ts"

export const Witness = Schema.Struct({
  format: Schema.Literal("corridor-ledger-witness-1"),
  /** Number of entries, and the hash of the last one. */
  entries: Count,
  head: Sha256,
  /** ISO 8601. */
  at: Schema.String.check(Schema.isMaxLength(40)),
  /** The installation's public key, and its signature of the fields above. */
  key: Base64Url,
  signature: Base64Url
})
export type Witness = typeof Witness.Type

const textOf = ({ format, entries, head, at }: Omit<Witness, "key" | "signature">) =>
  `${format} ${JSON.stringify([entries, head, at])}`

/** The statement cannot be used. */
export class WitnessRefused extends Schema.TaggedError<WitnessRefused>()("WitnessRefused", {
  message: Schema.String
}) {}

/** Returns the signed statement about the entries. `at` is its time in ISO 8601. */
export const witnessOf = (rows: ReadonlyArray<SignedEntry>, at: string, signing: Signing): Witness => {
  const head = rows.at(-1)?.hash ?? beginning
  const statement = { format: "corridor-ledger-witness-1" as const, entries: rows.length, head, at }
  return { ...statement, ...signing.sign(textOf(statement)) }
}

/** Returns the signed statement about the ledger as it is now, after verifying the ledger. */
export const makeWitness = Effect.fn("Witness.make")(function* () {
  const { rows } = yield* readSignedLedger()
  yield* refuseEarlierDate(rows)
  const signing = yield* signingKey(rows)
  if (signing === undefined)
    return yield* new WitnessRefused({ message: "There is no signing key: the store has no folder of keys." })
  return witnessOf(rows, DateTime.formatIso(yield* DateTime.now), signing)
})

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(Witness))

/** Returns the statement in a text. Fails if it is none or its signature does not fit. */
export const readWitness = Effect.fn("Witness.read")(function* (text: string) {
  const witness = yield* decode(text).pipe(
    Effect.mapError(() => new WitnessRefused({ message: "The file is not a statement of 'ledger publish'." }))
  )
  if (!signatureFits(textOf(witness), witness))
    return yield* new WitnessRefused({ message: "The signature of the statement is wrong: the statement was changed." })
  return witness
})

/** Compares the ledger with one statement. `since` is the number of entries that fit an earlier statement. */
const compare = (
  rows: ReadonlyArray<SignedEntry>,
  { entries, head, at }: Witness,
  since: number
): LedgerBroken | undefined => {
  if (rows.length < entries)
    return new LedgerBroken({
      message: `The ledger was truncated: it has ${counted(rows.length, "entry", "entries")}, and the statement of ${at} names ${entries}. The first missing entry is ${rows.length + 1}.`,
      seq: rows.length + 1,
      rule: "missing"
    })
  if ((rows[entries - 1]?.hash ?? beginning) === head) return undefined
  return new LedgerBroken({
    message: `The ledger was rewritten: entry ${entries} is not the one of the statement of ${at}. The first changed entry is between ${since + 1} and ${entries}.`,
    seq: entries,
    rule: "rewritten"
  })
}

/** Fails if the stored entries were truncated or rewritten since one of the statements, or if another installation signed it. */
export const checkWitnesses = Effect.fn("Witness.check")(function* (
  rows: ReadonlyArray<SignedEntry>,
  witnesses: ReadonlyArray<Witness>,
  keys: ReadonlyArray<TrustedKey>
) {
  let since = 0
  for (const witness of witnesses.toSorted((a, b) => a.entries - b.entries)) {
    const broken = compare(rows, witness, since)
    if (broken !== undefined) return yield* broken
    if (![...keys, ...rows].some(({ key }) => key === witness.key))
      return yield* new WitnessRefused({
        message: `The statement of ${witness.at} is signed with a key that neither the key folder nor the ledger has.`
      })
    since = witness.entries
  }
})
