/** Takes a scenario's steps with one runner of dbt and reports what each left. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { observe } from "./Observe.ts"
import type { Observed, Scenario } from "./Scenario.ts"
import type { Ask } from "./StoredTables.ts"

export interface Runner {
  readonly run: (args: ReadonlyArray<string>) => Promise<{ readonly success: boolean; readonly raised: string | null }>
  /** Nodes as `ls` prints them, or what went wrong. */
  readonly list: (args: ReadonlyArray<string>) => Promise<ReadonlyArray<string> | string>
  readonly ask: Ask
  readonly send: (sql: string) => Promise<unknown>
}

/** What a step left: a command, or a list of selections. */
export type Seen =
  | { readonly kind: "command"; readonly observed: Observed }
  | { readonly kind: "listed"; readonly listed: ReadonlyArray<readonly [string, ReadonlyArray<string> | string]> }

/** `folder` holds a copy of the project, which steps may change. */
export async function* runScenario(scenario: Scenario, folder: string, runner: Runner): AsyncGenerator<Seen> {
  const target = join(folder, "target")
  for (const step of scenario.steps) {
    switch (step.kind) {
      case "sql":
        for (const statement of step.statements) await runner.send(statement)
        break
      case "edit":
        for (const [path, text] of Object.entries(step.files)) {
          const file = join(folder, path)
          mkdirSync(dirname(file), { recursive: true })
          if (text === null) rmSync(file)
          else writeFileSync(file, text)
        }
        break
      case "keep":
        if (existsSync(target)) cpSync(target, join(folder, "kept"), { recursive: true })
        break
      case "dbt": {
        rmSync(target, { recursive: true, force: true })
        const { success, raised } = await runner.run(step.arguments)
        yield { kind: "command", observed: await observe({ step, target, ask: runner.ask, success, raised }) }
        break
      }
      case "list": {
        const listed: Array<readonly [string, ReadonlyArray<string> | string]> = []
        for (const selection of step.selections) {
          const nodes = await runner.list(selection)
          listed.push([selection.join(" "), typeof nodes === "string" ? nodes : [...nodes].sort()])
        }
        yield { kind: "listed", listed }
      }
    }
  }
}
