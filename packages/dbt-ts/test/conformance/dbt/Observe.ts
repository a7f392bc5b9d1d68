/** What one command left behind: results, compiled SQL, tables, documents. */
import { join } from "node:path"
import type { DbtStep, Observed } from "./Scenario.ts"
import { sharedCatalog, sharedManifest, sharedSources } from "./SharedDocuments.ts"
import { type Ask, storedTables } from "./StoredTables.ts"
import { compiledFiles, ends, readJson } from "./TargetFolder.ts"

const shared = { manifest: sharedManifest, catalog: sharedCatalog, sources: sharedSources }

export const observe = async (given: {
  readonly step: DbtStep
  readonly target: string
  readonly ask: Ask
  readonly success: boolean
  readonly raised: string | null
}): Promise<Observed> => ({
  arguments: given.step.arguments,
  success: given.success,
  raised: given.raised,
  results: ends(given.target),
  compiled: compiledFiles(given.target),
  stored: await storedTables(given.ask, ["default"]),
  documents: Object.fromEntries(
    (given.step.documents ?? []).map((name) => {
      const document = readJson(join(given.target, `${name}.json`))
      return [name, document === null ? null : shared[name](document as never)]
    })
  )
})
