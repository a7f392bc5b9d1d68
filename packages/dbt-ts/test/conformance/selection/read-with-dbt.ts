/**
 * Does real dbt read what dbt-ts writes? Writes our manifest of the fixture project and has dbt compare the unchanged
 * project with it:
 *
 *     npx node packages/dbt-ts/test/conformance/selection/read-with-dbt.ts VENV
 *
 * Nothing may be new or modified but generic tests, which dbt takes for modified because the text of its own macros is
 * not in our manifest. Measured with dbt 1.10.23: so it is.
 */

import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect } from "effect"
import { scriptArguments } from "../../../../scriptArguments.ts"
import { manifestDocument } from "../../../src/artefacts/ManifestDocument.ts"
import { readSelectors } from "../../../src/graph/Choose.ts"
import { selectorDocuments } from "../../../src/graph/SelectorDocument.ts"
import { makeInvocation } from "../../../src/Invocation.ts"
import { parseProject } from "../../../src/parse/ParseProject.ts"
import { writeDocument } from "../../../src/run/WriteArtefacts.ts"
import { defaultTarget } from "../../../src/TransformOptions.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-read-"))
const project = join(folder, "project")
const state = join(folder, "state")
const [venv = ""] = scriptArguments(import.meta.filename, { allowPositionals: true }, 1).positionals
const dbt = (...args: ReadonlyArray<string>): string =>
  execFileSync(join(venv, "bin", "dbt"), ["--quiet", ...args], { cwd: project, encoding: "utf8" })

const selections = ["state:new", "state:modified.body", "state:modified.configs", "state:modified.relation"]
const all = ["state:modified", ...selections, "state:modified.contract", "state:modified.persisted_descriptions"]

const program = Effect.gen(function* () {
  cpSync(join(import.meta.dirname, "../fixtures/selection-project"), project, { recursive: true })
  const options = { projectDir: project, target: { ...defaultTarget, schema: "choosing" } }
  const { manifest } = yield* parseProject(options)
  const details = {
    invocation: yield* makeInvocation(0),
    selectors: selectorDocuments(yield* readSelectors(options)),
    details: new Map()
  }
  yield* writeDocument(state, "manifest", manifestDocument(manifest, details))
  dbt("deps")
  for (const selection of all) {
    const flags = ["--output", "json", "--output-keys", "unique_id"]
    const lines = dbt("ls", "-s", selection, "--state", state, ...flags).split("\n")
    const ids = lines
      .filter((line) => line.startsWith("{"))
      .map((line) => (JSON.parse(line) as { unique_id: string }).unique_id)
    const wrong = ids.filter((id) => manifest.nodes.get(id)?.test === undefined)
    process.stdout.write(`${selection}: ${ids.length} chosen, ${wrong.length} of them no generic tests\n`)
    if (wrong.length > 0 || (selection !== "state:modified" && ids.length > 0)) process.exitCode = 1
  }
  rmSync(folder, { recursive: true })
})

NodeRuntime.runMain(program.pipe(Effect.provide(NodeServices.layer)))
