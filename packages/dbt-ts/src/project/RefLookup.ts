/** What `ref` and `source` name, in dbt's order: the project's own first, then those of the referring package, then any. */
import { refuse } from "../ProjectError.ts"
import type { RefTarget } from "./Node.ts"

interface Referable {
  readonly uniqueId: string
  readonly packageName: string
  readonly name: string
  readonly version?: string | number | undefined
  readonly latestVersion?: string | number | undefined
}

/** Names that one node answers to: of a versioned model, the bare name is the latest version's. */
const namesOf = ({ name, version, latestVersion }: Referable): ReadonlyArray<string> =>
  version === undefined ? [name] : [`${name}.v${version}`, ...(version === latestVersion ? [name] : [])]

/** Ids of nodes by package and name. */
export class NameLookup {
  readonly #ids = new Map<string, Map<string, string>>()
  readonly #root: string
  constructor(root: string) {
    this.#root = root
  }

  add(key: string, packageName: string, uniqueId: string): void {
    const ids = this.#ids.get(key) ?? new Map<string, string>()
    this.#ids.set(key, ids)
    ids.set(packageName, uniqueId)
  }

  /** Returns the node that a name refers to in a package; an ambiguous name is an error. */
  find(subject: string, key: string, from: string, wanted: string | undefined): string | undefined {
    const ids = this.#ids.get(key)
    if (ids === undefined) return undefined
    if (wanted !== undefined) return ids.get(wanted)
    const near = ids.get(this.#root) ?? ids.get(from)
    if (near !== undefined || ids.size === 0) return near
    if (ids.size > 1) refuse(subject, `'${key}' is in several packages: ${[...ids.keys()].toSorted().join(", ")}`)
    return [...ids.values()][0]
  }
}

/** Models, seeds and snapshots by name. */
export class RefLookup {
  readonly #names: NameLookup
  constructor(root: string, nodes: Iterable<Referable>) {
    this.#names = new NameLookup(root)
    for (const node of nodes) {
      for (const name of namesOf(node)) this.#names.add(name, node.packageName, node.uniqueId)
    }
  }

  /** Unique id of what `ref` means in a file of the package `from`. */
  find(subject: string, target: RefTarget, from: string): string | undefined {
    const { name, version } = target
    return this.#names.find(subject, version === undefined ? name : `${name}.v${version}`, from, target.package)
  }
}

/** Ids of sources' tables by package, source and name. */
export class SourceLookup {
  readonly #names: NameLookup
  constructor(
    root: string,
    sources: Iterable<{ uniqueId: string; packageName: string; sourceName: string; name: string }>
  ) {
    this.#names = new NameLookup(root)
    for (const { uniqueId, packageName, sourceName, name } of sources) {
      this.#names.add(`${sourceName}.${name}`, packageName, uniqueId)
    }
  }
  find(subject: string, [source, table]: readonly [string, string], from: string): string | undefined {
    return this.#names.find(subject, `${source}.${table}`, from, undefined)
  }
}
