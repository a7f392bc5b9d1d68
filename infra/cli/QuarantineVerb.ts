/** `quarantine list | show ID` */
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import * as Quarantine from "../../ingest/pipeline/Quarantine.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemEntry } from "../../schemas/Problems.ts"
import { stackLayer } from "../stack/Stack.ts"
import { commonFlags, tableWords, tell } from "./Verb.ts"

const list = Command.make(
  "list",
  { ...commonFlags, limit: Flag.Int("limit").pipe(Flag.withDescription("messages at most"), Flag.withDefault(1000)) },
  Effect.fn("quarantine list")(function* ({ data, json, limit }) {
    const entries = yield* Quarantine.list({ limit }).pipe(Effect.provide(stackLayer({ data, needs: ["warehouse"] })))
    const rows = entries.map((e) => [e.id, e.kind, e.problems.map((p) => p.code).join(" "), e.quarantinedAt])
    const words =
      entries.length === 0 ? ["Nothing is in quarantine."] : tableWords([["id", "kind", "rules", "since"], ...rows])
    yield* tell(json, { json: { quarantine: entries }, words })
  })
).pipe(Command.withDescription("What was refused, by which rules, and where it lies"))

const show = Command.make(
  "show",
  {
    ...commonFlags,
    id: Argument.String("id").pipe(Argument.withDescription("topic/partition/offset, as 'list' gives it"))
  },
  Effect.fn("quarantine show")(function* ({ data, json, id }) {
    const [entry] = yield* Quarantine.list({ id, limit: 1 }).pipe(
      Effect.provide(stackLayer({ data, needs: ["warehouse"] }))
    )
    if (entry === undefined)
      return yield* tell(json, {
        json: { quarantine: null },
        words: ["There is no such message in quarantine."],
        exitCode: 1
      })
    const problems = entry.problems.map(({ code, path }) => ({ path, ...problemEntry(code as ProblemCode) }))
    yield* tell(json, {
      json: { ...entry, problems },
      words: [
        `${entry.id} of partner ${entry.partner}, sent ${entry.sentAt}, refused ${entry.quarantinedAt}`,
        ...tableWords([
          ["field", "rule", "expected", "how to mend it"],
          ...problems.map((p) => [p.path, p.title, p.expected, p.mend])
        ])
      ]
    })
  })
).pipe(Command.withDescription("One refused message: its rules, what was expected, how to mend it; never its content"))

export const quarantine = Command.make("quarantine").pipe(
  Command.withDescription("What was refused and why"),
  Command.withSubcommands([list, show])
)
