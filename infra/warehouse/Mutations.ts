/**
 * Mutations of the embedded engine, which by themselves mostly wait.
 *
 * A mutation writes a table anew, part by part. The engine has places for four parts at a time. Where these are taken it looks again after
 * a pause of its own, however soon they are free: seen 140 ms for each part of ten rows, so 30 s for 210 parts (chDB 3.4.0). A person who
 * withdraws would wait for that in every table. A server has settings for the places and the pause, chDB takes none. But whoever lets a
 * table's merges go on makes the engine look at once, also where they were never stopped: 5 ms for each of those parts. Here those merges
 * are let go on that drop what is past its time, as nobody stops them.
 */
import { setTimeout as sleep } from "node:timers/promises"
import type { SqlWord } from "./SqlText.ts"

/** Milliseconds between two times: a mutation of few parts is done before the first. */
const pause = 10

const textOf = (sql: string, { start, end }: SqlWord) => sql.slice(start, end)

/** The name, as it is written, of the table that `sql` may mutate; undefined for a statement that mutates none. */
export const mutatedTable = (sql: string, words: ReadonlyArray<SqlWord>): string | undefined => {
  const [first, second, third, fourth] = words.map(({ text }) => text)
  const isMutation = (first === "ALTER" && second === "TABLE") || (first === "DELETE" && second === "FROM")
  if (!isMutation) return undefined
  const [name, dot, own] = words.slice(third === "IF" && fourth === "EXISTS" ? 4 : 2)
  if (name === undefined) return undefined
  return dot?.text === "." && own !== undefined ? `${textOf(sql, name)}.${textOf(sql, own)}` : textOf(sql, name)
}

/** Answers what `mutation` does, and until it is done lets `run` make the engine look for the table's next parts. */
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
    // The table may be gone, or not be one whose parts are merged.
    if (!isDone) await run(`SYSTEM START TTL MERGES ${table}`).catch(() => {})
  }
  return mutation
}
