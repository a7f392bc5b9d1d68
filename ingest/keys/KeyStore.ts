/**
 * The pipeline's pseudonymisation keys: a versioned set per partner, kept apart from the data.
 *
 * A key never leaves this process. A missing key is an error. It is never replaced by a new one, because the same person would get another
 * pseudonym.
 */
import { Context, type Effect, Redacted, Schema } from "effect"

/** The keys of a partner are not available. `message` states what to do, and contains no key. */
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

/** All versions of a partner's key, oldest first; empty if they were shredded. */
export type PartnerKeys = ReadonlyArray<KeyVersion>

/** The public state of a partner's keys. */
export interface KeyListing {
  readonly partner: string
  readonly versions: ReadonlyArray<{ readonly version: number; readonly created: string }>
  /** When the keys were shredded; null for keys in use. */
  readonly shredded: string | null
  /** True if no file of shredded keys is left. */
  readonly destroyed: boolean
  /** Why the keys in use cannot be read; absent if they can. */
  readonly unreadable?: string
}

export class KeyStore extends Context.Service<
  KeyStore,
  {
    /** Creates the partner's first key. Does nothing if a key exists; fails if keys were shredded. */
    create(partner: string): Effect.Effect<void, KeyStoreError>
    /** Returns the keys of a partner: an empty list if they were shredded. Fails if the partner never had keys. */
    keysOf(partner: string): Effect.Effect<PartnerKeys, KeyStoreError>
    /**
     * Creates the version after `newest`, which is on disk when this returns. Does nothing if it exists, so concurrent rotations create one
     * version.
     */
    addVersion(partner: string, newest: number): Effect.Effect<void, KeyStoreError>
    /** Marks the keys as shredded, irreversibly: `keysOf` returns an empty list and `create` fails. `destroy` deletes the key files. */
    condemn(partner: string): Effect.Effect<void, KeyStoreError>
    /** Destroys the key files of a partner whose keys are marked as shredded. Returns the number of versions. */
    destroy(partner: string): Effect.Effect<number, KeyStoreError>
    /** Stores a partner's keys again as new ones are protected (`PipelineKeys`). Returns the number of versions that were stored otherwise. */
    protect(partner: string): Effect.Effect<number, KeyStoreError>
    /** Returns the partners with a key, sorted. */
    readonly partners: Effect.Effect<ReadonlyArray<string>, KeyStoreError>
    /** Returns the partners that have or had a key, sorted. */
    readonly list: Effect.Effect<ReadonlyArray<KeyListing>, KeyStoreError>
  }
>()("corridor/ingest/keys/KeyStore") {}

/** Returns the key for new pseudonyms. */
export const currentKey = (keys: PartnerKeys): KeyVersion => keys.at(-1) as KeyVersion

/** The `key_version` of rows with random pseudonyms, which no key can make. */
export const shreddedVersion = 65_535

/** Returns the version that stored rows should have: that of the newest key, or `shreddedVersion` without keys. */
export const targetVersion = (keys: PartnerKeys): number => keys.at(-1)?.version ?? shreddedVersion

/** Returns the key's bytes, for immediate use. */
export const keyBytes = (key: KeyVersion): Uint8Array => Redacted.value(key.key)
