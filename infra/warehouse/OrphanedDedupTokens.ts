/**
 * Deduplication tokens that the store has taken and whose rows it does not have.
 *
 * ClickHouse writes the token of an insert down (`deduplication_logs`, beside the table's parts) before the part with its rows gets its name.
 * Killed in between it has a token and no rows: that insert, sent again, is answered with success and stores nothing. So before the store is
 * opened such tokens are struck out, in that log's own form. (Source: `MergeTreeSink` and `MergeTreeDeduplicationLog` of ClickHouse;
 * `test/fault/KilledInsert.test.ts` kills it at that moment.)
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync } from "node:fs"
import { join } from "node:path"

const logs = "deduplication_logs"

/** What a line of the log says of a token. */
const added = "1"
const dropped = "2"

/**
 * A part holds the blocks of a partition from `first` to `last`: an insert's one block, and after merges those of many. What follows the two in
 * its name tells how often it was made anew.
 */
interface Part {
  readonly partition: string
  readonly first: number
  readonly last: number
}

const parsePart = (name: string): Part | undefined => {
  const [, partition, first, last] = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(name) ?? []
  return partition === undefined ? undefined : { partition, first: Number(first), last: Number(last) }
}

const foldersOf = (folder: string): ReadonlyArray<string> =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : []

/** Files of a table's log, the oldest first. */
const logFilesOf = (table: string): ReadonlyArray<string> =>
  readdirSync(join(table, logs))
    .map((name) => ({ name, number: Number(/^deduplication_log_(\d+)\.txt$/.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => a.number - b.number)
    .map(({ name }) => join(table, logs, name))

/** Strikes out the tokens of one table that have no part; answers how many. */
const forgetOf = (table: string): number => {
  const files = logFilesOf(table)
  const newest = files.at(-1)
  if (newest === undefined) return 0
  const remembered = new Map<string, string>()
  for (const file of files)
    for (const line of readFileSync(file, "utf8").split("\n")) {
      const [what, part, token] = line.split("\t")
      if (part === undefined || token === undefined) continue
      if (what === added) remembered.set(token, part)
      else remembered.delete(token)
    }
  const parts = Map.groupBy(
    foldersOf(table)
      .map(parsePart)
      .filter((part) => part !== undefined),
    ({ partition }) => partition
  )
  const isThere = (name: string) => {
    const part = parsePart(name)
    if (part === undefined) return true
    return parts.get(part.partition)?.some(({ first, last }) => first <= part.first && part.last <= last) === true
  }
  const spent = [...remembered].filter(([, part]) => !isThere(part))
  if (spent.length === 0) return 0
  // A line that a kill cut off would run into what is written behind it.
  const bytes = readFileSync(newest)
  truncateSync(newest, bytes.lastIndexOf("\n") + 1)
  appendFileSync(newest, spent.map(([token, part]) => `${dropped}\t${part}\t${token}\n`).join(""))
  return spent.length
}

/** Makes the store in the folder `path`, which nobody has open, forget every token whose rows it does not have; answers how many those were. */
export const removeOrphanedTokens = (path: string): number => {
  const store = join(path, "store")
  const tables = foldersOf(store).flatMap((some) =>
    foldersOf(join(store, some)).map((table) => join(store, some, table))
  )
  return tables.filter((table) => existsSync(join(table, logs))).reduce((sum, table) => sum + forgetOf(table), 0)
}
