/**
 * Removes definitions of tables that are empty or cut short. On a full disk ClickHouse gives such a file the table's name, and opens no table of the
 * store afterwards. Only databases that `transform` builds are searched: the next build makes their tables again.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { rebuilt } from "./damagedParts.ts"

/** The folder with a database's definitions; undefined if there is no such database. */
const folderOf = (path: string, database: string): string | undefined => {
  const file = join(path, "metadata", `${database}.sql`)
  const [uuid] = (existsSync(file) && /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(readFileSync(file, "utf8"))) || []
  return uuid === undefined ? undefined : join(path, "store", uuid.slice(0, 3), uuid)
}

/** Removes them from the store in `path`, which nobody may have open, and returns their number. ClickHouse ends a whole definition with a line break. */
export const removeBrokenDefinitions = (path: string): number => {
  const files = rebuilt
    .map((database) => folderOf(path, database))
    .flatMap((folder) =>
      folder !== undefined && existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
    )
  const broken = files.filter((file) => file.endsWith(".sql") && !readFileSync(file, "utf8").endsWith("\n"))
  for (const file of broken) rmSync(file)
  return broken.length
}
