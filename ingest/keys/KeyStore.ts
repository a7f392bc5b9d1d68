/**
 * The pipeline's pseudonymisation keys, one set per partner, versioned, kept apart from the data.
 *
 * A key never leaves this process. A missing key is an error and never a reason to make a new one: with another key the
 * same person would get another pseudonym.
 */
import { Context, type Effect, Redacted, Schema } from "effect"

/** The keys of a partner cannot be had. `message` says what to do and names no key. */
export class KeyStoreError extends Schema.TaggedError<KeyStoreError>()("KeyStoreError", {
  partner: Schema.String,
  message: Schema.String
}) {}

export interface KeyVersion {
  /** 1 for a partner's first key. */
  readonly version: number
  /** 32 random bytes. */
  readonly key: Redacted.Redacted<Uint8Array>
}

/** All versions of a partner's key, oldest first; the last one makes new pseudonyms. */
export type PartnerKeys = ReadonlyArray<KeyVersion>

export class KeyStore extends Context.Service<
  KeyStore,
  {
    /** Makes the partner's first key; does nothing when there is one. */
    create(partner: string): Effect.Effect<void, KeyStoreError>
    keysOf(partner: string): Effect.Effect<PartnerKeys, KeyStoreError>
    /** Partners that have a key, sorted. */
    readonly partners: Effect.Effect<ReadonlyArray<string>, KeyStoreError>
  }
>()("corridor/ingest/keys/KeyStore") {}

/** The key that makes new pseudonyms. */
export const currentKey = (keys: PartnerKeys): KeyVersion => keys.at(-1) as KeyVersion

/** The key's bytes, for the one call that uses them. */
export const keyBytes = (key: KeyVersion): Uint8Array => Redacted.value(key.key)
