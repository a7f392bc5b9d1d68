/**
 * `audit` as a user runs it, of tables of which only unsafe cells (1 to 10 persons) are hidden and no other: UNODC's corridors as in `command.ts`.
 * `node test/bench/disclosure/auditUnsafe.ts [first year] [periods] [sex] [age] [form]`; `2010 sex age` has 52,487 cells.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { launcher } from "../../integration/cli.ts"
import { measure } from "../Measure.ts"
import { corridorFile } from "./corridorFile.ts"

const threshold = 11
const { positionals: words } = scriptArguments(import.meta.filename, { allowPositionals: true })
const folder = mkdtempSync(join(tmpdir(), "corridor-unsafe-"))
try {
  const { input, hierarchy, rows } = corridorFile(words, folder)
  const [header, ...lines] = readFileSync(input, "utf8").trimEnd().split("\n") as [string, ...Array<string>]
  const published = lines.map((line) => {
    const at = line.lastIndexOf(",") + 1
    return Number(line.slice(at)) < threshold ? `${line.slice(0, at)},suppressed` : `${line},published`
  })
  const file = join(folder, "naive.csv")
  writeFileSync(file, [`${header},state`, ...published, ""].join("\n"))
  const along = hierarchy === undefined ? [] : ["--hierarchy", hierarchy]
  const args = [launcher, "audit", "--published", file, ...along, "--json"]
  const { code, stdout, cpuSeconds, wallSeconds, peakMegabytes } = await measure({
    command: process.execPath,
    args,
    folder
  })
  const { suppressed, narrow, pinned, undecided, unfinished } = JSON.parse(stdout) as Readonly<Record<string, unknown>>
  console.log(
    JSON.stringify({
      rows,
      code,
      suppressed,
      narrow,
      pinned,
      undecided,
      unfinished,
      cpuSeconds,
      wallSeconds,
      peakMegabytes
    })
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
