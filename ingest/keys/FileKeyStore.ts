/** The key store in files: see `KeyFolder.ts`. */
import { randomBytes } from "node:crypto"
import { Effect, Layer, Redacted } from "effect"
import { keyBytes, keyFiles } from "./KeyFile.ts"
import { now, openKeyFolder } from "./KeyFolder.ts"
import { type KeyListing, KeyStore, KeyStoreError, type PartnerKeys } from "./KeyStore.ts"
import { type PipelineKeys, plainKeys } from "./PipelineKeys.ts"

const make = Effect.fn("FileKeyStore.make")(function* (folder: string, pipelineKeys: PipelineKeys) {
  const keys = yield* openKeyFolder(folder)
  const { fileText, keyOf, isCurrent } = keyFiles(pipelineKeys)

  const writeVersion = Effect.fn("FileKeyStore.writeVersion")(function* (partner: string, version: number) {
    const text = yield* fileText(partner, { version, key: randomBytes(keyBytes), created: yield* now })
    yield* keys.write(partner, version, text)
  })

  const create = Effect.fn("KeyStore.create")(function* (partner: string) {
    const since = yield* keys.shreddedAt(partner)
    if (since !== null)
      return yield* new KeyStoreError({
        partner,
        message: `The keys of partner ${partner} were shredded on ${since.slice(0, 10)}. Use another partner id.`
      })
    if (!(yield* keys.has(partner))) yield* writeVersion(partner, 1)
  })

  const keysOf = Effect.fn("KeyStore.keysOf")(function* (partner: string) {
    if ((yield* keys.shreddedAt(partner)) !== null) return []
    const versions = yield* keys.readVersions(partner)
    if (versions.length === 0)
      return yield* new KeyStoreError({
        partner,
        message: `Partner ${partner} has no pseudonymisation key in ${folder}. Restore it from its backup.`
      })
    return (yield* Effect.forEach(versions, (one) =>
      Effect.map(keyOf(one, partner), (key) => ({
        version: one.version,
        key: Redacted.make(key, { label: "pseudonymisation key" })
      }))
    )) satisfies PartnerKeys
  })

  const condemn = Effect.fn("KeyStore.condemn")(keys.condemn)

  const destroy = Effect.fn("KeyStore.destroy")(function* (partner: string) {
    if ((yield* keys.shreddedAt(partner)) === null)
      return yield* new KeyStoreError({ partner, message: `The keys of partner ${partner} are in use.` })
    const { length } = yield* keys.readVersions(partner).pipe(Effect.orElseSucceed(() => []))
    yield* keys.destroy(partner)
    return length
  })

  /** Stores the keys of a partner again, as `pipelineKeys` protects them. */
  const protect = Effect.fn("KeyStore.protect")(function* (partner: string) {
    let changed = 0
    for (const one of yield* keys.readVersions(partner)) {
      if (isCurrent(one)) continue
      const text = yield* fileText(partner, { ...one, key: yield* keyOf(one, partner) })
      yield* keys.replace(partner, one.version, text)
      changed++
    }
    // Otherwise a key of a `protect` that was killed would stay readable.
    yield* keys.destroyLeft(partner)
    return changed
  })

  const addVersion = Effect.fn("KeyStore.addVersion")(function* (partner: string, newest: number) {
    // All versions make a pseudonym: those that earlier programs wrote get a check value too.
    yield* protect(partner)
    yield* writeVersion(partner, newest + 1)
  })

  const partners = Effect.gen(function* () {
    const gone = new Set(yield* keys.names(/^([^.]+)\.shredded$/))
    return (yield* keys.names(/^([^.]+)\.json$/)).filter((partner) => !gone.has(partner))
  })

  const listing = Effect.fn("FileKeyStore.listing")(function* (partner: string) {
    const shredded = yield* keys.shreddedAt(partner)
    if (shredded !== null) {
      const left = yield* keys.filesOf(partner)
      return { partner, versions: [], shredded, destroyed: left.length === 0 } satisfies KeyListing
    }
    // One partner's damaged file does not hide the others.
    return yield* Effect.match(keys.readVersions(partner), {
      onSuccess: (found): KeyListing => ({
        partner,
        versions: found.map(({ version, created }) => ({ version, created })),
        shredded,
        destroyed: false
      }),
      onFailure: ({ message }) => ({ partner, versions: [], shredded, destroyed: false, unreadable: message })
    })
  })

  const list = Effect.flatMap(keys.names(/^([^.]+)\.(?:json|shredded)$/), (all) => Effect.forEach(all, listing))

  return KeyStore.of({ create, keysOf, addVersion, condemn, destroy, protect, partners, list })
})

/** Returns the layer over `folder`, which is created if it does not exist. New keys are stored as `pipelineKeys` protects them. */
export const layerFileKeyStore = (folder: string, pipelineKeys: PipelineKeys = plainKeys) =>
  Layer.effect(KeyStore, make(folder, pipelineKeys))
