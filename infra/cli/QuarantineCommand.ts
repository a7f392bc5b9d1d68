/** `quarantine list | show ID | replay` */
import { Effect, Layer, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import * as QuarantineList from "../../ingest/pipeline/QuarantineList.ts"
import { type Replayed, replay as replayMessages } from "../../ingest/pipeline/Replay.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemCatalogue, problemEntry } from "../../schemas/Problems.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackLayer, warehouseOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, optional, switchFlag } from "./CommonFlags.ts"

const KnownCode = Schema.String.check(
  Schema.makeFilter((code) => problemCatalogue.has(code as ProblemCode) || "a code of the problem catalogue")
)

const filterFlags = {
  code: optional(
    Flag.String("code").pipe(Flag.withDescription("only messages that break this rule"), Flag.withSchema(KnownCode))
  ),
  partner: optional(Flag.String("partner").pipe(Flag.withDescription("only messages of this partner")))
}

const list = Command.make(
  "list",
  {
    ...commonFlags,
    ...filterFlags,
    limit: Flag.Int("limit").pipe(Flag.withDescription("messages at most"), Flag.withDefault(1000))
  },
  Effect.fn("quarantine list")(function* ({ data, json, code, partner, limit }) {
    const filter = { code, partner }
    const { entries, messages, byCode } = yield* Effect.gen(function* () {
      return { entries: yield* QuarantineList.list({ ...filter, limit }), ...(yield* QuarantineList.count(filter)) }
    }).pipe(Effect.provide(warehouseOf(data)))
    const rows = entries.map((e) => [e.id, e.kind, e.problems.map((p) => p.code).join(" "), e.quarantinedAt])
    const lines =
      messages === 0
        ? ["Nothing is in quarantine."]
        : [
            ...formatTable([["id", "kind", "rules", "since"], ...rows]),
            "",
            ...formatTable([["rule", "messages"], ...byCode.map((one) => [one.code, one.messages])]),
            "",
            `${messages} messages in quarantine${entries.length < messages ? `, the newest ${entries.length} listed: --limit shows more` : ""}. A message may break several rules.`
          ]
    yield* printResult(json, { json: { quarantine: entries, messages, byCode }, lines })
  })
).pipe(
  Command.withDescription(
    "What was refused, by which rules, and where it lies; how many messages break each rule. Kept for 180 days"
  ),
  Command.withExamples([
    { command: "corridor quarantine list" },
    { command: "corridor quarantine list --code country-unknown --partner shelter-north" }
  ])
)

const none = { json: { quarantine: null }, lines: ["There is no such message in quarantine."], exitCode: 1 } as const

const show = Command.make(
  "show",
  {
    ...commonFlags,
    id: Argument.String("id").pipe(Argument.withDescription("topic/partition/offset, as 'list' gives it"))
  },
  Effect.fn("quarantine show")(function* ({ data, json, id }) {
    const [entry] = yield* QuarantineList.list({ id, limit: 1 }).pipe(Effect.provide(warehouseOf(data)))
    if (entry === undefined) return yield* printResult(json, none)
    const problems = entry.problems.map(({ code, path }) => ({ path, ...problemEntry(code as ProblemCode) }))
    yield* printResult(json, {
      json: { ...entry, problems },
      lines: [
        `${entry.id} of partner ${entry.partner}, sent ${entry.sentAt}, refused ${entry.quarantinedAt}`,
        ...formatTable([
          ["field", "rule", "expected", "how to mend it"],
          ...problems.map((p) => [p.path, p.title, p.expected, p.mend])
        ])
      ]
    })
  })
).pipe(
  Command.withDescription("One refused message: its rules, what was expected, how to mend it; never its content"),
  Command.withExamples([{ command: "corridor quarantine show corridor.partner.shelter-north/0/4711" }])
)

/** The most messages that are listed if the topic no longer holds them. */
const named = 20

const replayLines = (done: Replayed, dryRun: boolean): ReadonlyArray<string> => [
  dryRun
    ? `${done.replayed} messages read again, nothing written: ${done.loaded} would be loaded, ${done.duplicates} are there already, ${done.stillRefused} would still be refused, ${done.gone} are gone.`
    : `${done.replayed} messages read again: ${done.loaded} loaded, ${done.duplicates} there already, ${done.stillRefused} still refused, ${done.gone} gone.`,
  ...done.goneMessages.slice(0, named).map((id) => `${id}: the topic no longer holds it`),
  ...(done.gone > named ? [`… and ${done.gone - named} more that their topics no longer hold; --json names all`] : []),
  ...(done.loaded > 0 && !dryRun ? ["'transform build' takes what was loaded into the marts."] : [])
]

const replay = Command.make(
  "replay",
  {
    ...commonFlags,
    ...filterFlags,
    id: optional(
      Flag.String("id").pipe(Flag.withDescription("only this message: topic/partition/offset, as 'list' gives it"))
    ),
    dryRun: switchFlag("dry-run", "read again and tell what would be, but load nothing")
  },
  Effect.fn("quarantine replay")(function* ({ data, json, code, partner, id, dryRun }) {
    const needs = ["log", "registry", "warehouse"] as const
    const done = yield* replayMessages({ code, partner, id, dryRun }).pipe(
      Effect.provide(
        SchemaReaders.layer.pipe(Layer.provideMerge(Layer.merge(stackLayer({ data, needs }), keysLayer(data))))
      )
    )
    if (id !== undefined && done.replayed === 0) return yield* printResult(json, { ...none, json: done })
    yield* printResult(json, { json: done, lines: replayLines(done, dryRun) })
  })
).pipe(
  Command.withDescription(
    "After a code list or a rule was mended: read refused messages again at their places in the partners' topics and load, once, what passes now. What a message says is kept nowhere else"
  ),
  Command.withExamples([
    { command: "corridor quarantine replay --code region-unknown --dry-run", description: "what would be loaded" },
    { command: "corridor quarantine replay --code region-unknown" },
    { command: "corridor quarantine replay --id corridor.partner.shelter-north/0/4711" }
  ])
)

export const quarantine = Command.make("quarantine").pipe(
  Command.withDescription("What was refused and why; try it again after a fix"),
  Command.withSubcommands([list, show, replay])
)
