/** `demo expand` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { expandCounts } from "../../ingest/demo/expand.ts"
import { counted } from "../../ports/counted.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optionalWhole, textArgument, textFlag } from "./CommonFlags.ts"

const expand = Command.make(
  "expand",
  {
    ...commonFlags,
    counts: textArgument("counts.csv", "table of published counts"),
    out: textFlag("out", "NDJSON file to write"),
    partners: optionalWhole("partners", "also write the records distributed over this many files", 1),
    seed: optionalWhole("seed", "seed of the distribution over files", 0)
  },
  Effect.fn("demo expand")(function* ({ json, counts, out, partners, seed }) {
    const result = yield* expandCounts({ counts, out, partners, seed })
    const { records, mapped, unmapped, belowThreshold } = result
    yield* printResult(json, {
      json: result,
      lines: [
        `Wrote ${records} invented records of ${mapped} labels to ${out}; skipped ${counted(belowThreshold, "row")} of '<5'.`,
        unmapped.length > 0 && [
          "Skipped labels that do not name a single country:",
          formatTable([["label", "rows"], ...unmapped.map((u) => [u.label === "" ? "(empty)" : u.label, u.rows])])
        ]
      ]
    })
  })
).pipe(
  documented(
    "Expand a table of published counts into invented records",
    "corridor demo expand glotip_od.csv --out glotip.ndjson --partners 4 --seed 7"
  )
)

export const demo = Command.make("demo").pipe(
  Command.withDescription("Invented records for demonstrations and end-to-end tests"),
  Command.withSubcommands([expand])
)
