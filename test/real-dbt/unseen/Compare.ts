/** Runs one project with real dbt and with dbt-ts, each in its own store, and compares the results. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { layer as embedded } from "@corridor/dbt-ts/store/EmbeddedClickHouse"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, ManagedRuntime } from "effect"
import { type Difference, differences } from "../../../packages/dbt-ts/test/conformance/dbt/Differences.ts"
import type { Project } from "../../../packages/dbt-ts/test/conformance/dbt/FoundProject.ts"
import { ownRunner } from "../../../packages/dbt-ts/test/conformance/dbt/OwnRunner.ts"
import { profile, startRealDbt } from "../../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import { runScenario, type Seen } from "../../../packages/dbt-ts/test/conformance/dbt/RunScenario.ts"
import { realRunner } from "../RealRunner.ts"
import { openStoreServer, writer } from "../StoreServer.ts"

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

const byRealDbt = (python: string, { scenario, files }: Project, work: string, loud: boolean) =>
  Effect.gen(function* () {
    const folder = join(work, scenario.project, "real")
    lay(folder, files)
    const server = yield* openStoreServer(join(work, scenario.project, "real-store"))
    const { name: user, password } = writer
    writeFileSync(join(folder, "profiles.yml"), profile({ port: server.port, user, password, schema: scenario.schema }))
    const dbt = startRealDbt(python, scenario.env, loud)
    yield* Effect.addFinalizer(() => Effect.sync(dbt.close))
    if (files["packages.yml"] !== undefined) {
      yield* Effect.promise(() => dbt.run(["deps", "--project-dir", folder, "--profiles-dir", folder]))
    }
    return yield* Effect.promise(() => all(runScenario(scenario, folder, realRunner(dbt, server, folder))))
  }).pipe(Effect.scoped)

const byDbtTs = async ({ scenario, files }: Project, work: string) => {
  const folder = join(work, scenario.project, "own")
  lay(folder, files)
  const store = embedded(join(work, scenario.project, "own-store"))
  const runtime = ManagedRuntime.make(Layer.mergeAll(store, NodeServices.layer))
  try {
    return await all(runScenario(scenario, folder, ownRunner(scenario, folder, runtime.runPromise)))
  } finally {
    await runtime.dispose()
  }
}

/** A model or seed that failed in dbt may have left a table with no rows. */
const leftBehind = (seen: ReadonlyArray<Seen>): ReadonlyArray<RegExp> =>
  seen
    .flatMap((step) => (step.kind === "command" ? Object.entries(step.observed.results) : []))
    .filter(([id, { status }]) => status === "error" && /^(?:model|seed|snapshot)\./.test(id))
    .map(([id]) => new RegExp(`\\.${id.split(".")[2]}(?:_aliased)?(?:__dbt_\\w+)?$`))

export interface Compared {
  readonly differences: ReadonlyArray<Difference>
  /** A short description of what dbt did. */
  readonly summary: string
}

const summaryOf = (seen: Seen): string => {
  if (seen.kind === "listed") return "ls"
  const counts: Record<string, number> = {}
  for (const { status } of Object.values(seen.observed.results)) counts[status] = (counts[status] ?? 0) + 1
  return `${seen.observed.arguments.join(" ")} ${JSON.stringify(counts)} ${seen.observed.raised ?? ""}`
}

/** The message with which dbt-ts refused a command. */
const refusalOf = (seen: Seen): ReadonlyArray<string> =>
  seen.kind === "command" && seen.observed.raised !== null
    ? [`dbt-ts refused ${seen.observed.arguments.join(" ")}: ${seen.observed.raised}`]
    : []

export const compareProject = async (
  python: string,
  project: Project,
  work: string,
  loud: boolean
): Promise<Compared> => {
  const expected = await Effect.runPromise(byRealDbt(python, project, work, loud))
  const found = await byDbtTs(project, work)
  const scene = { ...project.scenario, halfMade: [...project.scenario.halfMade, ...leftBehind(expected)] }
  return {
    differences: expected.flatMap((seen, step) => differences(scene, seen, found[step] as Seen)),
    summary: [...expected.map(summaryOf), ...found.flatMap(refusalOf)].join("; ")
  }
}
