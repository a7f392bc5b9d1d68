/**
 * Whether real dbt refuses each of the projects of `mistakes.ts` too, if they are marked so:
 * `npx node packages/dbt-ts/test/unit/project/check-mistakes.ts path/to/bin/dbt`.
 */

import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { scriptArguments } from "../../../../scriptArguments.ts"
import { mistakes, projectFile } from "./mistakes.ts"

const profile =
  "small: {target: dev, outputs: {dev: {type: clickhouse, host: 127.0.0.1, user: x, password: x, schema: small}}}\n"

const [dbt = "dbt"] = scriptArguments(import.meta.filename, { allowPositionals: true }).positionals
for (const { what, files, dbtTakesIt } of mistakes) {
  const folder = mkdtempSync(join(tmpdir(), "corridor-mistake-"))
  for (const [path, text] of Object.entries({ "dbt_project.yml": projectFile, "profiles.yml": profile, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { status, stdout } = spawnSync(dbt, ["parse", "--profiles-dir", folder], { cwd: folder, encoding: "utf8" })
  if ((status === 0) !== (dbtTakesIt === true)) process.stdout.write(`${what}: dbt ended with ${status}\n${stdout}\n`)
  rmSync(folder, { recursive: true })
}
