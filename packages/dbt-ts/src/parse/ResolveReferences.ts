/** Resolves the references of nodes to dependencies. */
import { ProjectError } from "../ProjectError.ts"
import type { Node, RefTarget } from "../project/Node.ts"
import type { RefLookup, SourceLookup } from "../project/RefLookup.ts"
import type { Parsing } from "./Parsing.ts"

type Unresolved = Omit<Node, "dependsOn">

/** A node or an exposure with references. */
interface Referrer {
  readonly uniqueId: string
  readonly resourceType?: string
  readonly packageName: string
  readonly originalFilePath: string
  readonly group?: string | undefined
  readonly refs: ReadonlyArray<RefTarget>
  readonly sources: ReadonlyArray<readonly [string, string]>
}

export interface Lookups {
  readonly refs: RefLookup
  readonly sources: SourceLookup
  /** What is switched off, by the same names. */
  readonly disabledRefs: RefLookup
  readonly disabledSources: SourceLookup
  readonly nodes: ReadonlyMap<string, Unresolved>
}

const shown = ({ name, package: owner, version }: RefTarget): string =>
  `${owner === undefined ? "" : `${owner}.`}${name}${version === undefined ? "" : ` version ${version}`}`

/** Returns why a node may not use another; nothing when it may. */
const forbidden = (parsing: Parsing, referrer: Referrer, target: Unresolved): string | undefined => {
  if (target.resourceType !== "model") return undefined
  const elsewhere = referrer.packageName !== target.packageName
  const restricted = elsewhere && parsing.packages.get(target.packageName)?.file.restrictAccess === true
  if (target.access === "private") {
    const inGroup = referrer.group !== undefined && referrer.group === target.group
    if (!inGroup || restricted) return `may not use '${target.uniqueId}': it is private to the group '${target.group}'`
  }
  return target.access === "protected" && restricted
    ? `may not use '${target.uniqueId}': it is protected in the package '${target.packageName}'`
    : undefined
}

/**
 * Unique ids of the references, sources first. It is not complete if a test refers to what does not exist: the
 * test is switched off.
 */
export const dependenciesOf = (
  parsing: Parsing,
  lookups: Lookups,
  referrer: Referrer
): { readonly ids: ReadonlyArray<string>; readonly complete: boolean } => {
  const { uniqueId, originalFilePath, packageName } = referrer
  const subject = `${originalFilePath} (${uniqueId})`
  const found = new Set<string>()
  let complete = true
  const missing = (what: string, off: string | undefined): void => {
    const reason = `depends on ${what} which ${off === undefined ? "was not found" : "is disabled"}`
    if (referrer.resourceType !== "test") throw new ProjectError({ subject, reason })
    complete = false
    if (off === undefined) parsing.warn(subject, reason)
  }
  for (const pair of referrer.sources) {
    const id = lookups.sources.find(subject, pair, packageName)
    if (id === undefined) {
      missing(`source '${pair.join(".")}'`, lookups.disabledSources.find(subject, pair, packageName))
    } else found.add(id)
  }
  for (const target of referrer.refs) {
    const id = lookups.refs.find(subject, target, packageName)
    if (id === undefined) {
      missing(`'${shown(target)}'`, lookups.disabledRefs.find(subject, target, packageName))
      continue
    }
    const reason = forbidden(parsing, referrer, lookups.nodes.get(id) as Unresolved)
    if (reason !== undefined) throw new ProjectError({ subject, reason })
    found.add(id)
  }
  return { ids: [...found], complete }
}

export interface Resolved {
  readonly nodes: ReadonlyMap<string, Node>
  /** Tests of missing nodes. */
  readonly orphans: ReadonlyMap<string, Node>
}

/** Returns nodes with the ids that they depend on; `orphans` depend on something disabled, and are disabled too. */
export const resolveNodes = (parsing: Parsing, lookups: Lookups, all: ReadonlyArray<Unresolved>): Resolved => {
  const nodes = new Map<string, Node>()
  const orphans = new Map<string, Node>()
  for (const node of all) {
    // dbt looks for nothing of what a seed's hooks ask.
    if (node.resourceType === "seed") {
      nodes.set(node.uniqueId, { ...node, dependsOn: [] })
      continue
    }
    const { ids: dependsOn, complete } = dependenciesOf(parsing, lookups, node)
    if (complete) nodes.set(node.uniqueId, { ...node, dependsOn })
    else orphans.set(node.uniqueId, { ...node, config: { ...node.config, enabled: false }, dependsOn })
  }
  return { nodes, orphans }
}
