/** Writes and destroys files of an owner-only folder so that neither a crash nor a concurrent process leaves one in part. */
import { randomBytes } from "node:crypto"
import { Clock, Effect, FileSystem, Option, type PlatformError } from "effect"
import { makeOutputFolder } from "../../ports/files/OutputFile.ts"

const isThere = (error: PlatformError.PlatformError) => error.reason._tag === "AlreadyExists"

/** Milliseconds that no write takes. */
const longestWrite = 10_000

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

  /** Destroys what processes left of files of the folder that were killed while they wrote or replaced them. */
  const destroyLeft = Effect.fn("DurableFiles.destroyLeft")(function* (isOf: (name: string) => boolean) {
    const now = yield* Clock.currentTimeMillis
    for (const name of yield* fs.readDirectory(folder)) {
      if (!isOf(name.replace(/\.[0-9a-f]{12}$/, "")) || isOf(name)) continue
      const left = `${folder}/${name}`
      const { mtime, nlink } = yield* fs.stat(left)
      if (now - Option.getOrElse(mtime, () => new Date(now)).getTime() < longestWrite) continue
      // A second name of a file that is in use.
      if (Option.getOrElse(nlink, () => 2) > 1) yield* fs.remove(left)
      else yield* overwrite(left)
    }
  })

  return { sync, writeOnce, replace, overwrite, destroyLeft }
})
