/**
 * Privacy classes of every column of a project, derived through its SQL. A plain function of the manifest and the
 * compiled SQL, without the store.
 */
import type { Manifest, Node } from "../project/Node.ts"
import { failAt } from "../sql/SqlError.ts"
import type { Sources } from "./bind/Scope.ts"
import { type CompiledModel, derivePrivacy } from "./derivePrivacy.ts"
import { nothing } from "./Flow.ts"
import type { LineageTable } from "./LineageTable.ts"
import type { Lowering } from "./Lowering.ts"
import { type NodePrivacy, nodeTable } from "./NodePrivacy.ts"
import { columnClass } from "./PrivacySettings.ts"
import { reading, sourceTable } from "./sourceTable.ts"

export interface PrivacyQuestion {
  readonly manifest: Manifest
  /** Keyed by the text of the marker that their macros wrote into the compiled SQL. */
  readonly lowerings: ReadonlyMap<string, Lowering>
  /** The requested nodes and everything that they read, by unique id. */
  readonly compiled: ReadonlyMap<string, CompiledModel>
  /** First line of each seed's file. */
  readonly seedColumns: ReadonlyMap<string, ReadonlyArray<string>>
  /** Columns of the tables of sources as the store has them, where that is known. */
  readonly stored: ReadonlyMap<string, ReadonlyArray<string>>
}

/** A seed is in the repository: its columns are open unless its YAML gives a class. */
const seedTable = (seed: Node, names: ReadonlyArray<string>): LineageTable => ({
  columns: new Map(
    names.map((name) => {
      const meta = seed.columns.get(name)?.meta ?? {}
      return [name, reading(seed.uniqueId, name, [columnClass(`${seed.uniqueId}.${name}`, meta) ?? "open"])]
    })
  ),
  rows: nothing
})

export interface PrivacyLookup {
  /** What is known so far, by unique id. */
  readonly known: ReadonlyMap<string, NodePrivacy>
  /** Derives a node once its SQL, and that of everything that it reads, has been compiled. */
  readonly look: (node: Node) => NodePrivacy
  /** The relations of the project, and the lowerings, for other queries than its models. */
  readonly surroundings: Sources
  /** Forgets a node that was compiled again. */
  readonly forget: (id: string) => void
}

export const privacyLookup = (question: PrivacyQuestion): PrivacyLookup => {
  const { manifest, compiled } = question
  const known = new Map<string, NodePrivacy>()
  const looking = new Set<string>()
  const byName = new Map<string, string>()
  for (const { uniqueId, schema, identifier } of manifest.sources.values()) {
    byName.set(`${schema}.${identifier}`, uniqueId)
  }
  for (const { uniqueId, schema, alias, resourceType } of manifest.nodes.values()) {
    if (["model", "seed", "snapshot"].includes(resourceType)) byName.set(`${schema}.${alias}`, uniqueId)
  }

  const tableOf = (id: string): LineageTable => {
    const source = manifest.sources.get(id)
    if (source !== undefined) return sourceTable(source, question.stored.get(id))
    const node = manifest.nodes.get(id) as Node
    if (node.resourceType === "seed") return seedTable(node, question.seedColumns.get(id) ?? [])
    const privacy = look(node)
    return privacy.unknown === undefined
      ? nodeTable(privacy)
      : failAt(0, `it reads ${node.name}, and what that exposes is not known (${privacy.unknown})`)
  }

  const surroundings: Sources = {
    table: (parts) => {
      const id = byName.get(parts.join("."))
      return id === undefined ? undefined : tableOf(id)
    },
    lowerings: question.lowerings
  }

  const unknown = (uniqueId: string): NodePrivacy => ({
    ...{ uniqueId, columns: new Map(), rows: nothing, trusted: undefined },
    unknown: "it was not compiled"
  })

  const look = (node: Node): NodePrivacy => {
    const before = known.get(node.uniqueId)
    if (before !== undefined) return before
    const model = compiled.get(node.uniqueId)
    if (model === undefined) return unknown(node.uniqueId)
    if (looking.has(node.uniqueId)) return failAt(0, `${node.name} is built from a query that reads it`)
    looking.add(node.uniqueId)
    const privacy = derivePrivacy(node, model, surroundings)
    looking.delete(node.uniqueId)
    known.set(node.uniqueId, privacy)
    return privacy
  }
  return { known, look, surroundings, forget: (id) => known.delete(id) }
}
