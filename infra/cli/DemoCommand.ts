/** `demo expand` */
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { expandCounts } from "../../ingest/demo/expand.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, optional } from "./CommonFlags.ts"

const whole = (name: string, description: string) => optional(Flag.Int(name).pipe(Flag.withDescription(description)))

const expand = Command.make(
  "expand",
  {
    ...commonFlags,
    counts: Argument.String("counts.csv").pipe(Argument.withDescription("table of published counts")),
    out: Flag.String("out").pipe(Flag.withDescription("the NDJSON file to write")),
    partners: whole("partners", "also spread the records over this many files beside the whole one"),
    seed: whole("seed", "decides how they are spread")
  },
  Effect.fn("demo expand")(function* ({ json, counts, out, partners, seed }) {
    const result = yield* expandCounts({ counts, out, partners, seed })
    const { records, mapped, unmapped, belowThreshold } = result
    yield* printResult(json, {
      json: result,
      lines: [
        `${records} invented records from ${mapped} labels are in ${out}; ${belowThreshold} rows of '<5' are left out.`,
        ...(unmapped.length === 0
          ? []
          : [
              "Labels that name no single country, and are left out:",
              ...formatTable([
                ["label", "rows"],
                ...unmapped.map((u) => [u.label === "" ? "(empty)" : u.label, u.rows])
              ])
            ])
      ]
    })
  })
).pipe(
  Command.withDescription("Turn a table of published counts into that many invented records"),
  Command.withExamples([{ command: "corridor demo expand glotip_od.csv --out glotip.ndjson --partners 4 --seed 7" }])
)

export const demo = Command.make("demo").pipe(
  Command.withDescription("Records for demonstration and for checks from end to end"),
  Command.withSubcommands([expand])
)
