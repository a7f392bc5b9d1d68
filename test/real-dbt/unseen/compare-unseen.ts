/**
 * What real dbt and dbt-ts leave otherwise, a line each. Not part of the tests, for it needs real dbt: what it finds
 * becomes a line of a fixture project.
 *
 *     node test/real-dbt/unseen/compare-unseen.ts [--venv FOLDER] [--all] FIRST LAST       random projects of these seeds
 *     node test/real-dbt/unseen/compare-unseen.ts [--venv FOLDER] [--all] --folder PROJECT a project from anywhere; `steps.yml` in it may
 *         say what is done: `steps` as in `../Scenario.ts`, `env`, `contested`, `halfMade`
 *     node test/real-dbt/unseen/compare-unseen.ts [--venv FOLDER] [--all] --product        Corridor's own, on generated records
 */

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { foundProject, type Project } from "../../../packages/dbt-ts/test/conformance/dbt/FoundProject.ts"
import { ensureVenv } from "../../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { compareProject } from "./Compare.ts"
import { productProject } from "./ProductProject.ts"
import { randomProject } from "./RandomProject.ts"

const { values, positionals } = scriptArguments(import.meta.filename, {
  options: {
    venv: { type: "string" },
    folder: { type: "string" },
    product: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    loud: { type: "boolean", default: false }
  },
  allowPositionals: true
})
const [first = 1, last = first] = positionals.map(Number)
const work = mkdtempSync(join(tmpdir(), "corridor-unseen-"))
const python = ensureVenv(values.venv ?? join(work, "venv"))

const projects: ReadonlyArray<Project> = values.product
  ? [productProject()]
  : values.folder !== undefined
    ? [foundProject(values.folder)]
    : Array.from({ length: last - first + 1 }, (_, index) => randomProject(first + index))

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing"
  return values.all || text.length < 500 ? text : `${text.slice(0, 500)}…`
}

let differing = 0
for (const project of projects) {
  const { differences, summary } = await compareProject(python, project, work, values.loud)
  if (differences.length > 0) differing++
  console.log(`${project.scenario.project}: ${differences.length} differences; ${summary}`)
  for (const { command, what, of, expected, found } of differences) {
    console.log(`  [${command}] ${what} ${of}\n     dbt:    ${short(expected)}\n     dbt-ts: ${short(found)}`)
  }
}
console.log(`${projects.length - differing} projects alike, ${differing} not`)
rmSync(work, { recursive: true, force: true })
process.exitCode = differing === 0 ? 0 : 1
