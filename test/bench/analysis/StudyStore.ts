/** Keeps what was found in each setting, so that hours of simulation can be interrupted: a later run of the same model simulates what is missing. */
import { createHash } from "node:crypto"
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Shares, StudyRequest } from "./studySeries.ts"

const root = join(import.meta.dirname, "../../..")

/** Returns a digest of all that decides what is found: the model, the tests, and the simulation. */
const versionOf = (): string => {
  const folders = ["model", "trend", "numeric"].map((name) => join(root, "packages/flow-statistics/src", name))
  const files = [...folders, join(root, "release/trends")].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => join(folder, name))
  )
  const own = ["studySeries.ts", "simulatedSeries.ts"].map((name) => join(import.meta.dirname, name))
  const hash = createHash("sha256")
  for (const file of [...files, ...own]) hash.update(readFileSync(file))
  return hash.digest("hex").slice(0, 16)
}

export interface StudyStore {
  readonly get: (request: StudyRequest) => Shares | undefined
  readonly set: (request: StudyRequest, found: Shares) => void
}

/** Opens the studies in a folder. Those of another version of the model are not seen. */
export const openStudies = (folder: string): StudyStore => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, "calibration.jsonl")
  const version = versionOf()
  const keyOf = (request: StudyRequest) => JSON.stringify({ version, ...request })
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : []
  const known = new Map(
    lines.map((line) => {
      const { key, found } = JSON.parse(line) as { readonly key: string; readonly found: Record<string, number> }
      return [key, new Map(Object.entries(found))] as const
    })
  )
  return {
    get: (request) => known.get(keyOf(request)),
    set: (request, found) => {
      appendFileSync(file, `${JSON.stringify({ key: keyOf(request), found: Object.fromEntries(found) })}\n`)
    }
  }
}
