/**
 * `dbt build` against `transform build` on the projects of the conformance tests, whole command against whole command, in
 * interleaved rounds.
 */
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Effect } from "effect"
import { ensureVenv, profile, versions } from "../../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import type { Scenario } from "../../../packages/dbt-ts/test/conformance/dbt/Scenario.ts"
import { scenarios } from "../../../packages/dbt-ts/test/conformance/dbt/scenarios/scenarios.ts"
import { openStoreServer } from "../../real-dbt/StoreServer.ts"
import type { BenchOptions } from "../Options.ts"
import { median, publish, spread } from "../Report.ts"
import { say } from "../Say.ts"
import { type Candidate, candidates, runOnce } from "./Candidate.ts"

const fixtures = join(import.meta.dirname, "../../../packages/dbt-ts/test/conformance/fixtures/dbt")

/** A store with the scenario's sources and nothing else. */
const makeStore = (scenario: Scenario, folder: string) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { send } = yield* openStoreServer(folder)
        const first = scenario.steps[0]
        const statements = first?.kind === "sql" ? first.statements : []
        for (const statement of statements) yield* Effect.promise(() => send(statement))
      })
    )
  )

/** Local packages are laid where dbt looks for them. */
const installPackages = (dbt: string, project: string, { schema, env }: Scenario): void => {
  if (!existsSync(join(project, "packages.yml"))) return
  writeFileSync(join(project, "profiles.yml"), profile({ port: 1, user: "", password: "", schema }))
  const folders = ["--project-dir", project, "--profiles-dir", project]
  const { status } = spawnSync(dbt, ["deps", ...folders], { stdio: "ignore", env: { ...process.env, ...env } })
  if (status !== 0) throw new Error("dbt deps failed")
}

interface Row {
  readonly project: string
  readonly candidate: Candidate
  readonly round: number
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** All rounds of one project; throws when the candidates did not end alike. */
const buildProject = async (scenario: Scenario, dbt: string, work: string, rounds: number) => {
  const project = join(work, scenario.project)
  cpSync(join(fixtures, scenario.project), project, { recursive: true })
  installPackages(dbt, project, scenario)
  const store = join(work, `${scenario.project}-store`)
  await makeStore(scenario, store)
  const given = { scenario, project, store, work, dbt }
  const rows: Array<Row> = []
  const ended = new Set<string>()
  // Round 0 is not counted: dbt parses the project and keeps that, dbt-ts keeps compiled modules.
  for (let round = 0; round <= rounds; round++) {
    const order = candidates.map((_, index) => candidates[(index + round) % candidates.length] as Candidate)
    for (const candidate of order) {
      const { measured, statuses } = await runOnce(candidate, given)
      say(`${scenario.project} ${round} ${candidate}: ${measured.wallSeconds.toFixed(2)} s, ${statuses}`)
      if (statuses === "")
        throw new Error(`${candidate} did nothing: ${measured.stderr.slice(-500)}${measured.stdout.slice(-500)}`)
      ended.add(statuses)
      const { wallSeconds, cpuSeconds, peakMegabytes } = measured
      if (round > 0) rows.push({ project: scenario.project, candidate, round, wallSeconds, cpuSeconds, peakMegabytes })
    }
  }
  if (ended.size !== 1) throw new Error(`the candidates did not do the same: ${[...ended].join(" / ")}`)
  return { rows, note: `${scenario.project}: all runs ended with ${[...ended].join("")}` }
}

const header = ["project", "candidate", "wall s, median (min-max)", "CPU-s", "peak MB", "x dbt, same round"]

const lineOf = (rows: ReadonlyArray<Row>, project: string, candidate: Candidate): ReadonlyArray<string> => {
  const of = (name: Candidate) => rows.filter((row) => row.project === project && row.candidate === name)
  const own = of(candidate)
  const times = own.map(({ wallSeconds, round }) => {
    const rival = of("dbt").find((row) => row.round === round)
    return (rival?.wallSeconds ?? Number.NaN) / wallSeconds
  })
  const seconds = (values: ReadonlyArray<number>) => spread(values, (value) => value.toFixed(2))
  return [
    project,
    candidate,
    seconds(own.map((row) => row.wallSeconds)),
    seconds(own.map((row) => row.cpuSeconds)),
    median(own.map((row) => row.peakMegabytes)).toFixed(0),
    spread(times, (value) => value.toFixed(1))
  ]
}

/** Runs all rounds and publishes the table. */
export const dbtBuild = async ({ rounds, out, venv }: BenchOptions): Promise<number> => {
  const work = mkdtempSync(join(tmpdir(), "corridor-bench-dbt-"))
  try {
    const dbt = join(dirname(ensureVenv(venv ?? join(work, "venv"))), "dbt")
    const rows: Array<Row> = []
    const notes: Array<string> = []
    for (const scenario of scenarios) {
      const built = await buildProject(scenario, dbt, work, rounds)
      rows.push(...built.rows)
      notes.push(built.note)
    }
    const lines = scenarios.flatMap(({ project }) => candidates.map((candidate) => lineOf(rows, project, candidate)))
    publish(
      {
        name: "dbt-build",
        title: `dbt build against dbt-ts, ${rounds} interleaved rounds`,
        rows: [header, ...lines],
        notes: [
          "a whole `build` on a store that has only the sources, from the start of the process to its end; seeds, models, snapshots and tests; failures on purpose among them",
          `dbt ${versions.dbt_core} with dbt-clickhouse ${versions.dbt_clickhouse}, its parsed project kept from the round before; the store is a process of its own that is up before the clock starts, its CPU and memory not counted`,
          "dbt-ts over HTTP: `npm run -s corridor -- transform build` on that same store; embedded: it opens the store itself, and its CPU and memory are with the store's",
          ...notes
        ],
        data: { rounds, rows }
      },
      out
    )
    return 0
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
