/**
 * A first look at a table too large to be proved: `protect --method line-rule` on origin x destination x month x sex x age with all margins,
 * from the file to the refusal. `node test/bench/disclosure/lines.ts [origins destinations months]`; without numbers 1.5 million cells.
 */
import { createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { protectFile } from "@corridor/disclosure/protect/protectFile"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Solver } from "@corridor/disclosure/solver/Solver"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Logger } from "effect"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"

const asked = process.argv.slice(2).map(Number)
const [origins, destinations, months] = asked.length === 3 ? (asked as [number, number, number]) : [76, 54, 60]
const sizes = [origins, destinations, months, 2, 3]
const names = ["origin", "destination", "month", "sex", "age"]

/** Counts of all cells, the last code of each dimension being its margin. */
const counts = (): Int32Array => {
  const draw = mulberry32(1)
  const value = new Int32Array(sizes.reduce((all, size) => all * (size + 1), 1))
  const place = (at: ReadonlyArray<number>) => at.reduce((sum, code, d) => sum * ((sizes[d] as number) + 1) + code, 0)
  const skew = (size: number) => Math.floor(size * draw() ** 2)
  for (let person = 0; person < 1_000_000; person++) {
    const at = sizes.map(skew)
    for (let mask = 0; mask < 1 << sizes.length; mask++) {
      const cell = place(at.map((code, d) => (mask & (1 << d) ? (sizes[d] as number) : code)))
      value[cell] = (value[cell] as number) + 1
    }
  }
  return value
}

const folder = mkdtempSync(join(tmpdir(), "corridor-lines-"))
try {
  const input = join(folder, "table.csv")
  const out = join(folder, "safe.csv")
  const value = counts()
  const file = createWriteStream(input)
  file.write(`${names.join(",")},persons\n`)
  let cells = 0
  let lines: Array<string> = []
  const flush = async () => {
    const text = lines.join("")
    lines = []
    if (!file.write(text)) await new Promise((done) => file.once("drain", () => done(undefined)))
  }
  for (const [cell, count] of value.entries()) {
    if (count === 0) continue
    cells += 1
    let rest = cell
    const at: Array<string> = []
    for (let d = sizes.length - 1; d >= 0; d--) {
      const size = (sizes[d] as number) + 1
      at.unshift(rest % size === size - 1 ? "Total" : `${(names[d] as string)[0]}${rest % size}`)
      rest = Math.floor(rest / size)
    }
    lines.push(`${at.join(",")},${count}\n`)
    if (lines.length === 50_000) await flush()
  }
  await flush()
  await new Promise((done) => file.end(() => done(undefined)))
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  const answer = await Effect.runPromise(
    protectFile({
      input,
      out,
      count: "persons",
      dimensions: names,
      total: "Total",
      earlier: [],
      profile: defaultProfile.name,
      method: "line-rule"
    }).pipe(
      Effect.map(() => "released"),
      Effect.catchTag("WouldDisclose", ({ message }) => Effect.succeed(message)),
      Effect.provide(Layer.mergeAll(Solver.layer, NodeServices.layer, Logger.layer([])))
    )
  )
  const { user, system } = process.cpuUsage(cpu)
  console.log(
    JSON.stringify({
      cells,
      answer,
      written: existsSync(out),
      seconds: (performance.now() - began) / 1000,
      cpuSeconds: (user + system) / 1e6,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
    })
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
