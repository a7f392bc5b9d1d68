/**
 * Removes orphaned deduplication tokens: tokens that the store has recorded without the rows of their insert.
 *
 * ClickHouse records the token of an insert in `deduplication_logs`, in the table's folder, before it renames the part with the rows to its
 * final name. If the process is killed in between, the retried insert is reported as successful but stores nothing. Before the store is
 * opened, such tokens are therefore removed, by appending to the log in its own format. Source: `MergeTreeSink` and
 * `MergeTreeDeduplicationLog` of ClickHouse. `test/fault/KilledInsert.test.ts` kills the process at that moment.
 */
import { appendFileSync, existsSync, readdirSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { readInput, readInputText } from "../../ports/files/InputFile.ts"

const logs = "deduplication_logs"

/** Operations in the log. */
const added = "1"
const dropped = "2"

/**
 * A part holds the blocks `first` to `last` of a partition: one block after an insert, several after a merge. The merge level and the
 * mutation version, which follow in the name, do not matter here.
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

/** Returns the log files of a table, oldest first. */
const logFilesOf = (table: string): ReadonlyArray<string> =>
  readdirSync(join(table, logs))
    .map((name) => ({ name, number: Number(/^deduplication_log_(\d+)\.txt$/.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => a.number - b.number)
    .map(({ name }) => join(table, logs, name))

/** Removes the tokens of one table that have no part, and returns their number. */
const forgetOf = (table: string): number => {
  const files = logFilesOf(table)
  const newest = files.at(-1)
  if (newest === undefined) return 0
  const remembered = new Map<string, string>()
  for (const file of files)
    for (const line of readInputText(file).split("\n")) {
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
  // Remove an incomplete last line, or it would join the first appended line.
  const bytes = readInput(newest)
  truncateSync(newest, bytes.lastIndexOf("\n") + 1)
  appendFileSync(newest, spent.map(([token, part]) => `${dropped}\t${part}\t${token}\n`).join(""))
  return spent.length
}

/** Removes the orphaned tokens of the store in the folder `path`, and returns their number. The store must not be open. */
export const removeOrphanedTokens = (path: string): number => {
  const store = join(path, "store")
  const tables = foldersOf(store).flatMap((some) =>
    foldersOf(join(store, some)).map((table) => join(store, some, table))
  )
  return tables.filter((table) => existsSync(join(table, logs))).reduce((sum, table) => sum + forgetOf(table), 0)
}
