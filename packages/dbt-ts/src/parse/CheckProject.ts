/** What dbt checks of a project when every node is known. */
import { refuse } from "../ProjectError.ts"
import type { Constraint, Group, Node } from "../project/Node.ts"
import type { Settings } from "../project/Settings.ts"
import type { Parsing } from "./Parsing.ts"

const place = (node: Node): string => `${node.originalFilePath} (${node.uniqueId})`

/** Returns whether `ref()` can name a node. */
export const referable = ({ resourceType }: Pick<Node, "resourceType">): boolean =>
  ["model", "seed", "snapshot"].includes(resourceType)

const checkNames = (nodes: ReadonlyArray<Node>): void => {
  const relations = new Map<string, Node>()
  const versioned = new Map<string, boolean>()
  for (const node of nodes.filter(referable)) {
    // An ephemeral model has no table; its name must still be unique, as in dbt.
    const relation = `\`${node.schema}\`.\`${node.alias}\``
    const other = relations.get(relation)
    if (other !== undefined) refuse(place(node), `has the table ${relation} of ${place(other)}`)
    relations.set(relation, node)
    const key = `${node.packageName}.${node.name}`
    const before = versioned.get(key)
    if (before !== undefined && before !== (node.version !== undefined)) {
      refuse(place(node), `'${node.name}' exists with and without versions`)
    }
    versioned.set(key, node.version !== undefined)
    if (/ /.test(node.name)) refuse(place(node), "a name may hold no spaces")
  }
}

const checkGroups = (nodes: ReadonlyArray<Node>, groups: ReadonlyMap<string, Group>): void => {
  const names = [...groups.values()].map(({ name }) => name).toSorted()
  for (const node of nodes) {
    if (node.group !== undefined && !names.includes(node.group)) {
      refuse(
        place(node),
        `the group '${node.group}' is none of ${names.length === 0 ? "the project's" : names.join(", ")}`
      )
    }
    if (node.resourceType === "model" && node.access === "public" && node.config.materialized === "ephemeral") {
      refuse(place(node), "an ephemeral model may not be public")
    }
  }
}

const checkSnapshot = (node: Node): void => {
  const { strategy, unique_key: key, check_cols: columns, updated_at: updatedAt } = node.config as Settings
  const none = (value: unknown): boolean =>
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  if (none(strategy) || none(key)) refuse(place(node), "a snapshot needs the configs 'strategy' and 'unique_key'")
  if (strategy === "check") {
    if (none(columns)) refuse(place(node), "a snapshot with the strategy 'check' needs the config 'check_cols'")
    if (typeof columns === "string" && columns !== "all")
      refuse(place(node), `check_cols must be 'all' or a list, not '${columns}'`)
  } else if (strategy === "timestamp") {
    if (none(updatedAt)) refuse(place(node), "a snapshot with the strategy 'timestamp' needs the config 'updated_at'")
    if (!none(columns)) refuse(place(node), "a snapshot with the strategy 'timestamp' has no 'check_cols'")
  } else refuse(place(node), `the snapshot strategy '${String(strategy)}' is not supported`)
}

/** Follows what each node depends on until it comes back to where it was. */
const checkCircles = (nodes: ReadonlyMap<string, Node>): void => {
  const done = new Set<string>()
  const path: Array<string> = []
  const onPath = new Set<string>()
  const visit = (start: string): void => {
    const stack = [{ id: start, next: 0 }]
    path.push(start)
    onPath.add(start)
    while (stack.length > 0) {
      const top = stack.at(-1) as { id: string; next: number }
      const child = nodes.get(top.id)?.dependsOn[top.next++]
      if (child === undefined) {
        stack.pop()
        path.pop()
        onPath.delete(top.id)
        done.add(top.id)
      } else if (onPath.has(child)) {
        const circle = [...path.slice(path.indexOf(child)), child]
        refuse(place(nodes.get(child) as Node), `depends on itself in a circle: ${circle.join(" <- ")}`)
      } else if (!done.has(child) && nodes.has(child)) {
        stack.push({ id: child, next: 0 })
        path.push(child)
        onPath.add(child)
      }
    }
  }
  for (const id of nodes.keys()) if (!done.has(id)) visit(id)
}

/** Paths of configuration in `dbt_project.yml` that reach nothing. */
const warnOfUnused = (parsing: Parsing, fqns: ReadonlyArray<ReadonlyArray<string>>): void => {
  const used = new Set(fqns.flatMap((fqn) => fqn.map((_, index) => fqn.slice(0, index + 1).join("."))))
  const walk = (tree: string, settings: Settings, path: ReadonlyArray<string>): void => {
    for (const [key, value] of Object.entries(settings)) {
      if (key.startsWith("+") || typeof value !== "object" || value === null || Array.isArray(value)) {
        if (path.length > 0 && !used.has(path.join("."))) {
          parsing.warn("dbt_project.yml", `${[tree, ...path].join(".")} applies to nothing`)
          return
        }
      } else walk(tree, value as Settings, [...path, key])
    }
  }
  for (const [tree, settings] of Object.entries(parsing.root.trees)) walk(tree, settings, [])
}

/** Models whose time is over, and what still uses them or will have to do without. */
const warnOfDeprecated = (parsing: Parsing, nodes: ReadonlyMap<string, Node>): void => {
  for (const node of nodes.values()) {
    for (const id of node.dependsOn) {
      const date = nodes.get(id)?.deprecationDate
      if (date !== undefined && node.resourceType === "model")
        parsing.warn(place(node), `uses ${id}, which ends on ${date}`)
    }
    const { deprecationDate: date } = node
    if (date !== undefined && Date.parse(date) < parsing.now) parsing.warn(place(node), `is past its end on ${date}`)
  }
}

const isReported = ({ warnUnsupported }: Constraint): boolean => warnUnsupported !== false

/** Constraints of contracts that no table will have: ClickHouse has checks of whole rows only. */
const warnOfConstraints = (parsing: Parsing, node: Node): void => {
  const ofColumns = [...node.columns.values()].filter(({ constraints = [] }) => constraints.length > 0)
  const { materialized } = node.config
  if (materialized !== "table" && materialized !== "incremental") {
    const all = [...ofColumns.flatMap(({ constraints = [] }) => constraints), ...node.constraints]
    if (all.some(isReported))
      parsing.warn(place(node), `its constraints have no effect: it is materialized as '${materialized}'`)
    return
  }
  for (const { name } of ofColumns)
    parsing.warn(place(node), `the constraints of the column '${name}' have no effect: use a 'check' of the model`)
  for (const { type } of node.constraints.filter((one) => one.type !== "check" && isReported(one)))
    parsing.warn(place(node), `the constraint '${type}' has no effect: ClickHouse has only 'check'`)
}

export const checkProject = (
  parsing: Parsing,
  nodes: ReadonlyMap<string, Node>,
  groups: ReadonlyMap<string, Group>,
  fqns: ReadonlyArray<ReadonlyArray<string>>
): void => {
  const all = [...nodes.values()]
  checkNames(all)
  checkGroups(all, groups)
  for (const node of all) if (node.resourceType === "snapshot") checkSnapshot(node)
  checkCircles(nodes)
  warnOfUnused(parsing, fqns)
  warnOfDeprecated(parsing, nodes)
  for (const node of all) if (node.contract?.enforced === true) warnOfConstraints(parsing, node)
}
