import { createHash } from "node:crypto"
import { Effect, FileSystem, Layer, Path } from "effect"
import { BudgetStore, BudgetStoreFailed } from "./BudgetStore.ts"

/**
 * Budgets in a folder: one file for each row, `<book>/<number>`. A row is written beside, flushed, and linked to its number: a link
 * to a name that is there fails, so of many who add at once one succeeds, and a process that is killed leaves a whole row or none.
 */
export const budgetFiles = (folder: string) =>
  Layer.effect(
    BudgetStore,
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      // Names of books come from outside: only their hash becomes a name of a folder.
      const place = (book: string) => path.join(folder, createHash("sha256").update(book).digest("hex"))
      const failing = (operation: "rows" | "append") => () =>
        new BudgetStoreFailed({ operation, message: "the folder of budgets can't be used" })
      const rowName = (at: number) => String(at).padStart(9, "0")

      const rows = (book: string) =>
        Effect.gen(function* () {
          const own = place(book)
          if (!(yield* files.exists(own))) return []
          const names = (yield* files.readDirectory(own)).filter((name) => /^\d{9}$/.test(name)).sort()
          return yield* Effect.forEach(names, (name) => files.readFileString(path.join(own, name)))
        }).pipe(Effect.mapError(failing("rows")))

      const append = (book: string, at: number, row: string) =>
        Effect.gen(function* () {
          const own = place(book)
          yield* files.makeDirectory(own, { recursive: true })
          if (at > 0 && !(yield* files.exists(path.join(own, rowName(at - 1))))) return false
          const beside = yield* files.makeTempFileScoped({ directory: own, prefix: "row-" })
          const file = yield* files.open(beside, { flag: "w" })
          yield* file.writeAll(new TextEncoder().encode(row))
          yield* file.sync
          return yield* files.link(beside, path.join(own, rowName(at))).pipe(
            // The name is durable too before anybody is answered.
            Effect.andThen(files.open(own, { flag: "r" })),
            Effect.flatMap((directory) => directory.sync),
            Effect.as(true),
            Effect.catchReason("PlatformError", "AlreadyExists", () => Effect.succeed(false))
          )
        }).pipe(Effect.scoped, Effect.mapError(failing("append")))

      return { rows, append }
    })
  )
