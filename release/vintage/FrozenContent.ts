/** Lines kept under their hash (`corridor_vintage.content`): written as often as one likes, there once; read only if they are whole. */
import { hash } from "node:crypto"
import { Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

const table = "corridor_vintage.content"

const linesPerBlock = 50_000

/** What was frozen is not there whole, or is not what it was. */
export class ContentBroken extends Schema.TaggedError<ContentBroken>()("ContentBroken", {
  message: Schema.String,
  hash: Schema.String
}) {}

export const contentHash = (lines: ReadonlyArray<string>): string => hash("sha256", lines.join("\n"))

/** Keeps the lines; answers their hash. Killed in between, the rest is written by whoever keeps them again. */
export const keepContent = Effect.fn("FrozenContent.keep")(function* (lines: ReadonlyArray<string>) {
  const warehouse = yield* Warehouse
  const name = contentHash(lines)
  for (let at = 0; at < lines.length; at += linesPerBlock)
    yield* warehouse.insert(
      table,
      lines.slice(at, at + linesPerBlock).map((line, i) => ({ hash: name, position: at + i, line })),
      { token: "" }
    )
  return name
})

/** The lines under this hash. */
export const readContent = Effect.fn("FrozenContent.read")(function* (name: string) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ line: string }>(
    `SELECT line FROM ${table} FINAL WHERE hash = {name:String} ORDER BY position`,
    { params: { name } }
  )
  const lines = rows.map(({ line }) => line)
  if (contentHash(lines) !== name)
    return yield* new ContentBroken({ message: "what was frozen is not there as it was: restore it", hash: name })
  return lines
})
