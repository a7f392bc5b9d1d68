import { Effect } from "effect"
import { ProjectError } from "../ProjectError.ts"
import type { Draft } from "./DraftNode.ts"
import type { Node, Source } from "./Node.ts"

/** Finds what `ref` and `source` name. */
export const resolveReferences = (
  drafts: ReadonlyArray<Draft>,
  sources: ReadonlyMap<string, Source>,
  project: string
): Effect.Effect<ReadonlyMap<string, Node>, ProjectError> =>
  Effect.gen(function* () {
    const enabled = drafts.filter(({ node }) => node.config.enabled)
    const referable = new Map<string, string>()
    for (const { node } of enabled) {
      if (node.resourceType === "test") continue
      if (referable.has(node.name)) {
        return yield* new ProjectError({ subject: node.uniqueId, reason: "another node has the same name" })
      }
      referable.set(node.name, node.uniqueId)
    }
    const disabled = new Set(drafts.filter(({ node }) => !node.config.enabled).map(({ node }) => node.name))
    const nodes = new Map<string, Node>()
    for (const { node } of enabled) {
      // A test of something that is switched off is switched off with it.
      if (node.test !== undefined && node.refs.some((ref) => disabled.has(ref.name))) continue
      const dependsOn: Array<string> = []
      for (const { name } of node.refs) {
        const id = referable.get(name)
        if (id === undefined) {
          const why = disabled.has(name) ? "is disabled" : "was not found"
          return yield* new ProjectError({ subject: node.uniqueId, reason: `depends on '${name}' which ${why}` })
        }
        dependsOn.push(id)
      }
      for (const [source, table] of node.sources) {
        const id = `source.${project}.${source}.${table}`
        if (!sources.has(id)) {
          return yield* new ProjectError({
            subject: node.uniqueId,
            reason: `depends on source '${source}.${table}' which was not found`
          })
        }
        dependsOn.push(id)
      }
      if (nodes.has(node.uniqueId)) {
        return yield* new ProjectError({ subject: node.uniqueId, reason: "is defined twice" })
      }
      nodes.set(node.uniqueId, { ...node, dependsOn })
    }
    return nodes
  })
