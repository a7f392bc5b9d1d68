/** Writes what a call leaves in the target folder: `manifest.json`, `run_results.json`, `compiled/`, `run/`. */
import { Effect, FileSystem, type PlatformError } from "effect"
import { manifestDocument } from "../artefacts/ManifestDocument.ts"
import { type NodeDetails, relationName } from "../artefacts/NodeDocument.ts"
import { sqlPath, unitTestPath } from "../artefacts/SqlPath.ts"
import type { Document } from "../Documents.ts"
import { selectorDocuments } from "../graph/SelectorDocument.ts"
import type { NamedSelection } from "../graph/SelectorFile.ts"
import type { Invocation } from "../Invocation.ts"
import { ProjectError } from "../ProjectError.ts"
import type { Project } from "../parse/ParseProject.ts"
import type { Manifest } from "../project/Node.ts"
import type { NodeResult } from "./NodeResult.ts"
import { runResultsDocument } from "./RunResultsDocument.ts"

export interface Finished {
  readonly project: Project
  readonly projectDir: string
  readonly targetPath: string
  readonly results: ReadonlyArray<NodeResult>
  /** SQL of ephemeral models by unique id. */
  readonly ephemerals: ReadonlyMap<string, string>
  readonly selectors: ReadonlyMap<string, NamedSelection>
  readonly seconds: number
  readonly invocation: Invocation
  /** The command's flags, by dbt's names. */
  readonly args: Document
}

/** The system's error codes in words. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full. Free some space",
  EDQUOT: "the disk quota of this user is used up. Free some space",
  EROFS: "the file system is read-only. Name another folder with --target-path",
  EACCES: "permission denied. Name another folder with --target-path",
  EISDIR: "a folder has its name. Name another folder with --target-path"
}

const reasonOf = ({ reason }: PlatformError.PlatformError): string => {
  const { code } = (reason.cause ?? {}) as { readonly code?: unknown }
  return reasons[String(code)] ?? "check its folder and permissions"
}

/** Writes one file of the target folder and creates missing folders. */
export const writeTargetFile = Effect.fn("WriteArtefacts.file")(
  function* (path: string, text: string) {
    const fs = yield* FileSystem.FileSystem
    yield* fs.makeDirectory(path.slice(0, path.lastIndexOf("/")), { recursive: true })
    yield* fs.writeFileString(path, text)
  },
  (effect, path) =>
    Effect.catchTag(effect, "PlatformError", (error) =>
      Effect.fail(
        new ProjectError({ subject: "target folder", reason: `${path} cannot be written: ${reasonOf(error)}` })
      )
    )
)

/** Writes a document as `name.json` to a folder. */
export const writeDocument = (folder: string, name: string, document: Document) =>
  writeTargetFile(`${folder}/${name}.json`, JSON.stringify(document))

/** Returns a path of the target folder as dbt reports it: relative to the project if it is inside it. */
const reportedPath = ({ projectDir, targetPath }: Finished, below: string): string => {
  const inside = targetPath.startsWith(`${projectDir}/`) ? targetPath.slice(projectDir.length + 1) : targetPath
  return `${inside}/${below}`
}

/** Returns the project's hooks that were run, each with its position; `compile` reports none. */
const ranHooks = ({ nodes }: Manifest, results: ReadonlyArray<NodeResult>): ReadonlyMap<string, number> => {
  const places = new Map<string, number>()
  const seen = new Map<string, number>()
  for (const { uniqueId, message } of results) {
    const node = nodes.get(uniqueId)
    if (node?.resourceType !== "operation" || message === null) continue
    const time = (node.tags ?? []).join()
    const place = (seen.get(time) ?? 0) + 1
    seen.set(time, place)
    places.set(uniqueId, place)
  }
  return places
}

export const writeArtefacts = Effect.fn("WriteArtefacts.write")(function* (finished: Finished) {
  const { project, results, targetPath, invocation, selectors, seconds, args } = finished
  const { nodes, unitTests } = project.manifest
  const details = new Map<string, NodeDetails>()
  const compiled = new Map([
    ...finished.ephemerals,
    ...results.flatMap(({ uniqueId, compiled: sql }) => (sql === undefined ? [] : [[uniqueId, sql] as const]))
  ])
  const pathOf = (id: string): string | undefined => {
    const [node, unit] = [nodes.get(id), unitTests.get(id)]
    return node === undefined ? unit && unitTestPath(unit) : sqlPath(node)
  }
  for (const [id, sql] of compiled) {
    const own = pathOf(id)
    if (own === undefined || sql === "") continue
    // dbt keeps a snapshot's compiled SQL in the manifest alone.
    if (nodes.get(id)?.resourceType === "snapshot") {
      details.set(id, { compiled: { compiledCode: sql, compiledPath: undefined, ephemerals: [] } })
      continue
    }
    const path = `compiled/${own}`
    details.set(id, { compiled: { compiledCode: sql, compiledPath: reportedPath(finished, path), ephemerals: [] } })
    yield* writeTargetFile(`${targetPath}/${path}`, sql)
  }
  for (const { uniqueId, inputs } of results) {
    const unit = unitTests.get(uniqueId)
    if (unit === undefined) continue
    for (const [name, sql] of Object.entries(inputs ?? {})) {
      yield* writeTargetFile(`${targetPath}/compiled/${sqlPath({ ...unit, path: `${name}.sql` })}`, sql)
    }
  }
  for (const { uniqueId, statements } of results) {
    const own = pathOf(uniqueId)
    if (own === undefined || statements.length === 0) continue
    const path = `run/${own}`
    details.set(uniqueId, { ...details.get(uniqueId), buildPath: reportedPath(finished, path) })
    yield* writeTargetFile(`${targetPath}/${path}`, statements.join(";\n\n"))
  }
  for (const [id, index] of ranHooks(project.manifest, results)) details.set(id, { ...details.get(id), index })
  yield* writeDocument(
    targetPath,
    "manifest",
    manifestDocument(project.manifest, { invocation, selectors: selectorDocuments(selectors), details })
  )
  const nodeOf = (id: string) => {
    const node = nodes.get(id)
    return { relationName: node === undefined ? null : relationName(node), hasCode: node?.resourceType !== "seed" }
  }
  yield* writeDocument(targetPath, "run_results", runResultsDocument({ results, nodeOf, seconds, args, invocation }))
})
