/**
 * `protect` as a user runs it, from a file to a file: UNODC's corridors by year with all margins, from a first year on, by sex, age and form
 * too and with periods of five years over the years where asked. `node test/bench/disclosure/command.ts [first year] [periods] [sex] [age]
 * [form] [partner]`; without words all years. `2009 periods` is a table of 10,880 cells. `partner`: twelve, and the rules on partners applied.
 */

import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { launcher } from "../../integration/cli.ts"
import { corridorFile } from "./corridorFile.ts"

const { positionals: words } = scriptArguments(import.meta.filename, { allowPositionals: true })
const folder = mkdtempSync(join(tmpdir(), "corridor-protect-"))
try {
  const { input, hierarchy, dimensions, contributor, rows } = corridorFile(words, folder)
  const out = join(folder, "safe.csv")
  const verb = ["--input", input, "--count", "persons", "--dimensions", dimensions.join(","), "--out", out, "--json"]
  if (hierarchy !== undefined) verb.push("--hierarchy", hierarchy)
  if (contributor !== undefined) verb.push("--contributor", contributor)
  const began = performance.now()
  const run = spawnSync(process.execPath, [launcher, "protect", ...verb], { encoding: "utf8", maxBuffer: 2 ** 28 })
  const seconds = (performance.now() - began) / 1000
  const written = run.status === 0 ? readFileSync(out, "utf8").trimEnd().split("\n").length - 1 : 0
  console.log(JSON.stringify({ rows, written, code: run.status, wallSeconds: seconds }), run.stdout)
  if (run.status !== 0) console.error(run.stderr.slice(-1000))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
