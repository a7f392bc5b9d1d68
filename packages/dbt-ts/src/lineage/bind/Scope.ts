/** The names that the expressions of one SELECT see. */

import { failAt } from "../../sql/SqlError.ts"
import type { Expression, Query, Window } from "../../sql/Syntax.ts"
import { type Flow, join, nothing } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import type { Lowering } from "../Lowering.ts"
import type { FlowValue } from "./FlowValue.ts"

/** What a query is read against. */
export interface Sources {
  /** The relation of that name in the store; undefined when it is not known. May throw `SqlError` for one whose columns are not known. */
  readonly table: (parts: ReadonlyArray<string>) => LineageTable | undefined
  /** Keyed by the text of the marker that the macro writes. */
  readonly lowerings: ReadonlyMap<string, Lowering>
}

/** The sources, and the rule by which an expression or a FROM binds a query inside it. */
export interface Binding extends Sources {
  readonly bindQuery: (query: Query, around: Scope) => LineageTable
}

export interface ScopeTable {
  /** Qualifiers of its columns: its alias, or its name with and without the database. */
  readonly names: ReadonlyArray<string>
  readonly table: LineageTable
  /** Columns that USING made one with those of the tables before it. */
  readonly using: ReadonlySet<string>
}

export type Found =
  | { readonly type: "lambda"; readonly id: string }
  | { readonly type: "alias"; readonly name: string; readonly of: Expression; readonly scope: Scope }
  | { readonly type: "column"; readonly id: string; readonly flow: Flow; readonly name: string }

/** Names inside of a lambda, and aliases whose meaning is being looked up right now. */
export interface Inside {
  readonly lambda: ReadonlySet<string>
  readonly resolving: ReadonlySet<string>
}

export const outside: Inside = { lambda: new Set(), resolving: new Set() }

let made = 0

/** A subquery that is an alias of what it reads would be followed for ever. */
const deepest = 100

export class Scope {
  readonly id = made++
  readonly depth: number
  readonly binding: Binding
  readonly parent: Scope | undefined
  /** Queries of WITH; each is bound when it is first used. */
  readonly queries = new Map<string, () => LineageTable | undefined>()
  readonly aliases = new Map<string, Expression>()
  readonly tables: Array<ScopeTable> = []
  /** Columns that ARRAY JOIN made, over those of the tables. */
  readonly arrays = new Map<string, Flow>()
  windows: ReadonlyMap<string, Window> = new Map()
  /** What decides which rows there are, before GROUP BY. */
  rows: Flow = nothing
  /** Identities of the keys of GROUP BY, once they are known. */
  keys: ReadonlySet<string> | undefined
  /** This SELECT contains a lowering that counts persons. */
  groupedBy: Lowering | undefined
  readonly memo = new Map<string, FlowValue>()
  /** Holds the WITH of a query and nothing else: its expressions see the columns of the SELECTs that use them. */
  readonly onlyWith: boolean

  constructor(binding: Binding, parent: Scope | undefined, onlyWith = false) {
    this.binding = binding
    this.parent = parent
    this.depth = (parent?.depth ?? 0) + 1
    if (this.depth > deepest) failAt(0, "subqueries are nested too deeply to be traced")
    this.onlyWith = onlyWith
  }

  /** Returns an alias of this SELECT, or an expression of the WITH before it. */
  #alias(name: string): Expression | undefined {
    const own = this.aliases.get(name)
    if (own !== undefined) return own
    for (let each = this.parent; each?.onlyWith === true; each = each.parent) {
      const found = each.aliases.get(name)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Returns the columns and rows of a query inside this scope. */
  bind(query: Query): LineageTable {
    return this.binding.bindQuery(query, this)
  }

  addRows(flow: Flow): void {
    this.rows = join(this.rows, flow)
  }

  query(name: string): LineageTable | undefined {
    const own = this.queries.get(name)
    return own === undefined ? this.parent?.query(name) : own()
  }

  /** A column of the tables by its whole name, or by one with its table before it. */
  #column(parts: ReadonlyArray<string>): Found | undefined {
    const whole = parts.join(".")
    const array = this.arrays.get(whole)
    if (array !== undefined) return { type: "column", id: `${this.id}.array.${whole}`, flow: array, name: whole }
    const matches = this.tables.flatMap((each, index) => {
      const flow = columnOf(each.table, whole)
      return flow === undefined ? [] : [{ flow, index, using: each.using.has(whole) }]
    })
    const [first, ...more] = matches
    if (first !== undefined) {
      // USING makes one column of several: it may hold any of their values.
      const flow = join(first.flow, ...more.filter(({ using }) => using).map((each) => each.flow))
      return { type: "column", id: `${this.id}.${first.index}.${whole}`, flow, name: whole }
    }
    for (let length = Math.min(parts.length - 1, 2); length > 0; length--) {
      const qualifier = parts.slice(0, length).join(".")
      const rest = parts.slice(length).join(".")
      const index = this.tables.findIndex(
        ({ names, table }) => names.includes(qualifier) && columnOf(table, rest) !== undefined
      )
      const owner = this.tables[index]
      if (owner === undefined) continue
      const twice = this.isTwice(index, rest)
      const array = this.arrays.get(rest)
      if (array !== undefined && !twice)
        return { type: "column", id: `${this.id}.array.${rest}`, flow: array, name: rest }
      return {
        type: "column",
        id: `${this.id}.${index}.${rest}`,
        flow: columnOf(owner.table, rest) as Flow,
        name: twice ? `${qualifier}.${rest}` : rest
      }
    }
    return undefined
  }

  /** The name is also that of a column of another table: ClickHouse then names it with its table, but for the first one. */
  isTwice(index: number, name: string): boolean {
    return index > 0 && this.tables.some(({ table }, other) => other !== index && table.columns.has(name))
  }

  /** All columns below a name: `legs` of `legs.country` and `legs.year`. */
  below(parts: ReadonlyArray<string>): ReadonlyMap<string, Flow> {
    const found = new Map<string, Flow>()
    for (const { names, table } of this.tables) {
      const prefixes = [parts.join("."), ...(names.includes(parts[0] ?? "") ? [parts.slice(1).join(".")] : [])]
      for (const [name, flow] of table.columns) {
        if (prefixes.some((prefix) => prefix !== "" && name.startsWith(`${prefix}.`))) found.set(name, flow)
      }
    }
    return found
  }

  /** ClickHouse's order: parameters of lambdas, aliases of this SELECT, columns, what is around it. */
  #find(parts: ReadonlyArray<string>, inside: Inside): Found | undefined {
    const [first = ""] = parts
    if (parts.length === 1 && inside.lambda.has(first)) return { type: "lambda", id: first }
    const alias = this.#alias(parts.join("."))
    const key = `${this.id}.${parts.join(".")}`
    if (alias !== undefined && !inside.resolving.has(key)) {
      return { type: "alias", name: parts.join("."), of: alias, scope: this }
    }
    // In its own definition a name is that of the column; deeper, ClickHouse does not define which one it is.
    if (alias !== undefined && [...inside.resolving].at(-1) !== key) {
      return failAt(alias.at, `'${parts.join(".")}' is defined by an alias that refers to it: rename one of them`)
    }
    return this.#column(parts) ?? this.parent?.find(parts, { ...outside, resolving: inside.resolving })
  }

  find(parts: ReadonlyArray<string>, inside: Inside): Found | undefined {
    // The last parts may be inside of the value: a part of a tuple, a path of JSON, the nulls of a column.
    for (let length = parts.length; length > 0; length--) {
      const found = this.#find(parts.slice(0, length), inside)
      if (found === undefined) continue
      const rest = parts.slice(length).join(".")
      return found.type === "column" && rest !== ""
        ? { ...found, name: `${found.name}.${rest}`, id: `${found.id}.${rest}` }
        : found
    }
    const below = this.below(parts)
    if (below.size === 0) return undefined
    return {
      type: "column",
      id: `${this.id}.below.${parts.join(".")}`,
      flow: join(...below.values()),
      name: parts.join(".")
    }
  }

  require(at: number, parts: ReadonlyArray<string>, inside: Inside): Found {
    return (
      this.find(parts, inside) ?? failAt(at, `'${parts.join(".")}' is not a column, alias or parameter in this scope`)
    )
  }
}

const columnOf = (table: LineageTable, name: string): Flow | undefined =>
  table.columns.get(name) ?? (table.anyColumn === true ? nothing : undefined)

/** Binds a query of WITH once; inside of itself its name means what it meant outside. */
export const lazily = (bind: () => LineageTable): (() => LineageTable) => {
  let bound: LineageTable | undefined
  return () => {
    bound ??= bind()
    return bound
  }
}
