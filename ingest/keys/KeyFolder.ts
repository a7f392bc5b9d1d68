/**
 * The key store in owner-only files in an owner-only folder: `<partner>.json` has the first key version, `<partner>.2.json` the second, and so
 * on. A file is created atomically, and its key never changes, so neither a crash nor concurrent rotations lose a key. `<partner>.shredded` records
 * that keys were shredded.
 */
import { Effect, FileSystem, Path, type PlatformError, Schema } from "effect"
import { durableFiles } from "./DurableFiles.ts"
import { isKeyOf, KeyFile, keyBytes, otherKey, type Version } from "./KeyFile.ts"
import { KeyStoreError } from "./KeyStore.ts"

const Tombstone = Schema.Struct({ partner: Schema.String, shredded: Schema.String, words: Schema.String })

const decodeKeys = Schema.decodeUnknownEffect(Schema.fromJsonString(KeyFile))
const decodeTombstone = Schema.decodeUnknownEffect(Schema.fromJsonString(Tombstone))

const tombstoneWords =
  "The keys of this partner were destroyed on purpose. Put no key here: its pseudonyms are to stay unlinkable."

const ownerOnly = 0o077

const isMissing = (error: PlatformError.PlatformError) => error.reason._tag === "NotFound"

/** The time, in ISO 8601. */
export const now = Effect.clockWith((clock) => clock.currentTimeMillis).pipe(
  Effect.map((millis) => new Date(millis).toISOString())
)

/** Opens `folder`, which is created if it does not exist. Its methods fail with `KeyStoreError`. */
export const openKeyFolder = Effect.fn("KeyFolder.open")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { sync, writeOnce, replace, overwrite, destroyLeft } = yield* durableFiles(folder)
  const fileOf = (partner: string, version: number) =>
    path.join(folder, version === 1 ? `${partner}.json` : `${partner}.${version}.json`)
  const tombstoneOf = (partner: string) => path.join(folder, `${partner}.shredded`)
  const failure = (partner: string, message: string) => () => new KeyStoreError({ partner, message })
  const unreadable = (partner: string) =>
    failure(partner, `Cannot read the key folder ${folder}. Check that it is a folder, its permissions and its disk.`)
  const unwritable = (partner: string) =>
    failure(partner, `Cannot write to the key folder ${folder}. Check its permissions and its disk.`)

  /** Returns when the partner's keys were shredded. */
  const shreddedAt = Effect.fn("KeyFolder.shreddedAt")(function* (partner: string) {
    return yield* fs.readFileString(tombstoneOf(partner)).pipe(
      Effect.flatMap(decodeTombstone),
      Effect.map(({ shredded }) => shredded),
      Effect.catchIf(
        (error) => error._tag === "PlatformError" && isMissing(error),
        () => Effect.succeed(null)
      ),
      Effect.mapError((error) =>
        error._tag === "PlatformError"
          ? unreadable(partner)()
          : failure(partner, `${tombstoneOf(partner)} is damaged. The keys of partner ${partner} were shredded.`)()
      )
    )
  })

  const readVersion = Effect.fn("KeyFolder.readVersion")(function* (partner: string, version: number) {
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
  const readVersions = Effect.fn("KeyFolder.readVersions")(function* (partner: string) {
    const all: Array<Version> = []
    for (;;) {
      const more = yield* readVersion(partner, all.length + 1)
      if (more === undefined) return all
      all.push(...more)
    }
  })

  /** Returns all files with a key of the partner, including incomplete ones after a crash; the oldest last. */
  const filesOf = Effect.fn("KeyFolder.filesOf")(function* (partner: string) {
    const files = yield* fs.readDirectory(folder)
    const isOldest = (name: string) => name === path.basename(fileOf(partner, 1))
    return files
      .filter((name) => name.startsWith(`${partner}.`) && name !== path.basename(tombstoneOf(partner)))
      .sort((a, b) => Number(isOldest(a)) - Number(isOldest(b)))
  })

  /** A folder that cannot be read is not an empty one: nothing would be erased for partners that are not found. */
  const names = (pattern: RegExp) =>
    fs.readDirectory(folder).pipe(
      Effect.catchIf(isMissing, () => Effect.succeed<ReadonlyArray<string>>([])),
      Effect.mapError(unreadable("")),
      Effect.map((files) => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))].sort())
    )

  return {
    shreddedAt,
    readVersions,
    filesOf: (partner: string) => filesOf(partner).pipe(Effect.mapError(unreadable(partner))),
    names,
    has: (partner: string) => fs.exists(fileOf(partner, 1)).pipe(Effect.mapError(unwritable(partner))),
    /** Writes a new version. */
    write: (partner: string, version: number, text: string) =>
      writeOnce(fileOf(partner, version), text).pipe(Effect.mapError(unwritable(partner))),
    /** Writes an existing version in another form. */
    replace: (partner: string, version: number, text: string) =>
      replace(fileOf(partner, version), text).pipe(Effect.mapError(unwritable(partner))),
    /** Destroys the partner's keys that are left under other names after a crash. */
    destroyLeft: (partner: string) =>
      destroyLeft((name) => name.startsWith(`${partner}.`) && /^[^.]+(\.\d+)?\.json$/.test(name)).pipe(
        Effect.mapError(unwritable(partner))
      ),
    /** Records that the keys are shredded, before they are. */
    condemn: Effect.fnUntraced(function* (partner: string) {
      const tombstone = { partner, shredded: yield* now, words: tombstoneWords }
      yield* writeOnce(tombstoneOf(partner), JSON.stringify(tombstone)).pipe(Effect.mapError(unwritable(partner)))
    }),
    /** Overwrites and deletes all files with a key of the partner. */
    destroy: (partner: string) =>
      Effect.gen(function* () {
        for (const name of yield* filesOf(partner)) yield* overwrite(path.join(folder, name))
        yield* sync(folder)
      }).pipe(Effect.mapError(unwritable(partner)))
  }
})
