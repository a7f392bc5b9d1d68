/** Projects that a test writes into a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { asProjectError } from "../../../src/ProjectError.ts"
import { parseProject } from "../../../src/parse/ParseProject.ts"
import type { TransformOptions } from "../../../src/TransformOptions.ts"
import { projectFile } from "./mistakes.ts"

export type Files = Readonly<Record<string, string>>

export const makeProjects = () => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-projects-"))
  let made = 0
  const write = (files: Files): string => {
    const projectDir = join(folder, String(made++))
    for (const [path, text] of Object.entries({ "dbt_project.yml": projectFile, ...files })) {
      mkdirSync(dirname(join(projectDir, path)), { recursive: true })
      writeFileSync(join(projectDir, path), text)
    }
    return projectDir
  }
  const target = { name: "dev", schema: "small", threads: 1 }
  return {
    parse: (files: Files, options: Partial<TransformOptions> = {}) =>
      asProjectError(parseProject({ projectDir: write(files), target, ...options })),
    remove: () => rmSync(folder, { recursive: true })
  }
}
