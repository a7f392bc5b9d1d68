/**
 * Removes definitions of tables that are empty or cut short. On a full disk ClickHouse gives such a file the table's name, and opens no table of the
 * store afterwards. Only databases that `transform` builds are searched: the next build makes their tables again.
 *
 * The names are kept in a file next to the store until the other marts are removed too: a vintage would be frozen without the lost ones.
 */
import { appendFileSync, existsSync, readdirSync, rmSync } from "node:fs"
import { basename, join } from "node:path"
import { readInputText } from "../../ports/files/InputFile.ts"

/** Databases that `transform` builds from the others. */
export const rebuilt = ["corridor_mart", "corridor_staging"]

/** Returns the folder with a database's definitions; undefined if there is no such database. */
const folderOf = (path: string, database: string): string | undefined => {
  const file = join(path, "metadata", `${database}.sql`)
  const [uuid] = (existsSync(file) && /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(readInputText(file))) || []
  return uuid === undefined ? undefined : join(path, "store", uuid.slice(0, 3), uuid)
}

const noteOf = (path: string) => `${path}.broken`

/** Removes them from the store in `path`, which must not be open. ClickHouse ends a whole definition with a line break. */
export const removeBrokenDefinitions = (path: string): void => {
  for (const database of rebuilt) {
    const folder = folderOf(path, database)
    if (folder === undefined || !existsSync(folder)) continue
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".sql"))) {
      if (readInputText(join(folder, name)).endsWith("\n")) continue
      appendFileSync(noteOf(path), `${database}.${basename(name, ".sql")}\n`, { mode: 0o600, flush: true })
      rmSync(join(folder, name))
    }
  }
}

/** Returns the names of tables whose definitions were removed since `forgetBroken`. */
export const brokenTables = (path: string): ReadonlyArray<string> =>
  existsSync(noteOf(path))
    ? readInputText(noteOf(path))
        .split("\n")
        .filter((name) => name !== "")
    : []

/** Removes the names, once the other marts are removed too. */
export const forgetBroken = (path: string): void => rmSync(noteOf(path), { force: true })
