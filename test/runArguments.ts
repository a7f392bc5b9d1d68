/** The arguments of `npm test`. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"

export interface RunArguments {
  /** Every round of every suite. */
  readonly full: boolean
  /** Write the durations by which files are started. */
  readonly record: boolean
  /** Absolute paths of the files and folders to run; empty for everything. */
  readonly files: ReadonlyArray<string>
}

/** Throws an error that says what to do if an argument is unknown or a file does not exist. */
export const runArguments = (args: ReadonlyArray<string>, root: string): RunArguments => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    // `test` is how `infra/bootstrap.mjs` is asked for this script.
    options: { test: { type: "boolean" }, full: { type: "boolean" }, record: { type: "boolean" } }
  })
  const files = positionals.map((file) => join(root, file))
  const missing = positionals.filter((_, i) => !existsSync(files[i] as string))
  if (missing.length > 0) throw new Error(`No such file or folder: ${missing.join(", ")}. Name them from the root.`)
  if (files.length > 0 && values.record === true) throw new Error("--record needs a run of all files: name none.")
  return { full: values.full === true, record: values.record === true, files }
}
