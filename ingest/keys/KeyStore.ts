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

/** All versions of a partner's key, oldest first; none when they were shredded. */
export type PartnerKeys = ReadonlyArray<KeyVersion>

/** What may be told of a partner's keys. */
export interface KeyListing {
  readonly partner: string
  readonly versions: ReadonlyArray<{ readonly version: number; readonly created: string }>
  /** When the keys were condemned; null for keys in use. */
  readonly shredded: string | null
  /** True when nothing is left of condemned keys. */
  readonly destroyed: boolean
}

export class KeyStore extends Context.Service<
  KeyStore,
  {
    /** Makes the partner's first key; does nothing when there is one, fails when there were some that were shredded. */
    create(partner: string): Effect.Effect<void, KeyStoreError>
    /** Fails for a partner without keys; answers none for one whose keys were shredded. */
    keysOf(partner: string): Effect.Effect<PartnerKeys, KeyStoreError>
    /**
     * Makes the version that follows `newest`, on disk when this returns; does nothing when there is one already, so that
     * two who rotate at once make one.
     */
    addVersion(partner: string, newest: number): Effect.Effect<void, KeyStoreError>
    /** For good: from now on `keysOf` answers none and `create` fails. The keys themselves go with `destroy`. */
    condemn(partner: string): Effect.Effect<void, KeyStoreError>
    /** Destroys the keys of a condemned partner; answers how many versions there were. */
    destroy(partner: string): Effect.Effect<number, KeyStoreError>
    /** Partners that have a key, sorted. */
    readonly partners: Effect.Effect<ReadonlyArray<string>>
    /** Partners that have or had a key, sorted. */
    readonly list: Effect.Effect<ReadonlyArray<KeyListing>, KeyStoreError>
  }
>()("corridor/ingest/keys/KeyStore") {}

/** The key that makes new pseudonyms. */
export const currentKey = (keys: PartnerKeys): KeyVersion => keys.at(-1) as KeyVersion

/** The `key_version` of rows whose pseudonyms were made by no key and can be made again by none. */
export const shreddedVersion = 65_535

/** The version that stored rows should have: that of the newest key, or of no key at all. */
export const targetVersion = (keys: PartnerKeys): number => keys.at(-1)?.version ?? shreddedVersion

/** The key's bytes, for the one call that uses them. */
export const keyBytes = (key: KeyVersion): Uint8Array => Redacted.value(key.key)
