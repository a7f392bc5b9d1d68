/** The arguments of `npm test`. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type Turn, turns } from "./turns.ts"

export interface RunArguments {
  /** Every round of every suite. */
  readonly full: boolean
  /** Write the processor times by which files are started and divided into turns. */
  readonly record: boolean
  /** Which of the slow files; without it, those of the commit. */
  readonly turn: Turn | undefined
  /** Absolute paths of the files and folders to run; empty for everything. */
  readonly files: ReadonlyArray<string>
}

const turnOf = (text: string): Turn => {
  if (text === "all") return text
  const turn = Number(text)
  if (Number.isInteger(turn) && turn >= 1 && turn <= turns) return turn
  throw new Error(`--turn is a number from 1 to ${turns}, or all.`)
}

/** Throws an error that says what to do if an argument is unknown or a file does not exist. */
export const runArguments = (args: ReadonlyArray<string>, root: string): RunArguments => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      // How `infra/bootstrap.mjs` is asked for this script.
      test: { type: "boolean" },
      full: { type: "boolean" },
      record: { type: "boolean" },
      turn: { type: "string" }
    }
  })
  const files = positionals.map((file) => join(root, file))
  const missing = positionals.filter((_, i) => !existsSync(files[i] as string))
  if (missing.length > 0) throw new Error(`No such file or folder: ${missing.join(", ")}. Name them from the root.`)
  const given = values.turn === undefined ? undefined : turnOf(values.turn)
  const needsAll = values.full === true || files.length > 0
  if (given !== undefined && given !== "all" && needsAll)
    throw new Error("--full and names of files leave nothing out: do not use --turn with them.")
  return { full: values.full === true, record: values.record === true, turn: needsAll ? "all" : given, files }
}
