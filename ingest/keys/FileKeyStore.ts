/** Keys in files: `<folder>/<partner>.json`, readable by their owner only, in a folder of the same kind. */
import { randomBytes } from "node:crypto"
import { Effect, FileSystem, Layer, Path, Redacted, Schema } from "effect"
import { KeyStore, KeyStoreError } from "./KeyStore.ts"

const KeyFile = Schema.Struct({
  versions: Schema.NonEmptyArray(
    Schema.Struct({
      version: Schema.Int,
      key: Schema.String,
      created: Schema.String
    })
  )
})

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(KeyFile))

const ownerOnly = 0o077

/** The layer over `folder`, which is made when it is not there. */
export const layerFileKeyStore = (folder: string) =>
  Layer.effect(
    KeyStore,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const fileOf = (partner: string) => path.join(folder, `${partner}.json`)
      const failure = (partner: string, message: string) => () => new KeyStoreError({ partner, message })

      const create = Effect.fn("KeyStore.create")(function* (partner: string) {
        const unwritable = failure(partner, `the key folder ${folder} cannot be written`)
        const there = yield* fs.exists(fileOf(partner)).pipe(Effect.mapError(unwritable))
        if (there) return
        const created = new Date(yield* Effect.clockWith((clock) => clock.currentTimeMillis)).toISOString()
        const text = JSON.stringify({ versions: [{ version: 1, key: randomBytes(32).toString("base64"), created }] })
        const aside = `${fileOf(partner)}.${randomBytes(6).toString("hex")}`
        yield* fs
          .makeDirectory(folder, { recursive: true, mode: 0o700 })
          .pipe(
            Effect.andThen(fs.writeFileString(aside, `${text}\n`, { mode: 0o600, flag: "wx" })),
            Effect.andThen(fs.rename(aside, fileOf(partner))),
            Effect.mapError(unwritable)
          )
      })

      const keysOf = Effect.fn("KeyStore.keysOf")(function* (partner: string) {
        const file = fileOf(partner)
        const info = yield* fs
          .stat(file)
          .pipe(
            Effect.mapError(
              failure(
                partner,
                `partner ${partner} has no pseudonymisation key in ${folder}: restore it from its backup`
              )
            )
          )
        if ((info.mode & ownerOnly) !== 0)
          return yield* new KeyStoreError({
            partner,
            message: `the key file of partner ${partner} can be read by others: run chmod 600 on it`
          })
        const { versions } = yield* fs
          .readFileString(file)
          .pipe(
            Effect.flatMap(decode),
            Effect.mapError(
              failure(partner, `the key file of partner ${partner} is damaged: restore it from its backup`)
            )
          )
        return versions.map(({ version, key }) => ({
          version,
          key: Redacted.make(new Uint8Array(Buffer.from(key, "base64")), { label: "pseudonymisation key" })
        }))
      })

      const partners = fs.readDirectory(folder).pipe(
        Effect.catch(() => Effect.succeed([] as ReadonlyArray<string>)),
        Effect.map((files) =>
          files
            .filter((file) => file.endsWith(".json"))
            .map((file) => file.slice(0, -".json".length))
            .sort()
        )
      )

      return KeyStore.of({ create, keysOf, partners })
    })
  )
