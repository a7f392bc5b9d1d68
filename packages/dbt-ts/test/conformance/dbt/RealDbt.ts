/** Real dbt in a throw-away environment of Python, and one process of it that takes commands. */
import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"

export const versions = { dbt_core: "1.10.23", dbt_clickhouse: "1.10.3" }

/** Makes the environment in `folder` when it is not there. */
export const ensureVenv = (folder: string): string => {
  const python = join(folder, "bin", "python")
  if (existsSync(python)) return python
  const steps: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ["python3", ["-m", "venv", folder]],
    [
      python,
      ["-m", "pip", "install", "-q", `dbt-core==${versions.dbt_core}`, `dbt-clickhouse==${versions.dbt_clickhouse}`]
    ]
  ]
  for (const [command, args] of steps) {
    if (spawnSync(command, args, { stdio: "inherit" }).status !== 0) throw new Error(`${command} ${args.join(" ")}`)
  }
  return python
}

export interface Answer {
  readonly success: boolean
  readonly raised: string | null
  readonly listed: ReadonlyArray<string> | null
}

export interface RealDbt {
  readonly run: (args: ReadonlyArray<string>) => Promise<Answer>
  readonly close: () => void
}

/** Its output goes to standard error if `loud`. */
export const startRealDbt = (python: string, env: Readonly<Record<string, string>>, loud: boolean): RealDbt => {
  const child = spawn(python, [join(import.meta.dirname, "real_dbt.py")], {
    stdio: ["pipe", "pipe", loud ? "inherit" : "ignore"],
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false", DBT_USE_COLORS: "false", ...env }
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    run: async (args) => {
      child.stdin.write(`${JSON.stringify(args)}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`dbt ended while it ran ${args.join(" ")}`)
      return JSON.parse(value) as Answer
    },
    close: () => child.stdin.end()
  }
}

/** The text of `profiles.yml` for the store. */
export const profile = (given: {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly schema: string
}) => `corridor:
  target: corridor
  outputs:
    corridor:
      type: clickhouse
      driver: http
      host: 127.0.0.1
      port: ${given.port}
      user: ${given.user}
      password: ${given.password}
      schema: ${given.schema}
      threads: 4
      # Each command leaves sessions behind, and the server allows 64 at once.
      custom_settings: { session_timeout: 12 }
`
