/**
 * `npm run bench -- --api`: every published address of the API at a constant rate, server and clients on the same machine. Exits with 1
 * where the slowest hundredth of any address takes 50 ms or longer.
 */
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BenchOptions } from "../Options.ts"
import { publish, whole } from "../Report.ts"
import { say } from "../Say.ts"
import { openLoop, type Taken } from "./openLoop.ts"
import { questions } from "./questions.ts"
import type { Made } from "./serveStore.ts"

/** Milliseconds within which 99 of 100 answers must be there. */
const bound = 50

interface Started extends Made {
  readonly port: number
}

const quantile = (sorted: ReadonlyArray<number>, q: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN

const serverCpu = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const statsOf = (taken: ReadonlyArray<Taken>) => {
  const sorted = taken.map(({ millis }) => millis).sort((a, b) => a - b)
  return {
    requests: taken.length,
    failed: taken.filter(({ status }) => status !== 200).length,
    bytes: Math.round(taken.reduce((sum, { bytes }) => sum + bytes, 0) / taken.length),
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    max: sorted.at(-1) ?? Number.NaN
  }
}

export const apiLoad = async ({ records, rate, seconds, out, store }: BenchOptions): Promise<number> => {
  const folder = store ?? mkdtempSync(join(tmpdir(), "corridor-bench-api-"))
  mkdirSync(folder, { recursive: true })
  say(`a store out of ${whole(records)} records, and its release …`)
  const child = spawn(process.execPath, [join(import.meta.dirname, "serveStore.ts"), folder, String(records)], {
    stdio: ["ignore", "pipe", 2]
  })
  try {
    const started = await new Promise<Started>((resolve, reject) => {
      child.stdout?.on("data", (part: Buffer) => {
        const line = String(part)
          .split("\n")
          .find((text) => text.startsWith("{"))
        if (line !== undefined) resolve(JSON.parse(line) as Started)
      })
      child.on("exit", () => reject(new Error("the server ended")))
    })
    const { port } = started
    const counts = await Promise.all(
      ["flows", "corridors", "victims"].map(async (name) => {
        const answer = await fetch(`http://127.0.0.1:${port}/v1/${name}?size=1`)
        const { cellsByState } = (await answer.json()) as { cellsByState: Record<string, number> }
        return [name, cellsByState] as const
      })
    )
    say("ten seconds to warm up …")
    await openLoop(port, rate, 10, questions(1))
    const before = serverCpu(child.pid as number)
    say(`${rate} requests a second for ${seconds} s …`)
    const taken = await openLoop(port, rate, seconds, questions(2))
    const cpu = serverCpu(child.pid as number) - before
    const byName = [...Map.groupBy(taken, ({ name }) => name)].map(([name, own]) => ({ name, ...statsOf(own) }))
    const all = statsOf(taken)
    const ms = (value: number) => value.toFixed(1)
    const slow = byName.filter(({ p99 }) => p99 >= bound)
    publish(
      {
        name: `api-${records}`,
        title: `The API at ${rate} requests a second over a release from ${whole(records)} records`,
        rows: [
          ["address", "requests", "not 200", "bytes", "p50 ms", "p99 ms", "max ms"],
          ...[{ name: "all", ...all }, ...byName].map((one) => [
            one.name,
            whole(one.requests),
            String(one.failed),
            whole(one.bytes),
            ms(one.p50),
            ms(one.p99),
            ms(one.max)
          ])
        ],
        notes: [
          "Constant rate; a request's time runs from the moment at which it was due to its last byte. Server and clients share the machine's cores.",
          `${(cpu / seconds).toFixed(2)} cores of the server. Filling took ${whole(started.fillSeconds)} s, protecting, auditing and releasing ${whole(started.releaseSeconds)} s.`,
          `Cells of the release: ${counts
            .map(
              ([name, cellsByState]) =>
                `${name} ${Object.entries(cellsByState)
                  .map(([state, n]) => `${whole(n)} ${state}`)
                  .join(", ")}`
            )
            .join("; ")}.`,
          "The records are drawn and grouped into the marts by the store; the pipeline and the transform runner have benchmarks of their own.",
          slow.length === 0
            ? `Every address is below ${bound} ms at its 99th hundredth.`
            : `Not below ${bound} ms: ${slow.map(({ name }) => name).join(", ")}.`
        ],
        data: { rate, seconds, bound, all, addresses: byName, cells: Object.fromEntries(counts) }
      },
      out
    )
    return slow.length === 0 && all.failed === 0 ? 0 : 1
  } finally {
    child.kill("SIGKILL")
    if (store === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
