/** A project from anywhere, with the commands that every project bears. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { parse } from "yaml"
import type { Project } from "./Compare.ts"

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

export const foundProject = (folder: string): Project => {
  const files = readProject(folder)
  const { name } = parse(files["dbt_project.yml"] ?? "") as { name: string }
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
