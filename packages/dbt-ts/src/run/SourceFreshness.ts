/** How long ago the newest row of each source arrived, and whether that is too long. */
import { Clock, Effect } from "effect"
import type { SourceFreshness } from "../artefacts/SourcesDocument.ts"
import { Relation } from "../context/Relation.ts"
import { ProjectError } from "../ProjectError.ts"
import type { Freshness, Period, Source } from "../project/Node.ts"
import { type ClickHouse, literal } from "../store/ClickHouse.ts"
import { freeNode } from "./Inline.ts"
import { failureWords, type NodeFailure } from "./NodeFailure.ts"
import { makeNodeStore, type NodeStore } from "./NodeStore.ts"
import type { RunContext } from "./RunContext.ts"

const milliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

const exceeds = (age: number, period: Period | undefined): boolean =>
  period !== undefined && age > period.count * milliseconds[period.period]

/** Returns what an age in milliseconds means. */
const freshnessStatus = (age: number, { errorAfter, warnAfter }: Freshness): "pass" | "warn" | "error" =>
  exceeds(age, errorAfter) ? "error" : exceeds(age, warnAfter) ? "warn" : "pass"

/** A source without rows is as old as can be: dbt's first year. */
const never = -62_135_596_800_000

/** Returns whether a source has a rule for how old its newest row may be. */
export const hasFreshness = ({ freshness }: Source): boolean =>
  freshness !== undefined && (freshness.warnAfter !== undefined || freshness.errorAfter !== undefined)

/** Returns the query for a source, from its settings. */
const freshnessQuery = Effect.fn("SourceFreshness.query")(function* (
  { compiler, project }: RunContext,
  source: Source
) {
  const relation = new Relation(source.schema, source.identifier, "table")
  if (source.loadedAtQuery !== undefined) {
    const node = freeNode(project, source.name)
    const where = `${source.originalFilePath} loaded_at_query`
    const sql = yield* compiler.renderText(node, where, source.loadedAtQuery, { this: relation })
    return `with source_query as (\n${sql}\n)\nselect (select * from source_query) as max_loaded_at, now() as snapshotted_at`
  }
  if (source.loadedAtField === undefined) {
    const reason = `Could not compute freshness for source ${source.name}: no 'loaded_at_field' provided and clickhouse adapter does not support metadata-based freshness checks.`
    return yield* new ProjectError({ subject: source.originalFilePath, reason })
  }
  const filter = source.freshness?.filter
  const where = filter === undefined || filter === "" ? "" : `\nwhere ${filter}`
  return `select max(${source.loadedAtField}) as max_loaded_at, now() as snapshotted_at\nfrom ${relation.print()}${where}`
})

/** Both times in milliseconds since 1970. */
const times = Effect.fn("SourceFreshness.times")(function* (store: NodeStore, source: Source, sql: string) {
  const { meta, data } = yield* store.queryCompact(sql)
  const type = meta[0]?.type ?? ""
  const [loaded, queried] = data[0] ?? []
  if (!/^(?:Nullable\()?(?:DateTime|Nothing)/.test(type)) {
    const what = source.loadedAtField ?? "loaded_at_query"
    const reason = `Expected a timestamp value when querying field '${what}' of table ${source.name} but received a value of type '${type}' instead`
    return yield* new ProjectError({ subject: source.originalFilePath, reason })
  }
  const zone = /'([^']*)'/.exec(type)?.[1]
  const at = (value: unknown, name: string): string =>
    `toUnixTimestamp64Milli(toDateTime64(${literal(String(value))}, 3${name === "" ? "" : `, ${literal(name)}`}))`
  const none = loaded === null || loaded === undefined
  const [row] = yield* store.query<{ readonly loaded: number; readonly queried: number }>(
    `select ${none ? never : at(loaded, zone ?? "")} as loaded, ${at(queried, "")} as queried`
  )
  return { maxLoadedAt: Number(row?.loaded), queriedAt: Number(row?.queried) }
})

/** Returns the freshness of one source; what goes wrong is its result. */
export const sourceFreshness = (
  context: RunContext,
  source: Source
): Effect.Effect<SourceFreshness, never, ClickHouse> =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    const store = yield* makeNodeStore(`${context.label} ${source.uniqueId}`)
    const criteria = source.freshness ?? { warnAfter: undefined, errorAfter: undefined, filter: undefined }
    const queried = Effect.flatMap(freshnessQuery(context, source), (sql) => times(store, source, sql))
    const answer = yield* Effect.match(queried, {
      onFailure: (error: NodeFailure) => ({
        status: "runtime error" as const,
        error: failureWords(error, { ...source, resourceType: "source" })
      }),
      onSuccess: ({ maxLoadedAt, queriedAt }) => ({
        status: freshnessStatus(queriedAt - maxLoadedAt, criteria),
        maxLoadedAt,
        queriedAt,
        criteria
      })
    })
    const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000
    return { uniqueId: source.uniqueId, startedAt, seconds, ...answer }
  })
