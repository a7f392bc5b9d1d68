/** A project from anywhere, with the commands that every project bears. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { parse } from "yaml"
import type { Scenario, Step } from "./Scenario.ts"

/** A project as texts by path, and what is done with it. */
export interface Project {
  readonly scenario: Scenario
  readonly files: Readonly<Record<string, string>>
}

const leftOut = /^(?:target|logs|dbt_packages|dbt-ts|\.git)\/|profiles\.yml$/

/** Texts by path. */
export const readProject = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !leftOut.test(relative(folder, path)))
      .map((path) => [relative(folder, path), readFileSync(path, "utf8")])
  )

/** What is done with the project, by its `steps.yml`: steps of a scenario, environment and contested files. */
interface Steps {
  readonly env?: Readonly<Record<string, string>>
  readonly contested?: ReadonlyArray<string>
  readonly halfMade?: ReadonlyArray<string>
  readonly steps: ReadonlyArray<Step>
}

export const foundProject = (folder: string): Project => {
  const { "steps.yml": given, ...files } = readProject(folder)
  const { name } = parse(files["dbt_project.yml"] ?? "") as { name: string }
  if (given !== undefined) {
    const { env = {}, contested = [], halfMade = [], steps } = parse(given) as Steps
    const patterns = halfMade.map((pattern) => new RegExp(pattern))
    return { files, scenario: { project: name, schema: name, env, contested, halfMade: patterns, steps } }
  }
  return {
    files,
    scenario: {
      project: name,
      schema: name,
      env: {},
      halfMade: [],
      contested: [],
      steps: [
        { kind: "dbt", arguments: ["build"], documents: ["manifest"] },
        { kind: "dbt", arguments: ["build"] },
        { kind: "dbt", arguments: ["run", "--full-refresh"] },
        { kind: "dbt", arguments: ["docs", "generate"], documents: ["catalog"] },
        { kind: "list", selections: [[]] }
      ]
    }
  }
}
