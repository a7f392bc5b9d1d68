/**
 * The versions of the program and of what it stores. An older program refuses what a newer one wrote, because it would read and change it
 * wrongly: the data folder by `version.json` before anything in it is opened, a store by its migrations.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Option, Schema } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { stateVersion } from "../state/version.ts"

/** A newer program wrote the data folder or the store, or it is not known which one did. */
export class StoreNewer extends Schema.TaggedError<StoreNewer>()("StoreNewer", { message: Schema.String }) {}

const packageFile = (path: string): { readonly version: string } =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"))

export const programVersion: string = packageFile("../../package.json").version

/** Names of the migrations of ClickHouse that this program knows, in order. */
export const knownMigrations: ReadonlyArray<string> = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".sql"))
  .map((file) => file.slice(0, -".sql".length))
  .sort()

/** Names under which stores may have noted a migration that was renamed, because it had the number of another one. */
export const formerNames: Readonly<Record<string, string>> = {
  "141-linkage": "140-linkage",
  "142-partner-keys": "140-partner-keys"
}

/** Returns whether this program knows a migration that a store or a backup names. */
export const isKnownMigration = (name: string): boolean =>
  knownMigrations.includes(name) || Object.values(formerNames).includes(name)

/** Returns the number with which a migration's name begins. */
export const migrationNumber = (name: string): string => String(Number.parseInt(name, 10))

/** What this program stores in a data folder, each with its version: numbers separated by dots. A store that is added gets a line here. */
export const storeVersions: Readonly<Record<string, string>> = {
  tables: migrationNumber(knownMigrations.at(-1) as string),
  state: String(stateVersion)
}

/** Returns whether a version is higher than another one. */
const isHigher = (version: string, other: string): boolean => {
  const [a, b] = [version, other].map((text) => text.split(".").map(Number)) as [Array<number>, Array<number>]
  for (let i = 0; i < Math.max(a.length, b.length); i++)
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0)
  return false
}

/** Returns the refusal of what a newer program wrote. `what`: its description; `theirs`, `ours`: versions of it. */
export const newerThan = (what: string, theirs: string, program: string, ours: string): StoreNewer =>
  new StoreNewer({
    message: `${what} has version ${theirs}, written by Corridor ${program === "" ? "of a later version" : program}. This is Corridor ${programVersion}, which knows versions up to ${ours}. Use Corridor ${program === "" ? "of that version" : program} or later, or restore a backup that this version made (docs/how-to/upgrade.md).`
  })

const Written = Schema.fromJsonString(
  Schema.Struct({
    program: Schema.String,
    stores: Schema.Record(Schema.String, Schema.String.check(Schema.isPattern(/^\d+(\.\d+)*$/)))
  })
)
type Written = typeof Written.Type

const fileOf = (data: string) => join(data, "version.json")

/** Returns the note of a data folder: none if there is no file, and undefined if the file is damaged. */
const writtenVersion = (data: string): Option.Option<Written> | undefined => {
  const text = readTextFile(fileOf(data))
  if (text === undefined) return Option.none()
  const written = Schema.decodeUnknownOption(Written)(text)
  return Option.isSome(written) ? written : undefined
}

/** Returns the refusal of a data folder that a newer program opened, or may have opened; undefined if this program may open it. */
export const refusedFolder = (
  data: string,
  known: Readonly<Record<string, string>> = storeVersions
): StoreNewer | undefined => {
  const found = writtenVersion(data)
  if (found === undefined)
    return new StoreNewer({
      message: `${fileOf(data)} is damaged, so it is not known which version of Corridor opened this data folder last. If it was none later than ${programVersion}, remove the file. Otherwise use that version.`
    })
  if (Option.isNone(found)) return undefined
  const { program, stores } = found.value
  for (const [store, theirs] of Object.entries(stores)) {
    const ours = known[store]
    if (ours === undefined || isHigher(theirs, ours))
      return newerThan(`The data folder ${data} (${store})`, theirs, program, ours ?? "none")
  }
  return undefined
}

/** Notes in the data folder that this program opens it. Called before it changes anything there. */
export const markFolder = (data: string, known: Readonly<Record<string, string>> = storeVersions): void => {
  const written = Option.getOrUndefined(writtenVersion(data) ?? Option.none())
  const program = written !== undefined && isHigher(written.program, programVersion) ? written.program : programVersion
  const mark: Written = { program, stores: { ...known } }
  if (JSON.stringify(written) !== JSON.stringify(mark)) writeOwnerOnlyFile(fileOf(data), `${JSON.stringify(mark)}\n`)
}
