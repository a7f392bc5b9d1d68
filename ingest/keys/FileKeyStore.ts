/**
 * The key store in owner-only files in an owner-only folder: `<partner>.json` has the first key version, `<partner>.2.json` the second, and so
 * on. A file is created atomically, and its key never changes, so neither a crash nor concurrent rotations lose a key. `<partner>.shredded` records
 * that keys were shredded.
 */
import { randomBytes } from "node:crypto"
import { Effect, FileSystem, Layer, Path, type PlatformError, Redacted, Schema } from "effect"
import { durableFiles } from "./DurableFiles.ts"
import { isKeyOf, KeyFile, keyBytes, keyFiles, otherKey, type Version } from "./KeyFile.ts"
import { type KeyListing, KeyStore, KeyStoreError, type PartnerKeys } from "./KeyStore.ts"
import { type PipelineKeys, plainKeys } from "./PipelineKeys.ts"

const Tombstone = Schema.Struct({ partner: Schema.String, shredded: Schema.String, words: Schema.String })

const decodeKeys = Schema.decodeUnknownEffect(Schema.fromJsonString(KeyFile))
const decodeTombstone = Schema.decodeUnknownEffect(Schema.fromJsonString(Tombstone))

const tombstoneWords =
  "The keys of this partner were destroyed on purpose. Put no key here: its pseudonyms are to stay unlinkable."

const ownerOnly = 0o077

const isMissing = (error: PlatformError.PlatformError) => error.reason._tag === "NotFound"

/** The layer over `folder`, which is created if it does not exist. New keys are stored as `pipelineKeys` protects them. */
export const layerFileKeyStore = (folder: string, pipelineKeys: PipelineKeys = plainKeys) =>
  Layer.effect(
    KeyStore,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const { sync, writeOnce, replace, overwrite } = yield* durableFiles(folder)
      const { fileText, keyOf, isCurrent } = keyFiles(pipelineKeys)
      const fileOf = (partner: string, version: number) =>
        path.join(folder, version === 1 ? `${partner}.json` : `${partner}.${version}.json`)
      const tombstoneOf = (partner: string) => path.join(folder, `${partner}.shredded`)
      const failure = (partner: string, message: string) => () => new KeyStoreError({ partner, message })
      const unwritable = (partner: string) =>
        failure(partner, `Cannot write to the key folder ${folder}. Check its permissions and its disk.`)
      const now = Effect.clockWith((clock) => clock.currentTimeMillis).pipe(
        Effect.map((millis) => new Date(millis).toISOString())
      )

      const writeVersion = Effect.fn("FileKeyStore.writeVersion")(function* (partner: string, version: number) {
        const text = yield* fileText(partner, { version, key: randomBytes(keyBytes), created: yield* now })
        yield* writeOnce(fileOf(partner, version), text).pipe(Effect.mapError(unwritable(partner)))
      })

      /** Returns when the partner's keys were shredded. */
      const shreddedAt = Effect.fn("FileKeyStore.shreddedAt")(function* (partner: string) {
        return yield* fs.readFileString(tombstoneOf(partner)).pipe(
          Effect.flatMap(decodeTombstone),
          Effect.map(({ shredded }) => shredded),
          Effect.catchIf(
            (error) => error._tag === "PlatformError" && isMissing(error),
            () => Effect.succeed(null)
          ),
          Effect.mapError(
            failure(partner, `${tombstoneOf(partner)} is damaged. The keys of partner ${partner} were shredded.`)
          )
        )
      })

      const readVersion = Effect.fn("FileKeyStore.readVersion")(function* (partner: string, version: number) {
        const file = fileOf(partner, version)
        const damaged = failure(partner, `The key file of partner ${partner} is damaged. Restore it from its backup.`)
        const info = yield* fs.stat(file).pipe(
          Effect.catchIf(isMissing, () => Effect.succeed(undefined)),
          Effect.mapError(failure(partner, `Cannot read the key file of partner ${partner}. Check its permissions.`))
        )
        if (info === undefined) return undefined
        if ((info.mode & ownerOnly) !== 0)
          return yield* new KeyStoreError({
            partner,
            message: `The key file of partner ${partner} can be read by other users. Run chmod 600 on it.`
          })
        const { versions } = yield* fs.readFileString(file).pipe(Effect.flatMap(decodeKeys), Effect.mapError(damaged))
        const isWhole = versions.every(
          (found, i) =>
            found.version === version + i &&
            (found.key === undefined) !== (found.protected === undefined) &&
            (found.key === undefined || Buffer.from(found.key, "base64").length === keyBytes)
        )
        if (!isWhole) return yield* damaged()
        if (!versions.every((found) => isKeyOf(found, partner))) return yield* otherKey(partner)
        return versions
      })

      /** Returns the existing versions, oldest first. */
      const readVersions = Effect.fn("FileKeyStore.readVersions")(function* (partner: string) {
        const all: Array<Version> = []
        for (;;) {
          const more = yield* readVersion(partner, all.length + 1)
          if (more === undefined) return all
          all.push(...more)
        }
      })

      const create = Effect.fn("KeyStore.create")(function* (partner: string) {
        const since = yield* shreddedAt(partner)
        if (since !== null)
          return yield* new KeyStoreError({
            partner,
            message: `The keys of partner ${partner} were shredded on ${since.slice(0, 10)}. Use another partner id.`
          })
        const there = yield* fs.exists(fileOf(partner, 1)).pipe(Effect.mapError(unwritable(partner)))
        if (!there) yield* writeVersion(partner, 1)
      })

      const keysOf = Effect.fn("KeyStore.keysOf")(function* (partner: string) {
        if ((yield* shreddedAt(partner)) !== null) return []
        const versions = yield* readVersions(partner)
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

      const condemn = Effect.fn("KeyStore.condemn")(function* (partner: string) {
        const tombstone = { partner, shredded: yield* now, words: tombstoneWords }
        yield* writeOnce(tombstoneOf(partner), JSON.stringify(tombstone)).pipe(Effect.mapError(unwritable(partner)))
      })

      /** Returns all files with a key of the partner, including incomplete ones after a crash; the oldest last. */
      const filesOf = Effect.fn("FileKeyStore.filesOf")(function* (partner: string) {
        const files = yield* fs.readDirectory(folder)
        const isOldest = (name: string) => name === path.basename(fileOf(partner, 1))
        return files
          .filter((name) => name.startsWith(`${partner}.`) && name !== path.basename(tombstoneOf(partner)))
          .sort((a, b) => Number(isOldest(a)) - Number(isOldest(b)))
      })

      const destroy = Effect.fn("KeyStore.destroy")(function* (partner: string) {
        if ((yield* shreddedAt(partner)) === null)
          return yield* new KeyStoreError({ partner, message: `The keys of partner ${partner} are in use.` })
        const { length } = yield* readVersions(partner).pipe(Effect.orElseSucceed(() => []))
        yield* Effect.gen(function* () {
          for (const name of yield* filesOf(partner)) yield* overwrite(path.join(folder, name))
          yield* sync(folder)
        }).pipe(Effect.mapError(unwritable(partner)))
        return length
      })

      /** Stores the keys of a partner again, as `pipelineKeys` protects them. */
      const protect = Effect.fn("KeyStore.protect")(function* (partner: string) {
        let changed = 0
        for (const one of yield* readVersions(partner)) {
          if (isCurrent(one)) continue
          const text = yield* fileText(partner, { ...one, key: yield* keyOf(one, partner) })
          yield* replace(fileOf(partner, one.version), text).pipe(Effect.mapError(unwritable(partner)))
          changed++
        }
        return changed
      })

      const addVersion = Effect.fn("KeyStore.addVersion")(function* (partner: string, newest: number) {
        // All versions make a pseudonym: those that earlier programs wrote get a check value too.
        yield* protect(partner)
        yield* writeVersion(partner, newest + 1)
      })

      const names = (pattern: RegExp) =>
        fs.readDirectory(folder).pipe(
          Effect.orElseSucceed((): ReadonlyArray<string> => []),
          Effect.map((files) => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))].sort())
        )

      const partners = Effect.gen(function* () {
        const gone = new Set(yield* names(/^([^.]+)\.shredded$/))
        return (yield* names(/^([^.]+)\.json$/)).filter((partner) => !gone.has(partner))
      })

      const listing = Effect.fn("FileKeyStore.listing")(function* (partner: string) {
        const shredded = yield* shreddedAt(partner)
        if (shredded !== null) {
          const left = yield* filesOf(partner).pipe(
            Effect.mapError(failure(partner, `Cannot read the key folder ${folder}. Check its permissions.`))
          )
          return { partner, versions: [], shredded, destroyed: left.length === 0 } satisfies KeyListing
        }
        // One partner's damaged file does not hide the others.
        return yield* Effect.match(readVersions(partner), {
          onSuccess: (found): KeyListing => ({
            partner,
            versions: found.map(({ version, created }) => ({ version, created })),
            shredded,
            destroyed: false
          }),
          onFailure: ({ message }) => ({ partner, versions: [], shredded, destroyed: false, unreadable: message })
        })
      })

      const list = Effect.flatMap(names(/^([^.]+)\.(?:json|shredded)$/), (all) => Effect.forEach(all, listing))

      return KeyStore.of({ create, keysOf, addVersion, condemn, destroy, protect, partners, list })
    })
  )
