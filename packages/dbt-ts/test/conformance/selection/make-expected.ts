/**
 * Writes what real dbt chooses by every selection of `cases.json`:
 *
 *     npx node packages/dbt-ts/test/conformance/selection/make-expected.ts VENV
 *
 * VENV is a virtual environment of Python with dbt-core 1.10 and dbt-clickhouse. No store is needed.
 */

import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { scriptArguments } from "../../../../scriptArguments.ts"
import type { Json } from "./manifestFromDbt.ts"

const here = import.meta.dirname
const fixtures = join(here, "../fixtures")
const [venv = ""] = scriptArguments(import.meta.filename, { allowPositionals: true }, 1).positionals
const folder = mkdtempSync(join(tmpdir(), "corridor-selection-"))
const project = join(folder, "project")
cpSync(join(fixtures, "selection-project"), project, { recursive: true })
const run = (program: string, ...args: ReadonlyArray<string>) =>
  execFileSync(join(venv, "bin", program), args, { cwd: project, stdio: ["ignore", "ignore", "inherit"] })
run("dbt", "deps", "--quiet")
run("python", join(here, "list-with-dbt.py"), join(here, "cases.json"), join(folder, "found.json"))
const found = JSON.parse(readFileSync(join(folder, "found.json"), "utf8")) as Json
rmSync(folder, { recursive: true })

/** Ids as places in a list: each stands once. */
const ids: Array<string> = []
const placeOf = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1)
const short = (each: Json) =>
  each["error"] === undefined
    ? { ids: each["ids"].map(placeOf), warnings: (each["warnings"] ?? []).filter((text: string) => text !== "*") }
    : { error: true }
const all = (cases: Json) => Object.fromEntries(Object.entries(cases).map(([text, each]) => [text, short(each)]))

/** What a change of the project changed in the manifest: documents that differ, null for those that are gone. */
const kinds = ["nodes", "sources", "exposures", "unit_tests", "macros", "docs", "groups"]
const difference = (changed: Json): Json =>
  Object.fromEntries(
    kinds.map((kind) => {
      const [now, then] = [changed[kind] as Json, found["manifest"][kind] as Json]
      const differ = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter(
        (id) => !isDeepStrictEqual(now[id], then[id])
      )
      return [kind, Object.fromEntries(differ.map((id) => [id, now[id] ?? null]))]
    })
  )

const lines = (value: Json) =>
  Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`)
const { runResults, sources, sourcesNow } = found
const expected = {
  dbt: found["dbt"],
  selections: all(found["selections"]),
  otherState: all(found["otherState"]),
  state: Object.fromEntries(Object.entries(found["state"]).map(([change, cases]) => [change, all(cases as Json)])),
  changed: Object.fromEntries(
    Object.entries(found["changedManifests"]).map(([change, changed]) => [change, difference(changed as Json)])
  ),
  ...{ runResults, sources, sourcesNow }
}
const blocks = Object.entries({ ...expected, ids }).map(([key, value]) =>
  typeof value === "object" && !Array.isArray(value)
    ? `${JSON.stringify(key)}: {\n${lines(value).join(",\n")}\n}`
    : `${JSON.stringify(key)}: ${JSON.stringify(value)}`
)
writeFileSync(join(fixtures, "selection-expected.json"), `{\n${blocks.join(",\n")}\n}\n`)
const manifest = Object.entries(found["manifest"]).map(([key, value]) =>
  typeof value === "object"
    ? `${JSON.stringify(key)}: {\n${lines(value as Json).join(",\n")}\n}`
    : `${JSON.stringify(key)}: ${JSON.stringify(value)}`
)
writeFileSync(join(fixtures, "selection-manifest.json"), `{\n${manifest.join(",\n")}\n}\n`)
