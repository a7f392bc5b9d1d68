/**
 * Lines stored under their hash (`corridor_vintage.content`). Writing is idempotent; reading fails unless the content is complete and
 * unchanged.
 */
import { hash } from "node:crypto"
import { Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

/** The table of contents that ledger entries name by hash: frozen marts, cells and pages of releases, answers. */
export const contentTable = "corridor_vintage.content"

const linesPerBlock = 50_000

/** Frozen content is incomplete or was changed. */
export class ContentBroken extends Schema.TaggedError<ContentBroken>()("ContentBroken", {
  message: Schema.String,
  hash: Schema.String
}) {}

/** Returns the hash under which the lines are stored: SHA-256, in hexadecimal digits. */
export const contentHash = (lines: ReadonlyArray<string>): string => hash("sha256", lines.join("\n"))

/** Stores the lines and returns their hash. If the process is killed, storing the same lines again completes them. */
export const keepContent = Effect.fn("FrozenContent.keep")(function* (lines: ReadonlyArray<string>) {
  const name = contentHash(lines)
  for (let at = 0; at < lines.length; at += linesPerBlock)
    yield* Warehouse.insert(
      contentTable,
      lines.slice(at, at + linesPerBlock).map((line, i) => ({ hash: name, position: at + i, line })),
      { token: "" }
    )
  return name
})

/** Returns the lines with this hash. */
export const readContent = Effect.fn("FrozenContent.read")(function* (name: string) {
  const rows = yield* Warehouse.query<{ line: string }>(
    `SELECT line FROM ${contentTable} FINAL WHERE hash = {name:String} ORDER BY position`,
    { params: { name } }
  )
  const lines = rows.map(({ line }) => line)
  if (contentHash(lines) !== name)
    return yield* new ContentBroken({
      message: "Frozen data is missing or was changed. Restore it from a backup.",
      hash: name
    })
  return lines
})

/** Deletes lines by their hashes. */
export const deleteContent = Effect.fn("FrozenContent.delete")(function* (hashes: ReadonlyArray<string>) {
  const params = { hashes }
  const there = yield* Warehouse.query(
    `SELECT 1 AS there FROM ${contentTable} WHERE hash IN {hashes:Array(String)} LIMIT 1`,
    { params }
  )
  if (there.length > 0)
    yield* Warehouse.command(`ALTER TABLE ${contentTable} DELETE WHERE hash IN {hashes:Array(String)}`, {
      params,
      settings: { mutations_sync: 2 }
    })
})
