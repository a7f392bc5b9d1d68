/** Writes and destroys files of an owner-only folder so that neither a crash nor a concurrent process leaves one in part. */
import { randomBytes } from "node:crypto"
import { Effect, FileSystem, type PlatformError } from "effect"
import { makeOutputFolder } from "../../ports/files/OutputFile.ts"

const isThere = (error: PlatformError.PlatformError) => error.reason._tag === "AlreadyExists"

/** Returns the operations on files of `folder`, which is created with the first file. */
export const durableFiles = Effect.fn("durableFiles")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem

  const sync = (file: string) => Effect.scoped(Effect.flatMap(fs.open(file, { flag: "r" }), (opened) => opened.sync))

  /** Writes the whole file to disk, unless a file of that name exists. */
  const writeOnce = Effect.fn("DurableFiles.writeOnce")(function* (file: string, text: string) {
    yield* makeOutputFolder(folder)
    const aside = `${file}.${randomBytes(6).toString("hex")}`
    yield* fs.writeFileString(aside, `${text}\n`, { mode: 0o600, flag: "wx" }).pipe(
      Effect.andThen(sync(aside)),
      // A link is atomic, and fails if the name exists.
      Effect.andThen(fs.link(aside, file).pipe(Effect.catchIf(isThere, () => Effect.void))),
      Effect.ensuring(Effect.ignore(fs.remove(aside, { force: true })))
    )
    yield* sync(folder)
  })

  /** Replaces a file by a whole one, and destroys the old one. */
  const replace = Effect.fn("DurableFiles.replace")(function* (file: string, text: string) {
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

  /** Overwrites a file and removes it. On flash and copy-on-write disks the old bytes may survive this. */
  const overwrite = Effect.fn("DurableFiles.overwrite")(function* (file: string) {
    const { size } = yield* fs.stat(file)
    yield* Effect.scoped(
      Effect.flatMap(fs.open(file, { flag: "r+" }), (opened) =>
        Effect.andThen(opened.writeAll(randomBytes(Number(size))), opened.sync)
      )
    )
    yield* fs.remove(file)
  })

  return { sync, writeOnce, replace, overwrite }
})
