/** Small projects written to a folder, for tests that run them. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { defaultTarget, type Target } from "@corridor/dbt-ts/TransformOptions"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testFolder } from "../fixtures/testFolder.ts"

export interface SmallProject {
  readonly projectDir: string
  readonly target: Target
}

/** A folder of tests' own; `remove` when they end. */
export const projectsIn = (name: string) => {
  const folder = testFolder(name)
  let made = 0
  return {
    folder,
    /** `dbt_project.yml` is given a minimum where a test does not write one. */
    project: (files: Readonly<Record<string, string>>, schema = "small"): SmallProject => {
      const projectDir = join(folder, `project-${made++}`)
      for (const [path, text] of Object.entries({ "dbt_project.yml": "name: small\n", ...files })) {
        mkdirSync(dirname(join(projectDir, path)), { recursive: true })
        writeFileSync(join(projectDir, path), text)
      }
      return { projectDir, target: { ...defaultTarget, schema } }
    }
  }
}

export const statuses = (results: ReadonlyArray<{ readonly name: string; readonly status: string }>) =>
  Object.fromEntries(results.map(({ name, status }) => [name, status]))

export const rows = Effect.fn("test.rows")(function* (sql: string) {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<Record<string, unknown>>(sql)
})
