/**
 * Protects databases from a project that does not own them: every statement is examined before it is sent, wherever it
 * comes from (models, seeds, snapshots, hooks, operations, macros that call `run_query`).
 */
import { Effect } from "effect"
import { tokens } from "../sql/Lexer.ts"
import { SqlError } from "../sql/SqlError.ts"
import type { Token } from "../sql/Token.ts"
import { ClickHouse, refusedStatement, type Settings } from "./ClickHouse.ts"

/** Whether the database of that name is protected. */
export type IsProtected = (database: string) => boolean

/** Statements that only read start with one of these. */
const readers = new Set("SELECT WITH FROM ( SHOW DESCRIBE DESC EXISTS EXPLAIN CHECK VALUES".split(" "))

/** Engines and table functions that write through to a table which they name by an expression. */
const passThrough = new Set("BUFFER DISTRIBUTED MERGE ALIAS REMOTE REMOTESECURE CLUSTER CLUSTERALLREPLICAS".split(" "))

const upper = (token: Token | undefined): string =>
  token?.kind === "word" || token?.kind === "operator" ? token.text.toUpperCase() : ""

/** Returns the index after the parenthesis that closes the one at `from`. */
const afterGroup = (all: ReadonlyArray<Token>, from: number): number => {
  let depth = 0
  for (let at = from; at < all.length; at++) {
    if (upper(all[at]) === "(") depth++
    else if (upper(all[at]) === ")" && --depth === 0) return at + 1
  }
  return all.length
}

interface Scan {
  /** The tokens that can name what is written; empty for a statement that only reads. */
  readonly names: ReadonlyArray<Token>
  /** The tokens before an INSERT's data, and whether there is data. */
  readonly statement: ReadonlyArray<Token>
  readonly hasData: boolean
}

const startsQuery = new Set(["SELECT", "WITH", "FROM"])
const startsData = new Set(["FORMAT", "VALUES"])

/** Where the query of a CREATE or an INSERT begins; a name can be a keyword, too. */
const isQuery = (first: string, all: ReadonlyArray<Token>, at: number): boolean => {
  if (upper(all[at]) !== "SELECT" || upper(all[at + 1]) === ".") return false
  const before = upper(all[at - 1])
  return (first === "INSERT" && before !== ".") || (first === "CREATE" && (before === "AS" || before === ")"))
}

/**
 * Keeps the tokens that can name what a statement writes: without subqueries, and of INSERT and CREATE only those before
 * the query or the data. A query after WITH is examined to its end if it contains an INSERT.
 */
const scan = (all: ReadonlyArray<Token>): Scan => {
  const first = upper(all[0])
  const names: Array<Token> = []
  let writes = !readers.has(first)
  let depth = 0
  for (let at = 0; at < all.length; ) {
    const word = upper(all[at])
    if (word === "(" && startsQuery.has(upper(all[at + 1]))) {
      at = afterGroup(all, at)
      continue
    }
    depth += word === "(" ? 1 : word === ")" ? -1 : 0
    if (depth === 0 && word === "INSERT") writes = true
    if (depth === 0 && first === "INSERT" && startsData.has(word))
      return { names, statement: word === "FORMAT" ? all.slice(0, at) : all, hasData: true }
    if (depth === 0 && isQuery(first, all, at)) break
    names.push(all[at] as Token)
    at++
  }
  return { names: writes ? names : [], statement: all, hasData: false }
}

/** Scans a statement whose data may not be SQL. */
const scanText = (sql: string): Scan => {
  try {
    return scan(tokens(sql))
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown
    const found = scan(tokens(sql.slice(0, thrown.offset)))
    if (!found.hasData) throw thrown
    return found
  }
}

const name = /^\w+(?:\.\w+)*$/

const nameViolation = (sql: string, token: Token, isProtected: IsProtected): string | undefined => {
  if (token.kind === "parameter") return "a parameter is not permitted in a statement that writes"
  if (token.kind === "word" && passThrough.has(token.text.toUpperCase()))
    return `${token.text} is not permitted: it writes to tables of other databases`
  if (token.kind === "quoted" && sql.slice(token.offset, token.end).includes("\\"))
    return "a backslash is not permitted in a name"
  if (token.kind === "string" && !name.test(token.text)) return undefined
  const database = token.kind === "string" ? token.text.split(".")[0] : token.text
  return ["word", "quoted", "string"].includes(token.kind) && database !== undefined && isProtected(database)
    ? `the database '${database}' belongs to another project and cannot be written to`
    : undefined
}

/** Returns why a statement may not be sent; undefined for one that writes to no protected database. */
export const protectionViolation = (sql: string, isProtected: IsProtected): string | undefined => {
  try {
    const { names, statement } = scanText(sql)
    if (names.length === 0) return undefined
    for (const [at, token] of statement.entries()) {
      const next = upper(statement[at + 1]) === "=" ? statement[at + 2] : statement[at + 1]
      if (upper(token) === "PARALLEL" && upper(next) === "WITH") return "PARALLEL WITH is not permitted"
      if (upper(token) === "ENGINE" && passThrough.has(next?.text.toUpperCase() ?? ""))
        return `the engine ${next?.text} is not permitted: it writes to tables of other databases`
    }
    for (const token of names) {
      const violation = nameViolation(sql, token, isProtected)
      if (violation !== undefined) return violation
    }
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown
    return `the statement cannot be read: ${thrown.message}`
  }
}

/**
 * Returns a store that refuses statements which write to protected databases.
 *
 * @example
 * ```ts
 * import { type ClickHouse } from "@corridor/dbt-ts/store/ClickHouse"
 * import { protectDatabases } from "@corridor/dbt-ts/store/ProtectedDatabases"
 *
 * export const guarded = (store: ClickHouse["Service"]) => protectDatabases(store, (name) => name.startsWith("finance_"))
 * ```
 */
export const protectDatabases = (store: ClickHouse["Service"], isProtected: IsProtected): ClickHouse["Service"] => {
  const permit = (sql: string) =>
    Effect.suspend(() => {
      const violation = protectionViolation(sql, isProtected)
      return violation === undefined ? Effect.void : Effect.fail(refusedStatement(violation))
    })
  return ClickHouse.of({
    query: <Row>(sql: string, settings?: Settings) => Effect.andThen(permit(sql), store.query<Row>(sql, settings)),
    queryCompact: (sql, settings) => Effect.andThen(permit(sql), store.queryCompact(sql, settings)),
    command: (sql, settings) => Effect.andThen(permit(sql), store.command(sql, settings))
  })
}
