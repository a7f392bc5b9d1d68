import { Effect } from "effect"
import { Command } from "effect/cli"
import { examine } from "../stack/Doctor.ts"
import type { Finding } from "../stack/doctor/Finding.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented } from "./CommonFlags.ts"
import { seizedDisk } from "./seizedDisk.ts"

const wordOf = ({ ok, advice }: Finding) => (ok ? (advice === "" ? "ok" : "note") : "WRONG")

export const doctor = Command.make(
  "doctor",
  commonFlags,
  Effect.fn("doctor")(function* ({ data, json }) {
    const findings = [...(yield* examine(data)), yield* seizedDisk(data)]
    const ok = findings.every((finding) => finding.ok)
    yield* printResult(json, {
      json: { ok, findings },
      lines: [
        ...formatTable([["part", "", "found"], ...findings.map((f) => [f.part, wordOf(f), f.found])]),
        ...findings.filter((f) => f.advice !== "").map((f) => `${f.part}: ${f.advice}`)
      ],
      exitCode: ok ? 0 : 3
    })
  })
).pipe(
  documented(
    "Check each component of the stack and report problems. The exit code is 0 only if there are none",
    "corridor doctor",
    "corridor doctor --data /srv/corridor --json"
  )
)
