/** `tsc -b` checks every TypeScript file of the tree: each file belongs to a project, and each project reports its errors. */
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { testFolder } from "../fixtures/testFolder.ts"

const root = join(import.meta.dirname, "../..")

const execute = (folder: string, command: string, ...args: ReadonlyArray<string>) =>
  spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 })

const tsc = (folder: string, ...args: ReadonlyArray<string>) =>
  execute(folder, join(root, "node_modules/.bin/tsc"), ...args)

const treeFiles = execute(root, "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
  .stdout.split("\0")
  .filter((file) => file !== "" && existsSync(join(root, file)))

const sources = treeFiles.filter((file) => file.endsWith(".ts"))

const projects = (
  JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")) as { references: ReadonlyArray<{ path: string }> }
).references.map(({ path }) => path)

/** The files of a project, relative to the root of the tree. */
const projectFiles = (project: string): ReadonlyArray<string> => {
  const { files } = JSON.parse(tsc(root, "-p", project, "--showConfig").stdout) as { files: ReadonlyArray<string> }
  const folder = project.endsWith(".json") ? dirname(project) : project
  return files.map((file) => relative(root, join(root, folder, file)))
}

const copy = testFolder("types")

describe("tsc -b", () => {
  it("includes every TypeScript file", () => {
    const checked = new Set(projects.flatMap(projectFiles))
    assert.deepStrictEqual(
      sources.filter((file) => !checked.has(file)),
      []
    )
  })

  it("reports a type error planted in each folder of a copy", () => {
    for (const file of treeFiles)
      if (/(^|\/)(package|tsconfig[^/]*)\.json$/.test(file)) cpSync(join(root, file), join(copy, file))
    mkdirSync(join(copy, "node_modules"))
    symlinkSync(join(root, "node_modules/@types"), join(copy, "node_modules/@types"))
    const planted = [...new Set(sources.map((file) => join(dirname(file), "planted.ts")))]
    for (const file of planted) {
      mkdirSync(join(copy, dirname(file)), { recursive: true })
      writeFileSync(join(copy, file), "export const count: number = String()\n")
    }
    const { status, stdout } = tsc(copy, "-b", "--checkers", "1", "--pretty", "false")
    assert.notStrictEqual(status, 0)
    const reported = [...stdout.matchAll(/^(.+)\(1,14\): error TS2322/gm)].map(([, file]) => file)
    assert.deepStrictEqual(reported.sort(), planted.sort(), stdout)
  })
})
