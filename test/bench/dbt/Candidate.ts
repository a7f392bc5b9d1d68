/** The two commands that are compared, each as a person types it. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { profile } from "../../../packages/dbt-ts/test/conformance/dbt/RealDbt.ts"
import type { Scenario } from "../../../packages/dbt-ts/test/conformance/dbt/Scenario.ts"
import { ends } from "../../../packages/dbt-ts/test/conformance/dbt/TargetFolder.ts"
import { writer } from "../../real-dbt/StoreServer.ts"
import { type Measured, measure } from "../Measure.ts"
import { startHttpServerProcess } from "./HttpServerProcess.ts"

/** `embedded` opens the store itself, as the product does; the others reach the same store over HTTP. */
export const candidates = ["dbt", "dbt-ts over HTTP", "dbt-ts, embedded"] as const
export type Candidate = (typeof candidates)[number]

export interface Given {
  readonly scenario: Scenario
  /** A copy of the project; it is built in place. */
  readonly project: string
  /** Folder of the store before any command, copied for each run. */
  readonly store: string
  readonly work: string
  readonly dbt: string
}

export interface Run {
  readonly measured: Measured
  /** How many nodes ended how: the same for all candidates. */
  readonly statuses: string
}

/** The command line's own schema, so that one profile serves both. */
const schema = "corridor_mart"
const root = join(import.meta.dirname, "../../..")

const statusesOf = (target: string): string => {
  const counts = new Map<string, number>()
  for (const { status } of Object.values(ends(target))) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${count} ${status}`)
    .join(", ")
}

/** One `build` on a store that has nothing but the sources. */
export const runOnce = async (candidate: Candidate, { scenario, project, store, work, dbt }: Given): Promise<Run> => {
  const data = join(work, "data")
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true })
  const own = join(data, "clickhouse")
  cpSync(store, own, { recursive: true })
  const target = join(work, candidate === "dbt" ? "target-dbt" : "target-dbt-ts")
  const server = candidate === "dbt-ts, embedded" ? undefined : await startHttpServerProcess(own)
  try {
    const env = {
      ...scenario.env,
      CORRIDOR_DATA: data,
      ...(server === undefined
        ? {}
        : {
            CORRIDOR_CLICKHOUSE_URL: `http://127.0.0.1:${server.port}`,
            CORRIDOR_CLICKHOUSE_USER: writer.name,
            CORRIDOR_CLICKHOUSE_PASSWORD: writer.password
          })
    }
    if (candidate === "dbt") {
      const { name: user, password } = writer
      writeFileSync(join(project, "profiles.yml"), profile({ port: server?.port ?? 0, user, password, schema }))
    }
    const folders = ["--project-dir", project, "--target-path", target]
    const measured = await (candidate === "dbt"
      ? measure({ command: dbt, args: ["build", ...folders, "--profiles-dir", project], env, folder: work })
      : measure({
          command: "npm",
          args: ["run", "-s", "corridor", "--prefix", root, "--", "transform", "build", ...folders, "--data", data],
          env,
          folder: work
        }))
    return { measured, statuses: statusesOf(target) }
  } finally {
    await server?.close()
  }
}
