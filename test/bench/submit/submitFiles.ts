/** What it takes to send a partner's file, from the start of the command to its end: CSV and XLSX with ids of the partner's own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cliMain, nodeBinary, runJson, startUp } from "../../integration/cli.ts"
import { type Measured, measure } from "../Measure.ts"
import type { BenchOptions } from "../Options.ts"
import { publish, spread, whole } from "../Report.ts"
import { say } from "../Say.ts"
import { csvOf, workbookOf } from "./PartnerFile.ts"

/** What 100,000 rows may take. */
const limits = { seconds: 20, megabytes: 300, rows: 100_000 }

interface Run extends Measured {
  readonly kind: string
}

export const submitFiles = async ({ records, rounds, out }: BenchOptions): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-bench-"))
  const data = join(folder, "data")
  const stack = await startUp({ data }, "--no-demo")
  const runs: Array<Run> = []
  try {
    const files = [
      ["csv", csvOf(records)],
      ["xlsx", workbookOf(records)]
    ] as const
    for (const [kind, content] of files) writeFileSync(join(folder, `cases.${kind}`), content)
    for (let round = 1; round <= rounds; round++)
      for (const [kind] of files) {
        // A partner of its own: records that were sent before are not sent again.
        const partner = `bench-${kind}-${round}`
        await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Bench"], { data })
        const args = ["submit", join(folder, `cases.${kind}`), "--partner", partner, "--data", data, "--json"]
        const run = await measure({ command: nodeBinary, args: [cliMain, ...args], folder })
        const report = JSON.parse(run.stdout || "{}") as { readonly sent?: number }
        if (run.code !== 0 || report.sent !== records)
          throw new Error(`of ${records} records ${report.sent ?? 0} were sent; the command ended with ${run.code}`)
        runs.push({ ...run, kind })
        say(`${kind}: ${run.wallSeconds.toFixed(1)} s, ${whole(run.peakMegabytes)} MB`)
      }
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  const isOver = ({ wallSeconds, peakMegabytes }: Run) =>
    records === limits.rows && (wallSeconds > limits.seconds || peakMegabytes > limits.megabytes)
  const kinds = [...new Set(runs.map(({ kind }) => kind))]
  const seconds = (value: number) => value.toFixed(1)
  publish(
    {
      name: `submit-${records}`,
      title: `Sending a file of ${whole(records)} rows`,
      rows: [
        ["file", "s", "CPU-s", "peak MB"],
        ...kinds.map((kind) => {
          const own = runs.filter((run) => run.kind === kind)
          return [
            kind,
            spread(
              own.map(({ wallSeconds }) => wallSeconds),
              seconds
            ),
            spread(
              own.map(({ cpuSeconds }) => cpuSeconds),
              seconds
            ),
            whole(Math.max(...own.map(({ peakMegabytes }) => peakMegabytes)))
          ]
        })
      ],
      notes: [
        "the whole command: start, check, revisions, Kafka, receipt; broker, registry and store run outside",
        `${runs.some(isOver) ? "**not within**" : "within"} ${limits.seconds} s and ${limits.megabytes} MB for ${whole(limits.rows)} rows`
      ],
      data: {
        records,
        rounds,
        runs: runs.map(({ kind, wallSeconds, cpuSeconds, peakMegabytes }) => ({
          kind,
          wallSeconds,
          cpuSeconds,
          peakMegabytes
        }))
      }
    },
    out
  )
  return runs.some(isOver) ? 1 : 0
}
