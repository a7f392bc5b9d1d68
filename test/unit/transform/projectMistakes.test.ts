/** What is wrong with a project is told with the file and in words, before anything is asked of the store. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { afterAll } from "vitest"
import { asProjectError } from "../../../transform/dbt-ts/ProjectError.ts"
import { parseProject } from "../../../transform/dbt-ts/project/ParseProject.ts"
import { mistakes, projectFile } from "./project/mistakes.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-mistakes-"))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
const written = (files: Readonly<Record<string, string>>): string => {
  const projectDir = join(folder, String(made++))
  for (const [path, text] of Object.entries({ "dbt_project.yml": projectFile, ...files })) {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true })
    writeFileSync(join(projectDir, path), text)
  }
  return projectDir
}

const target = { name: "dev", schema: "small", threads: 1 }

layer(NodeServices.layer)("a project with a mistake", (it) => {
  for (const { what, files, told } of mistakes) {
    it.effect(`is refused: ${what}`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(asProjectError(parseProject({ projectDir: written(files), target })))
        assert.strictEqual(error._tag, "ProjectError")
        assert.match(error.message, told)
      })
    )
  }
})
