/** The withdrawal log as an owner-only file with one JSON object per line. */
import { Effect, FileSystem, Layer, Path, Semaphore } from "effect"
import { systemReason } from "../../ports/files/fileFailure.ts"
import { makeOutputFolder } from "../../ports/files/OutputFile.ts"
import {
  type LoggedWithdrawal,
  type LoggedWithdrawals,
  lineOf,
  parseLog,
  WithdrawalLog,
  WithdrawalLogError
} from "./WithdrawalLog.ts"

const ownerOnly = 0o077

/** Returns the layer over `file`, which is created with the first entry. */
export const layerFileWithdrawalLog = (file: string) =>
  Layer.effect(
    WithdrawalLog,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const oneAtATime = yield* Semaphore.make(1)
      const unreadable = () =>
        new WithdrawalLogError({ message: `Cannot read the withdrawal log ${file}. Check its permissions.` })
      const unwritable = (error: unknown) => {
        const reason = systemReason(error)
        return new WithdrawalLogError({
          message: `Cannot write the withdrawal log ${file}${reason === undefined ? "" : `: ${reason}`}. Check its permissions and its disk, and run the command again.`
        })
      }

      let known: { readonly size: bigint; readonly text: string; readonly parsed: LoggedWithdrawals } | undefined

      /** The file only grows, so its size shows whether it has changed since it was read. */
      const read = Effect.gen(function* () {
        const there = yield* fs.exists(file).pipe(Effect.mapError(unreadable))
        if (!there) return { size: 0n, text: "", parsed: parseLog("") }
        const { size, mode } = yield* fs.stat(file).pipe(Effect.mapError(unreadable))
        if ((mode & ownerOnly) !== 0)
          return yield* new WithdrawalLogError({
            message: `The withdrawal log ${file} can be read by other users. Run chmod 600 on it.`
          })
        if (known === undefined || known.size !== BigInt(size)) {
          const text = yield* fs.readFileString(file).pipe(Effect.mapError(unreadable))
          known = { size: BigInt(size), text, parsed: parseLog(text) }
        }
        return known
      })

      /** Removes what a full disk let in of entries that were not carried out: it would be reported as a damaged line for ever. */
      const removePart = (size: bigint, before: string, added: string) =>
        Effect.gen(function* () {
          const now = yield* fs.readFileString(file)
          const isOurs = now.startsWith(before) && added.startsWith(now.slice(before.length))
          if (isOurs && now.length > before.length) yield* fs.truncate(file, Number(size))
        }).pipe(Effect.ignore)

      const append = Effect.fn("WithdrawalLog.append")(function* (entries: ReadonlyArray<LoggedWithdrawal>) {
        const { size, text } = yield* read
        // A truncated line is ended first, so that it does not damage the new entry.
        const start = text === "" || text.endsWith("\n") ? "" : "\n"
        const lines = entries.map((entry) => `${lineOf(entry)}\n`).join("")
        const folder = path.dirname(file)
        yield* Effect.gen(function* () {
          yield* makeOutputFolder(folder)
          const opened = yield* fs.open(file, { flag: "a", mode: 0o600 })
          yield* opened.writeAll(Buffer.from(start + lines))
          yield* opened.sync
          if (text === "") yield* (yield* fs.open(folder, { flag: "r" })).sync
        }).pipe(
          Effect.scoped,
          Effect.tapError(() => removePart(size, text, start + lines)),
          Effect.mapError(unwritable)
        )
      })

      return WithdrawalLog.of({
        append: (entries) => oneAtATime.withPermits(1)(append(entries)),
        all: Effect.map(read, ({ parsed }) => parsed)
      })
    })
  )
