/**
 * The key store in owner-only files in an owner-only folder: `<partner>.json` has the first key version, `<partner>.2.json` the second, and so
 * on. A file is created atomically, and its key never changes, so neither a crash nor concurrent rotations lose a key. `<partner>.shredded` records
 * that keys were shredded.
 *
 * A file has the key as `key`, or as `protected` what `PipelineKeys` made of it together with partner and version, so that files cannot be
 * exchanged.
 */
import { randomBytes } from "node:crypto"
import { Effect, FileSystem, Layer, Option, Path, type PlatformError, Redacted, Schema } from "effect"
import { type KeyListing, KeyStore, KeyStoreError, type PartnerKeys } from "./KeyStore.ts"
import { type PipelineKeys, type PipelineKeysUnavailable, plainKeys } from "./PipelineKeys.ts"

const KeyFile = Schema.Struct({
  versions: Schema.NonEmptyArray(
    Schema.Struct({
      version: Schema.Int,
      key: Schema.optionalKey(Schema.String),
      protected: Schema.optionalKey(Schema.String),
      created: Schema.String
    })
  )
})

const Tombstone = Schema.Struct({ partner: Schema.String, shredded: Schema.String, words: Schema.String })

const decodeKeys = Schema.decodeUnknownEffect(Schema.fromJsonString(KeyFile))
const decodeTombstone = Schema.decodeUnknownEffect(Schema.fromJsonString(Tombstone))

const tombstoneWords =
  "The keys of this partner were destroyed on purpose. Put no key here: its pseudonyms are to stay unlinkable."

const ownerOnly = 0o077

const keyBytes = 32

type Version = (typeof KeyFile.Type)["versions"][number]

const isThere = (error: PlatformError.PlatformError) => error.reason._tag === "AlreadyExists"
const isMissing = (error: PlatformError.PlatformError) => error.reason._tag === "NotFound"

/** What is protected: the key, and what it is for. */
const ProtectedKey = Schema.fromJsonString(
  Schema.Struct({ partner: Schema.String, version: Schema.Int, key: Schema.String })
)
const encodeProtected = Schema.encodeSync(ProtectedKey)
const decodeProtected = Schema.decodeUnknownOption(ProtectedKey)

/** The layer over `folder`, which is created if it does not exist. New keys are stored as `pipelineKeys` protects them. */
export const layerFileKeyStore = (folder: string, pipelineKeys: PipelineKeys = plainKeys) =>
  Layer.effect(
    KeyStore,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const fileOf = (partner: string, version: number) =>
        path.join(folder, version === 1 ? `${partner}.json` : `${partner}.${version}.json`)
      const tombstoneOf = (partner: string) => path.join(folder, `${partner}.shredded`)
      const failure = (partner: string, message: string) => () => new KeyStoreError({ partner, message })
      const unwritable = (partner: string) =>
        failure(partner, `Cannot write to the key folder ${folder}. Check its permissions and its disk.`)
      const now = Effect.clockWith((clock) => clock.currentTimeMillis).pipe(
        Effect.map((millis) => new Date(millis).toISOString())
      )

      const sync = (file: string) =>
        Effect.scoped(Effect.flatMap(fs.open(file, { flag: "r" }), (opened) => opened.sync))

      /** Writes the whole file to disk, unless a file of that name exists. */
      const writeOnce = Effect.fn("FileKeyStore.writeOnce")(function* (file: string, text: string) {
        yield* fs.makeDirectory(folder, { recursive: true, mode: 0o700 })
        const aside = `${file}.${randomBytes(6).toString("hex")}`
        yield* fs.writeFileString(aside, `${text}\n`, { mode: 0o600, flag: "wx" }).pipe(
          Effect.andThen(sync(aside)),
          // A link is atomic, and fails if the name exists.
          Effect.andThen(fs.link(aside, file).pipe(Effect.catchIf(isThere, () => Effect.void))),
          Effect.ensuring(Effect.ignore(fs.remove(aside, { force: true })))
        )
        yield* sync(folder)
      })

      const isProtected = pipelineKeys.prefix !== ""

      const unavailable = (partner: string) => (error: PipelineKeysUnavailable) =>
        new KeyStoreError({ partner, message: error.message })

      /** Returns the content of the file of a key. */
      const fileText = Effect.fn("FileKeyStore.fileText")(function* (
        partner: string,
        { version, key, created }: { readonly version: number; readonly key: Uint8Array; readonly created: string }
      ) {
        const text = Buffer.from(key).toString("base64")
        const secret = Buffer.from(encodeProtected({ partner, version, key: text }))
        const stored = isProtected
          ? { protected: yield* pipelineKeys.protect(secret).pipe(Effect.mapError(unavailable(partner))) }
          : { key: text }
        return JSON.stringify({ versions: [{ version, ...stored, created }] })
      })

      /** Keys that were revealed, by the text of their files. A file's key never changes. */
      const revealed = new Map<string, Uint8Array>()

      const revealKey = Effect.fn("FileKeyStore.reveal")(function* (partner: string, text: string, wanted: number) {
        const known = revealed.get(text)
        if (known !== undefined) return known
        if (!text.startsWith(pipelineKeys.prefix) || !isProtected)
          return yield* new KeyStoreError({
            partner,
            message: `The key of partner ${partner} is protected with ${text.startsWith("vault:") ? "Vault" : "age"}, which the settings do not name. Set ${text.startsWith("vault:") ? "CORRIDOR_VAULT_URL" : "CORRIDOR_KEYS_IDENTITY"}.`
          })
        const secret = yield* pipelineKeys.reveal(text).pipe(Effect.mapError(unavailable(partner)))
        const found = Option.getOrUndefined(decodeProtected(Buffer.from(secret).toString()))
        if (found?.partner !== partner || found.version !== wanted)
          return yield* new KeyStoreError({
            partner,
            message: `The key file of partner ${partner} has the key of another partner or version. Restore it from its backup.`
          })
        const key = new Uint8Array(Buffer.from(found.key, "base64"))
        revealed.set(text, key)
        return key
      })

      const keyOf = ({ version, key, protected: text }: Version, partner: string) =>
        text === undefined
          ? Effect.succeed(new Uint8Array(Buffer.from(key ?? "", "base64")))
          : revealKey(partner, text, version)

      const writeVersion = Effect.fn("FileKeyStore.writeVersion")(function* (partner: string, version: number) {
        const text = yield* fileText(partner, { version, key: randomBytes(keyBytes), created: yield* now })
        yield* writeOnce(fileOf(partner, version), text).pipe(Effect.mapError(unwritable(partner)))
      })

      /** Returns when the partner's keys were shredded. */
      const condemned = Effect.fn("FileKeyStore.condemned")(function* (partner: string) {
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
        const since = yield* condemned(partner)
        if (since !== null)
          return yield* new KeyStoreError({
            partner,
            message: `The keys of partner ${partner} were shredded on ${since.slice(0, 10)}. Use another partner id.`
          })
        const there = yield* fs.exists(fileOf(partner, 1)).pipe(Effect.mapError(unwritable(partner)))
        if (!there) yield* writeVersion(partner, 1)
      })

      const keysOf = Effect.fn("KeyStore.keysOf")(function* (partner: string) {
        if ((yield* condemned(partner)) !== null) return []
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

      const addVersion = Effect.fn("KeyStore.addVersion")(function* (partner: string, newest: number) {
        yield* writeVersion(partner, newest + 1)
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
        if ((yield* condemned(partner)) === null)
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
          if (one.protected?.startsWith(pipelineKeys.prefix) && isProtected) continue
          const text = yield* fileText(partner, { ...one, key: yield* keyOf(one, partner) })
          yield* replace(fileOf(partner, one.version), text).pipe(Effect.mapError(unwritable(partner)))
          changed++
        }
        return changed
      })

      /** Replaces a file by a whole one, and destroys the old one. */
      const replace = Effect.fn("FileKeyStore.replace")(function* (file: string, text: string) {
        const old = `${file}.${randomBytes(6).toString("hex")}`
        const aside = `${file}.${randomBytes(6).toString("hex")}`
        yield* fs.writeFileString(aside, `${text}\n`, { mode: 0o600, flag: "wx" })
        yield* sync(aside)
        yield* fs.link(file, old)
        yield* fs.rename(aside, file)
        yield* sync(folder)
        yield* overwrite(old)
        yield* sync(folder)
      })

      /** On flash and copy-on-write disks the old bytes may survive this. */
      const overwrite = Effect.fn("FileKeyStore.overwrite")(function* (file: string) {
        const { size } = yield* fs.stat(file)
        yield* Effect.scoped(
          Effect.flatMap(fs.open(file, { flag: "r+" }), (opened) =>
            Effect.andThen(opened.writeAll(randomBytes(Number(size))), opened.sync)
          )
        )
        yield* fs.remove(file)
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
        const shredded = yield* condemned(partner)
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
