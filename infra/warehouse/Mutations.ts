/**
 * Speeds up mutations of the embedded engine.
 *
 * A mutation rewrites a table part by part, and the engine processes four parts at a time. When all four slots are taken, it waits for a
 * fixed pause before it checks again, even if a slot becomes free earlier. A withdrawal would wait for this in every table. A ClickHouse
 * server has settings for the slots and the pause; chDB (3.4.0) ignores them.
 *
 * `SYSTEM START … MERGES` makes the engine check immediately, even if merges were never stopped. `START TTL MERGES` has no other effect
 * here, because no code stops TTL merges.
 */
import { setTimeout as sleep } from "node:timers/promises"
import type { SqlWord } from "./SqlText.ts"

/** Milliseconds between two checks. A mutation of few parts finishes before the first. */
const pause = 10

const textOf = (sql: string, { start, end }: SqlWord) => sql.slice(start, end)

/** Returns the name, as written, of the table that `sql` may mutate. Returns undefined if `sql` is not a mutation. */
export const mutatedTable = (sql: string, words: ReadonlyArray<SqlWord>): string | undefined => {
  const [first, second, third, fourth] = words.map(({ text }) => text)
  const isMutation = (first === "ALTER" && second === "TABLE") || (first === "DELETE" && second === "FROM")
  if (!isMutation) return undefined
  const [name, dot, own] = words.slice(third === "IF" && fourth === "EXISTS" ? 4 : 2)
  if (name === undefined) return undefined
  return dot?.text === "." && own !== undefined ? `${textOf(sql, name)}.${textOf(sql, own)}` : textOf(sql, name)
}

/** Waits for `mutation` and returns its result. Until then, uses `run` to make the engine check for further parts. */
export const awaitMutation = async <A>(
  mutation: Promise<A>,
  table: string,
  run: (sql: string) => Promise<unknown>
): Promise<A> => {
  let isDone = false
  const end = () => {
    isDone = true
  }
  const done = mutation.then(end, end)
  while (!isDone) {
    await Promise.race([done, sleep(pause)])
    // The table may have been dropped, or have an engine without merges.
    if (!isDone) await run(`SYSTEM START TTL MERGES ${table}`).catch(() => {})
  }
  return mutation
}
