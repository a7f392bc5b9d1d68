/** Whether Kafka, the registry, ClickHouse and the state store respond and have what Corridor needs. */
import { Effect, Schema } from "effect"
import { topicPrefix } from "../../../ingest/partners/PartnerTopic.ts"
import { counted } from "../../../ports/counted.ts"
import { EventLog } from "../../../ports/EventLog.ts"
import { SchemaRegistry } from "../../../ports/SchemaRegistry.ts"
import { StateStore } from "../../../ports/StateStore.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { readLedger } from "../../../release/ledger/Ledger.ts"
import { openCuts } from "../../../release/ledger/restoredLedger.ts"
import { recordSchemas } from "../../../schemas/RecordSchemas.ts"
import { probeLog } from "../LogProbe.ts"
import type * as Parts from "../Parts.ts"
import { catchUnusable, passed, problem } from "./Finding.ts"

const start = "Start the stack with 'npm start'."

/** A component responds, and something in it is wrong. */
class Wrong extends Schema.TaggedError<Wrong>()("Wrong", { found: Schema.String, advice: Schema.String }) {}

/** Returns what a component's own error says: an expired certificate or a refused password does not look like a server that is down. */
const reasonOf = (error: unknown): string | undefined => {
  if (typeof error === "string") return error
  const { _tag, message } = (error ?? {}) as { readonly _tag?: string; readonly message?: string }
  return _tag === undefined || _tag === "TimeoutError" || message === "" ? undefined : message
}

/** What to do about a component that does not respond: a server of the stack, another one, or a file, whose own error says what is wrong with it. */
const remedies = {
  own: "The running stack restarts it automatically. If the problem persists, stop the stack with 'npm run -s corridor -- down', read the logs in run/ of the data folder, and start it again.",
  outside: "Check that server, and the CORRIDOR_ settings that name it.",
  file: "Correct that, and run 'doctor' again. Other commands that need this file fail until then."
}

/** Runs a check of a component. Returns what it found, or why the component does not respond and what to do. */
export const checkComponent = <A>(
  part: string,
  server: Parts.Server<A> | undefined,
  kind: keyof typeof remedies,
  check: Effect.Effect<string, unknown, A>
) => {
  if (server === undefined) return Effect.succeed(problem(part, "not running", start))
  return check.pipe(
    Effect.provide(server.layer),
    catchUnusable,
    Effect.timeout("8 seconds"),
    Effect.match({
      onSuccess: (found) => passed(part, `${found} at ${server.where}`),
      onFailure: (error) => {
        if (error instanceof Wrong) return problem(part, `${error.found} at ${server.where}`, error.advice)
        const reason = reasonOf(error)
        return problem(
          part,
          reason === undefined ? `does not respond at ${server.where}` : `${reason} (${server.where})`,
          remedies[kind]
        )
      }
    })
  )
}

export const checkKafka = Effect.gen(function* () {
  const log = yield* EventLog
  yield* log.ping
  yield* probeLog()
  const topics = yield* log.topics(topicPrefix)
  return `responds, keeps what is written, ${counted(topics.length, "partner topic")},`
})

export const checkRegistry = Effect.gen(function* () {
  const registry = yield* SchemaRegistry
  yield* registry.ping
  for (const { subject, versions } of recordSchemas)
    for (const { text } of versions)
      if (!(yield* registry.isCompatible(subject, text)))
        return yield* new Wrong({
          found: `has another schema under ${subject} that is not compatible with this version's`,
          advice: `Find out who registered it: no partner's record can be read or sent with it. Delete that version of ${subject} in the registry, or use a registry of Corridor's own.`
        })
  return `responds, ${recordSchemas.length} schemas are compatible with the registered ones,`
})

export const checkWarehouse = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  yield* warehouse.ping
  const [row] = yield* warehouse.query<{ readonly n: number }>(
    "SELECT count() AS n FROM corridor_audit.migration FINAL"
  )
  return `responds, ${row?.n ?? 0} migrations applied,`
})

export const checkState = Effect.gen(function* () {
  const [found] = yield* StateStore.query<{ readonly accounts: number; readonly entries: number }>(
    "SELECT (SELECT COUNT(*) FROM account) AS accounts, (SELECT COUNT(*) FROM chain_entry WHERE chain = 'ledger') AS entries"
  )
  if ((yield* openCuts(yield* readLedger())).length > 0)
    return yield* new Wrong({
      found:
        "was restored from a backup, and the ledger may lack what was published since: nothing is published or answered",
      advice: "Restore the backup over the store with the later ledger, or take responsibility with 'ledger resume'."
    })
  return `responds, ${counted(found?.accounts ?? 0, "account")} and ${counted(found?.entries ?? 0, "entry", "entries")} in the ledger,`
})
