/**
 * The code that makes figures: its files with their SHA-256, and the text of the SQL that makes the marts. A release records the hash of this
 * list, so a reader can compare it with the source.
 */
import { hash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Folders with code that decides figures. */
const folders = ["packages/disclosure/src", "ports", "release", "schemas", "transform"] as const

const isCode = (path: string) => /\.(?:ts|sql|ya?ml|csv|json|avsc)$/.test(path)

/** Folders that tools write into. */
const isMade = (path: string) => /(?:^|\/)(?:node_modules|target|dbt_packages|logs)\//.test(path)

interface CodeFile {
  /** Path in the repository, with slashes. */
  readonly path: string
  readonly sha256: string
  /** Undefined unless the file is SQL. */
  readonly text?: string | undefined
}

/** Returns the line of a file in the listing. */
export const codeLine = ({ path, sha256, text }: CodeFile): string =>
  JSON.stringify(text === undefined ? [path, sha256] : [path, sha256, text])

/** Returns the file that a line of the listing describes. */
export const readCodeLine = (line: string): CodeFile => {
  const [path, sha256, text] = JSON.parse(line) as [string, string, string?]
  return { path, sha256, text }
}

const listFiles = (): ReadonlyArray<string> =>
  folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
        (name) => `${folder}/${name.replaceAll("\\", "/")}`
      )
    )
    .filter((path) => isCode(path) && !isMade(path))
    .toSorted()

let known: ReadonlyArray<string> | undefined

/** Returns the list as lines, ordered by path. It is read once: the code of a process does not change. */
export const codeListing = (): ReadonlyArray<string> => {
  known ??= listFiles().map((path) => {
    const bytes = readFileSync(join(root, path))
    const sha256 = hash("sha256", bytes)
    return codeLine({ path, sha256, text: path.endsWith(".sql") ? bytes.toString("utf8") : undefined })
  })
  return known
}
