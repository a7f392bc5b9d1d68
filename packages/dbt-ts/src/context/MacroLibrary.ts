/** Every macro of a project, of its packages and of dbt. */
import type { Jinja } from "../jinja/Jinja.ts"
import { refuse } from "../ProjectError.ts"
import { blockTags } from "../project/files/BlockTags.ts"
import type { ProjectText } from "../project/files/PackageFolder.ts"
import { parseFile } from "../project/files/ParseFile.ts"
import type { DispatchOrder } from "../project/files/ProjectFile.ts"
import type { MacroNode } from "../project/Node.ts"
import { checkOverride } from "./adapterMacros.ts"
import { builtinMacros } from "./BuiltinMacros.ts"
import type { LibraryEntry } from "./LibraryEntry.ts"
import { macroCalls } from "./MacroCalls.ts"
import { MacroNamespace, type OnMacro } from "./MacroNamespace.ts"

export interface MacroPackage {
  readonly name: string
  readonly files: ReadonlyArray<ProjectText>
}

type Entries = ReadonlyMap<string, LibraryEntry>

const blocks = new Set(["macro", "test", "materialization"])

/** Macros for ClickHouse belong to its adapter, as dbt numbers them; one of them has no name of its own. */
const ownerOf = (name: string, owner: string): string =>
  owner === "dbt" && (name.startsWith("clickhouse__") || name === "is_incremental") ? "dbt_clickhouse" : owner

const entriesOf = (owner: string, files: ReadonlyArray<ProjectText>): Entries => {
  const found = new Map<string, LibraryEntry>()
  for (const { path, text } of files) {
    const before = text.slice(0, text.length - text.trimStart().length).split("\n").length - 1
    for (const block of blockTags(path, text.trim(), blocks)) {
      const template = parseFile(path, "\n".repeat(before + block.line - 1) + block.full)
      const statement = template.find((each) => each.type === "macro")
      if (statement?.type !== "macro") return refuse(path, `the block '${block.name}' is not a macro`)
      const { name } = statement.macro
      const other = found.get(name)
      if (other !== undefined) refuse(path, `the macro '${name}' is also in ${other.node.originalFilePath}`)
      const packageName = ownerOf(name, owner)
      found.set(name, {
        statement,
        node: {
          uniqueId: `macro.${packageName}.${name}`,
          name,
          packageName,
          path,
          originalFilePath: path,
          description: "",
          text: block.full,
          dependsOnMacros: []
        }
      })
    }
  }
  return found
}

let internalEntries: Entries | undefined

/** Parsed once for all projects. */
const internalMacros = (): Entries => {
  internalEntries ??= entriesOf("dbt", [{ path: "builtin", below: "builtin", text: builtinMacros }])
  return internalEntries
}

export class MacroLibrary {
  readonly #root: string
  readonly #packages: ReadonlyMap<string, Entries>
  readonly #internal: Entries
  readonly #dispatch: ReadonlyArray<DispatchOrder>

  constructor(root: string, packages: ReadonlyArray<MacroPackage>, dispatch: ReadonlyArray<DispatchOrder>) {
    this.#root = root
    this.#packages = new Map(packages.map(({ name, files }) => [name, entriesOf(name, files)]))
    this.#internal = internalMacros()
    this.#dispatch = dispatch
    const overriding = [root, ...dispatch.flatMap((each) => (each.namespace === "dbt" ? each.searchOrder : []))]
    for (const owner of new Set(overriding)) {
      for (const { node } of this.#packages.get(owner)?.values() ?? []) checkOverride(node.originalFilePath, node.name)
    }
  }

  #all(): ReadonlyArray<LibraryEntry> {
    return [...this.#packages.values(), this.#internal].flatMap((entries) => [...entries.values()])
  }

  /** Every macro as in the manifest, with the macros that it calls. */
  nodes(): ReadonlyMap<string, MacroNode> {
    const nodes = this.#all().map(({ node, statement }) => ({
      ...node,
      dependsOnMacros: this.#calledBy(node, macroCalls(statement))
    }))
    return new Map(nodes.map((node) => [node.uniqueId, node]))
  }

  #calledBy(node: MacroNode, calls: ReturnType<typeof macroCalls>): ReadonlyArray<string> {
    const found = new Set<string>()
    const namespace = this.namespace(undefined, this.#root)
    for (const call of calls) {
      const ids =
        call.kind === "dispatch"
          ? [this.idOf(node.packageName, call.name), namespace.dispatchId(call.name, call.namespace)]
          : [this.idOf(call.namespace ?? node.packageName, call.name)]
      for (const id of ids) if (id !== undefined && id !== node.uniqueId) found.add(id)
    }
    return [...found]
  }

  /** Returns the macro that a name means to templates of a package: what is found nowhere else is looked for in every package. */
  idOf(owner: string, name: string): string | undefined {
    if (owner === "dbt" && this.#internal.has(name)) return this.#internal.get(name)?.node.uniqueId
    const everywhere = [...this.#packages.entries()]
      .filter(([each]) => each !== this.#root)
      .map(([, entries]) => entries)
    const places = [this.#packages.get(owner), this.#packages.get(this.#root), ...everywhere.reverse(), this.#internal]
    return places.find((entries) => entries?.has(name))?.get(name)?.node.uniqueId
  }

  /** Returns what templates of the package `local` see; `onMacro` is called with each macro that they call directly. */
  namespace(jinja: Jinja | undefined, local: string, onMacro?: OnMacro): MacroNamespace {
    return new MacroNamespace({
      jinja,
      packages: this.#packages,
      internal: this.#internal,
      root: this.#root,
      local,
      dispatch: this.#dispatch,
      onMacro
    })
  }
}
