/**
 * How `protect` and `audit` grow with the table, each as a user runs it, from a file to its end: UNODC's corridors by year, by sex, age and
 * form. Each table is protected and what comes out is audited, which must come out clean. `node test/bench/disclosure/commandGrowth.ts
 * [size …] [--json FILE] [--keep FOLDER]`; sizes: 1k 5k 11k 15k 50k 100k, and 100k-shown, with counts tenfold. With `--keep` a table
 * that was protected into the folder before is not protected again.
 */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { launcher } from "../../integration/cli.ts"
import { measure } from "../Measure.ts"
import { corridorFile } from "./corridorFile.ts"

const sizes: Readonly<Record<string, string>> = {
  "1k": "2017",
  "5k": "2012",
  "11k": "2009 periods",
  "15k": "2012 sex",
  "50k": "2010 sex age",
  "100k": "2012 sex age form",
  "100k-shown": "2014 sex age form tenfold"
}
const { values, positionals: words } = scriptArguments(import.meta.filename, {
  allowPositionals: true,
  options: { json: { type: "string" }, keep: { type: "string" } }
})
const { json, keep: kept } = values
const asked = words.filter((word) => word in sizes)
const round = (x: number) => Math.round(x * 10) / 10

const one = async (size: string, folder: string) => {
  mkdirSync(folder, { recursive: true })
  const { input, hierarchy, dimensions, rows } = corridorFile((sizes[size] as string).split(" "), folder)
  const out = join(folder, "safe.csv")
  const along = hierarchy === undefined ? [] : ["--hierarchy", hierarchy]
  const run = async (verb: ReadonlyArray<string>) => {
    const got = await measure({ command: process.execPath, args: [launcher, ...verb, ...along, "--json"], folder })
    return {
      code: got.code,
      report: got.stdout === "" ? undefined : (JSON.parse(got.stdout) as Readonly<Record<string, unknown>>),
      cpuSeconds: round(got.cpuSeconds),
      seconds: round(got.wallSeconds),
      peakMegabytes: Math.round(got.peakMegabytes)
    }
  }
  const columns = ["--count", "persons", "--dimensions", dimensions.join(",")]
  const { report: protectedTo, ...protect } = existsSync(out)
    ? { report: undefined, kept: true }
    : await run(["protect", "--input", input, "--out", out, ...columns])
  const suppressed = readFileSync(out, "utf8")
    .split("\n")
    .filter((line) => line.endsWith(",suppressed")).length
  const { report, ...audit } = await run(["audit", "--published", out])
  return {
    size,
    cells: rows,
    suppressed,
    primary: protectedTo?.["primary"],
    secondary: protectedTo?.["secondary"],
    protect,
    audit: { ...audit, narrow: report?.["narrow"], undecided: report?.["undecided"] }
  }
}

const work = kept ?? mkdtempSync(join(tmpdir(), "corridor-growth-"))
try {
  const results: Array<unknown> = []
  for (const size of asked.length > 0 ? asked : Object.keys(sizes)) {
    const row = await one(size, join(work, size))
    console.log(JSON.stringify(row))
    results.push(row)
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`)
} finally {
  if (kept === undefined) rmSync(work, { recursive: true, force: true })
}
