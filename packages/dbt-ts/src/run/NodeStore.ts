/** The store as one node uses it: its statements are kept for `target/run`, and a `SET` of a hook lasts to its end. */
import { Effect } from "effect"
import { ClickHouse, type ClickHouseError, type CompactResult } from "../store/ClickHouse.ts"

const value = /^(?:'((?:[^'\\]|\\.|'')*)'|(-?\d+(?:\.\d+)?)|(true|false))$/i

/** Returns the value of a quoted SQL text. */
const unquoted = (text: string): string => text.replace(/\\(.)|''/g, (_, escaped: string | undefined) => escaped ?? "'")

/** Splits at commas outside of quotes. */
const parts = (text: string): ReadonlyArray<string> => text.match(/(?:[^,']|'(?:[^'\\]|\\.|'')*')+/g) ?? []

/**
 * Returns what `SET a = 1, b = 'x'` sets; undefined for any other statement. Every statement here has its own connection,
 * so what a hook sets is kept and given to the node's later statements.
 */
export const sessionSettings = (sql: string): Readonly<Record<string, string | number>> | undefined => {
  const body = /^\s*set\s+(?!role\b|default\b)([\s\S]*?)[\s;]*$/i.exec(sql)?.[1]
  if (body === undefined) return undefined
  const found: Record<string, string | number> = {}
  for (const part of parts(body)) {
    const [, name, written] = /^\s*(\w+)\s*=\s*([\s\S]*?)\s*$/.exec(part) ?? []
    const known = value.exec(written ?? "")
    if (name === undefined || known === null) return undefined
    const [, text, number, truth] = known
    if (text !== undefined) found[name] = unquoted(text)
    else found[name] = number === undefined ? (truth?.toLowerCase() === "true" ? 1 : 0) : Number(number)
  }
  return found
}

export interface NodeStore {
  /** A statement that changes something; returns the number of rows written. It is kept. */
  readonly command: (sql: string) => Effect.Effect<number, ClickHouseError>
  /** A statement of the runner's own; it is not kept. */
  readonly commandUnlogged: (sql: string) => Effect.Effect<void, ClickHouseError>
  /** A query of the runner's own; it is not kept. */
  readonly query: <Row>(sql: string) => Effect.Effect<ReadonlyArray<Row>, ClickHouseError>
  /** A query of the node, kept like its statements. */
  readonly queryCompact: (sql: string) => Effect.Effect<CompactResult, ClickHouseError>
  /** Removes what is half built, even if the node was interrupted; the statement is not kept. */
  readonly cleanUp: (sql: string) => Effect.Effect<void>
  /** Statements in the order in which they were sent. */
  readonly sent: ReadonlyArray<string>
}

/** What dbt-clickhouse sets for its connections: a mutation has finished when its statement ends. */
export const lasting = {
  mutations_sync: 3,
  alter_sync: 3,
  lightweight_deletes_sync: 3,
  allow_nondeterministic_mutations: 1
} as const

/** `label` marks the statements in `system.processes`, so that an interrupted run can stop its own and no others. */
export const makeNodeStore = (label: string): Effect.Effect<NodeStore, never, ClickHouse> =>
  Effect.map(Effect.service(ClickHouse), (clickhouse) => {
    const sent: Array<string> = []
    let session: Readonly<Record<string, string | number>> = { ...lasting, log_comment: label }
    const stop = stopStatements(label).pipe(Effect.provideService(ClickHouse, clickhouse))
    const send = (sql: string) => Effect.onInterrupt(clickhouse.command(sql, session), () => stop)
    const command = (sql: string): Effect.Effect<number, ClickHouseError> =>
      Effect.suspend(() => {
        sent.push(sql)
        const set = sessionSettings(sql)
        if (set !== undefined) {
          session = { ...session, ...set }
          return Effect.succeed(0)
        }
        return send(sql)
      })
    return {
      command,
      commandUnlogged: (sql) => Effect.asVoid(Effect.suspend(() => send(sql))),
      query: <Row>(sql: string) => Effect.suspend(() => clickhouse.query<Row>(sql, session)),
      queryCompact: (sql) =>
        Effect.suspend(() => {
          sent.push(sql)
          return Effect.onInterrupt(clickhouse.queryCompact(sql, session), () => stop)
        }),
      cleanUp: (sql) => Effect.ignore(Effect.suspend(() => clickhouse.command(sql, lasting))),
      sent
    } satisfies NodeStore
  })

/** Stops the statements that run under `label`. */
const stopStatements = (label: string): Effect.Effect<void, never, ClickHouse> =>
  Effect.gen(function* () {
    const clickhouse = yield* ClickHouse
    const quoted = label.replace(/[\\']/g, "\\$&")
    yield* Effect.ignore(clickhouse.command(`kill query where Settings['log_comment'] = '${quoted}' async`))
  })
