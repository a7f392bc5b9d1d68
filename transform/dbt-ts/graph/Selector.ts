/** dbt's selectors: spaces are unions, commas intersections, `+`, `n+`, `@` walk the graph. */

import { refuse } from "../ProjectError.ts"
import type { Manifest, Node, Source } from "../project/Node.ts"
import type { Graph } from "./Graph.ts"

interface Criterion {
  readonly method: string
  readonly value: string
  readonly withChildrensParents: boolean
  readonly parents: number | undefined
  readonly children: number | undefined
}

const pattern = /^(@)?(?:(\d*)(\+))?(?:([a-z_]+(?:\.[\w.]+)?):)?(.*?)(?:(\+)(\d*))?$/

const criterion = (text: string): Criterion => {
  const [, at, above, plus, method, value = "", after, below] = pattern.exec(text) as RegExpExecArray
  if (value === "") return refuse("selector", `'${text}' names nothing`)
  if (at !== undefined && (plus !== undefined || after !== undefined)) refuse("selector", `'${text}' mixes '@' and '+'`)
  const depth = (sign: string | undefined, number: string | undefined): number | undefined =>
    sign === undefined ? undefined : number === undefined || number === "" ? Number.POSITIVE_INFINITY : Number(number)
  return {
    method: method ?? (value.includes("/") || /\.(sql|csv|ya?ml)$/.test(value) ? "path" : "fqn"),
    value,
    withChildrensParents: at !== undefined,
    parents: depth(plus, above),
    children: depth(after, below)
  }
}

/** A shell pattern: `*`, `?`, `[…]`. */
const matcher = (glob: string): ((text: string) => boolean) => {
  const source = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
  const compiled = new RegExp(`^${source}$`)
  return (text) => compiled.test(text)
}

const isSource = (item: Node | Source): item is Source => "sourceName" in item

const byFqn = (item: Node | Source, value: string, project: string): boolean => {
  const { fqn } = item
  const matches = matcher(value)
  if (matches(fqn.at(-1) as string)) return true
  // `folder.model` and `project.folder.model` select a folder's content too.
  const path = value.split(".")
  const within = (names: ReadonlyArray<string>): boolean =>
    path.length <= names.length && path.every((part, index) => matcher(part)(names[index] as string))
  return within(fqn) || within(fqn[0] === project ? fqn.slice(1) : fqn)
}

const byPath = (file: string, value: string): boolean => {
  const path = value.replace(/^\.\//, "").replace(/\/$/, "")
  return matcher(path)(file) || file.startsWith(`${path}/`) || matcher(`${path}/*`)(file)
}

type Method = (item: Node | Source, value: string, manifest: Manifest, argument: string) => boolean

const methods: Readonly<Record<string, Method>> = {
  // Sources are chosen by `source:` alone.
  fqn: (item, value, manifest) => !isSource(item) && byFqn(item, value, manifest.projectName),
  tag: (item, value) => (isSource(item) ? item.tags : item.config.tags).some(matcher(value)),
  path: (item, value) => byPath(item.originalFilePath, value),
  file: (item, value) => {
    const name = item.originalFilePath.split("/").at(-1) as string
    return matcher(value)(name) || matcher(value)(name.replace(/\.[^.]*$/, ""))
  },
  source: (item, value) =>
    isSource(item) && (matcher(value)(item.sourceName) || matcher(value)(`${item.sourceName}.${item.name}`)),
  resource_type: (item, value) => (isSource(item) ? "source" : item.resourceType) === value,
  package: (_item, value, manifest) => value === manifest.projectName || value === "this",
  test_type: (item, value) =>
    !isSource(item) &&
    item.resourceType === "test" &&
    (value === "data" || value === (item.test === undefined ? "singular" : "generic")),
  test_name: (item, value) => !isSource(item) && item.test !== undefined && matcher(value)(item.test.name),
  config: (item, value, _manifest, argument) => {
    if (isSource(item)) return false
    let setting: unknown = item.config
    for (const part of argument.split(".")) setting = (setting as Record<string, unknown> | undefined)?.[part]
    return Array.isArray(setting) ? setting.map(String).includes(value) : String(setting) === value
  }
}

const chosen = (text: string, manifest: Manifest, graph: Graph): ReadonlySet<string> => {
  const parsed = criterion(text)
  const [name = "", ...rest] = parsed.method.split(".")
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method === undefined) return refuse("selector", `the method '${parsed.method}' is not supported`)
  const items = [...manifest.nodes.values(), ...manifest.sources.values()]
  const direct = items
    .filter((item) => method(item, parsed.value, manifest, rest.join(".")))
    .map((item) => item.uniqueId)
  const found = new Set(direct)
  const add = (ids: Iterable<string>): void => {
    for (const id of ids) found.add(id)
  }
  for (const id of direct) {
    if (parsed.parents !== undefined) add(graph.ancestors(id, parsed.parents))
    if (parsed.children !== undefined) add(graph.descendants(id, parsed.children))
    if (parsed.withChildrensParents) {
      const below = graph.descendants(id)
      add(below)
      for (const each of [id, ...below]) add(graph.ancestors(each))
    }
  }
  return found
}

/** Adds the tests of what is chosen, as dbt does by default ("eager"): one chosen parent is enough. */
const withTests = (ids: ReadonlySet<string>, manifest: Manifest): ReadonlySet<string> => {
  const found = new Set(ids)
  for (const node of manifest.nodes.values()) {
    if (node.resourceType === "test" && node.dependsOn.some((id) => ids.has(id))) found.add(node.uniqueId)
  }
  return found
}

const union = (texts: ReadonlyArray<string>, manifest: Manifest, graph: Graph): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const text of texts.flatMap((each) => each.split(/\s+/)).filter((each) => each !== "")) {
    const sets = text.split(",").map((part) => withTests(chosen(part, manifest, graph), manifest))
    const [first, ...others] = sets as [ReadonlySet<string>, ...Array<ReadonlySet<string>>]
    for (const id of first) if (others.every((set) => set.has(id))) found.add(id)
  }
  return found
}

export interface Selection {
  readonly select?: ReadonlyArray<string> | undefined
  readonly exclude?: ReadonlyArray<string> | undefined
}

/** Ids of the nodes and sources that a selection chooses; all of them when nothing is said. Throws a `ProjectError`. */
export const select = (manifest: Manifest, graph: Graph, selection: Selection): ReadonlySet<string> => {
  const { select: wanted = [], exclude = [] } = selection
  const included = wanted.length === 0 ? new Set(graph.ids) : union(wanted, manifest, graph)
  const excluded = union(exclude, manifest, graph)
  return new Set([...included].filter((id) => !excluded.has(id)))
}
