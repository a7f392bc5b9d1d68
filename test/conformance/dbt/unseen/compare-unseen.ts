/**
 * `node test/conformance/dbt/unseen/compare-unseen.ts --venv FOLDER [--all] FIRST LAST` (or `--folder PROJECT` in place of
 * the numbers): random projects of these seeds, or a project from anywhere, built by real dbt and by dbt-ts, each in a store of its own; what differs, a line each. Not part of the tests: it needs
 * real dbt. What it finds becomes a line of a fixture project.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer, ManagedRuntime } from "effect"
import { layer as embeddedWarehouse } from "../../../../infra/warehouse/EmbeddedWarehouse.ts"
import { differences } from "../Differences.ts"
import { ownRunner } from "../OwnRunner.ts"
import { ensureVenv, profile, type RealDbt, startRealDbt } from "../RealDbt.ts"
import { realRunner } from "../RealRunner.ts"
import { runScenario, type Seen } from "../RunScenario.ts"
import { openStoreDoor, writer } from "../StoreDoor.ts"
import { foundProject } from "./FoundProject.ts"
import { type RandomProject, randomProject } from "./RandomProject.ts"

const { values, positionals } = parseArgs({
  options: {
    venv: { type: "string" },
    folder: { type: "string" },
    all: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    loud: { type: "boolean", default: false }
  },
  allowPositionals: true
})
const [first = 1, last = first] = positionals.map(Number)
const work = mkdtempSync(join(tmpdir(), "corridor-unseen-"))
const python = ensureVenv(values.venv ?? join(work, "venv"))

const lay = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

const all = async (steps: AsyncGenerator<Seen>): Promise<ReadonlyArray<Seen>> => {
  const seen: Array<Seen> = []
  for await (const step of steps) seen.push(step)
  return seen
}

const byRealDbt = (dbt: RealDbt, { scenario, files }: RandomProject) =>
  Effect.gen(function* () {
    const folder = join(work, scenario.project, "real")
    lay(folder, files)
    const door = yield* openStoreDoor(join(work, scenario.project, "real-store"))
    const { name: user, password } = writer
    writeFileSync(join(folder, "profiles.yml"), profile({ port: door.port, user, password, schema: scenario.schema }))
    if (files["packages.yml"] !== undefined) {
      yield* Effect.promise(() => dbt.run(["deps", "--project-dir", folder, "--profiles-dir", folder]))
    }
    return yield* Effect.promise(() => all(runScenario(scenario, folder, realRunner(dbt, door, folder))))
  }).pipe(Effect.scoped)

const byDbtTs = async ({ scenario, files }: RandomProject) => {
  const folder = join(work, scenario.project, "own")
  lay(folder, files)
  const store = embeddedWarehouse(join(work, scenario.project, "own-store"))
  const runtime = ManagedRuntime.make(Layer.mergeAll(store, NodeServices.layer))
  try {
    return await all(runScenario(scenario, folder, ownRunner(scenario, folder, runtime.runPromise)))
  } finally {
    await runtime.dispose()
  }
}

const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing"
  return values.all || text.length < 500 ? text : `${text.slice(0, 500)}…`
}

const counted = (seen: Seen): string => {
  if (seen.kind === "listed") return "ls"
  const counts: Record<string, number> = {}
  for (const { status } of Object.values(seen.observed.results)) counts[status] = (counts[status] ?? 0) + 1
  return `${seen.observed.arguments.join(" ")} ${JSON.stringify(counts)} ${seen.observed.raised ?? ""}`
}

const projects =
  values.folder === undefined
    ? Array.from({ length: last - first + 1 }, (_, index) => randomProject(first + index))
    : [foundProject(values.folder)]

let differing = 0
for (const project of projects) {
  const dbt = startRealDbt(python, project.scenario.env, values.loud)
  const expected = await Effect.runPromise(byRealDbt(dbt, project))
  dbt.close()
  const found = await byDbtTs(project)
  const different = expected.flatMap((seen, step) => differences(project.scenario, seen, found[step] as Seen))
  if (different.length > 0) differing++
  console.log(`${project.scenario.project}: ${different.length} differences; ${expected.map(counted).join("; ")}`)
  for (const { command, what, of, expected: wanted, found: was } of different) {
    console.log(`  [${command}] ${what} ${of}\n     dbt:    ${short(wanted)}\n     dbt-ts: ${short(was)}`)
  }
}
console.log(`${projects.length - differing} projects alike, ${differing} not`)
if (!values.keep) rmSync(work, { recursive: true, force: true })
