/** What a command wrote into its target folder. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import type { Ended } from "./Scenario.ts"

export const readJson = (path: string): unknown => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null)

/** Every file below `compiled/`, by path. */
export const compiledFiles = (target: string): Readonly<Record<string, string>> => {
  const root = join(target, "compiled")
  if (!existsSync(root)) return {}
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(root, path), readFileSync(path, "utf8")])
  )
}

interface ResultDocument {
  readonly unique_id: string
  readonly status: string
  readonly failures: number | null
  readonly message: string | null
}

const firstLine = (text: string): string => text.trim().split("\n")[0]?.trim() ?? ""

/**
 * What of a message two runners share: all of it, but of an error's only its kind. A store's error is its code,
 * another one its first line. The difference that a unit test reports is a drawing.
 */
export const sharedMessage = (status: string, message: string | null): string | null => {
  if (message === null || status !== "error") return message === null ? null : firstLine(message)
  const code = /Code: (\d+)/.exec(message)?.[1]
  return code === undefined ? firstLine(message).replace(/ \([^)]*\)$/, "") : `Code: ${code}`
}

/** The ends of all nodes in `run_results.json`, by unique id. */
export const ends = (target: string): Readonly<Record<string, Ended>> => {
  const document = readJson(join(target, "run_results.json")) as { results: ReadonlyArray<ResultDocument> } | null
  return Object.fromEntries(
    (document?.results ?? [])
      .map(({ unique_id, status, failures, message }): readonly [string, Ended] => [
        unique_id,
        { status, failures, message: sharedMessage(status, message) }
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1))
  )
}
