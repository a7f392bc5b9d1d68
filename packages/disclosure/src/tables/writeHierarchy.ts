import { Effect, FileSystem } from "effect"
import { csvField } from "./csvField.ts"
import type { Hierarchy } from "./Hierarchy.ts"

/** Writes a file that `readHierarchy` reads; all or nothing. */
export const writeHierarchy = Effect.fn("writeHierarchy")(function* (file: string, hierarchy: Hierarchy) {
  const fs = yield* FileSystem.FileSystem
  const lines = hierarchy.map(({ dimension, child, parent, grouping, dated }) =>
    [dimension, child, parent, grouping, dated?.along ?? "", dated?.from ?? "", dated?.to ?? ""].map(csvField).join(",")
  )
  const part = `${file}.part`
  yield* fs.writeFileString(part, `${["dimension,child,parent,grouping,along,from,to", ...lines].join("\n")}\n`).pipe(
    Effect.andThen(fs.rename(part, file)),
    Effect.onError(() => Effect.ignore(fs.remove(part)))
  )
})
