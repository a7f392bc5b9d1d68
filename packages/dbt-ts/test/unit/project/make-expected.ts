/**
 * Writes `expected.jsonl`: real dbt's manifest of `fixture/`. It needs a dbt of the version that the file
 * shall name, and no store: `npx node packages/dbt-ts/test/unit/project/make-expected.ts path/to/bin/dbt`.
 */

import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { scriptArguments } from "../../../../scriptArguments.ts"
import { type Json, own, toLines } from "./ManifestParts.ts"

const [dbt = "dbt"] = scriptArguments(import.meta.filename, { allowPositionals: true }).positionals
const folder = mkdtempSync(join(tmpdir(), "corridor-manifest-"))
try {
  cpSync(join(import.meta.dirname, "fixture"), folder, { recursive: true })
  for (const verb of ["deps", "parse"]) {
    execFileSync(dbt, [verb, "--profiles-dir", folder], {
      cwd: folder,
      env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
      stdio: "inherit"
    })
  }
  const manifest = JSON.parse(readFileSync(join(folder, "target/manifest.json"), "utf8")) as Json
  writeFileSync(
    join(import.meta.dirname, "expected.jsonl"),
    toLines(manifest["metadata"]["dbt_version"], own(manifest))
  )
} finally {
  rmSync(folder, { recursive: true })
}
