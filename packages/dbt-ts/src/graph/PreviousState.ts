/** What an earlier run left in the folder of `--state`: ours or real dbt's. */
import { Effect, FileSystem } from "effect"
import { type Document, record } from "../Documents.ts"
import { ProjectError } from "../ProjectError.ts"
import { readText } from "../project/files/readText.ts"

/** The parts of a `manifest.json` that are compared, by unique id. */
export interface PreviousManifest {
  readonly items: ReadonlyMap<string, Document>
  readonly macros: ReadonlyMap<string, Document>
}

export interface PreviousState {
  readonly manifest: PreviousManifest | undefined
  /** Status of each node by unique id. */
  readonly results: ReadonlyMap<string, string> | undefined
  /** When the newest row of each source arrived, then and now. */
  readonly sources: ReadonlyMap<string, string> | undefined
  readonly sourcesNow: ReadonlyMap<string, string> | undefined
}

/** A document's kind and version must be the one that this program writes; those of dbt before 1.8 have others. */
const schemaOf = (document: Document): string =>
  String(record(document["metadata"])["dbt_schema_version"] ?? "")
    .split("/")
    .slice(-2)
    .join("/")

const readDocument = Effect.fn("PreviousState.read")(function* (file: string, schema: string) {
  const fs = yield* FileSystem.FileSystem
  const unreadable = (reason: string) => new ProjectError({ subject: file, reason })
  if (!(yield* Effect.orElseSucceed(fs.exists(file), () => false))) return undefined
  const text = yield* Effect.mapError(readText(file), () => unreadable("cannot be read"))
  const document = yield* Effect.try({ try: () => record(JSON.parse(text)), catch: () => unreadable("is not JSON") })
  const found = schemaOf(document)
  if (found !== schema) {
    return yield* unreadable(`has the schema '${found}', and ${schema.replace(".json", "")} is needed: write it again`)
  }
  return document
})

const manifestOf = (document: Document): PreviousManifest => {
  const kinds = ["nodes", "sources", "exposures", "unit_tests"]
  const entries = (kind: string) => Object.entries(record(document[kind])) as Array<[string, Document]>
  return { items: new Map(kinds.flatMap(entries)), macros: new Map(entries("macros")) }
}

const resultsOf = (document: Document, key: string): ReadonlyMap<string, string> =>
  new Map(
    (Array.isArray(document["results"]) ? document["results"].map(record) : []).flatMap((result) =>
      typeof result[key] === "string" ? [[String(result["unique_id"]), result[key]] as const] : []
    )
  )

/** Reads the folder of an earlier run; `target` is where this one writes, for `source_status:`. */
export const readPreviousState = Effect.fn("PreviousState.readAll")(function* (folder: string, target: string) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(folder), () => false))) {
    return yield* new ProjectError({ subject: "--state", reason: `there is no folder '${folder}'` })
  }
  const manifest = yield* readDocument(`${folder}/manifest.json`, "manifest/v12.json")
  const results = yield* readDocument(`${folder}/run_results.json`, "run-results/v6.json")
  const sources = yield* readDocument(`${folder}/sources.json`, "sources/v3.json")
  const sourcesNow = yield* readDocument(`${target}/sources.json`, "sources/v3.json")
  const state: PreviousState = {
    manifest: manifest && manifestOf(manifest),
    results: results && resultsOf(results, "status"),
    sources: sources && resultsOf(sources, "max_loaded_at"),
    sourcesNow: sourcesNow && resultsOf(sourcesNow, "max_loaded_at")
  }
  return state
})
