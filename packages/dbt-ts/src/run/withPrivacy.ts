import type { Project } from "../parse/ParseProject.ts"
import type { Column, Node } from "../project/Node.ts"
import type { ColumnPrivacy, PrivacyGuard } from "./PrivacyGuard.ts"

const blank = (name: string): Column => ({ name, description: "", dataType: undefined, meta: {}, tags: [] })

const withClasses = (node: Node, classes: ReadonlyMap<string, ColumnPrivacy>): Node => {
  const columns = new Map(node.columns)
  for (const [name, privacy] of classes) {
    const column = columns.get(name) ?? blank(name)
    columns.set(name, { ...column, meta: { ...column.meta, corridor_privacy: privacy } })
  }
  return { ...node, columns }
}

/** Returns the project with `corridor_privacy` at each column: its class and the path to its source. */
export const withPrivacy = (project: Project, guard: PrivacyGuard): Project => {
  const classes = guard.columns()
  if (classes.size === 0) return project
  const nodes = new Map(
    [...project.manifest.nodes].map(([id, node]) => {
      const own = classes.get(id)
      return [id, own === undefined ? node : withClasses(node, own)]
    })
  )
  return { ...project, manifest: { ...project.manifest, nodes } }
}
