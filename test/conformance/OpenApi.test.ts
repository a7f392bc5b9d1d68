/** A client generator without knowledge of Corridor (orval) accepts the description, and its output compiles. */
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { openApiDocument } from "../../site/api/openApiDocument.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("openapi")
const bin = (name: string) => join(import.meta.dirname, "../../node_modules/.bin", name)
const root = join(import.meta.dirname, "../..")

describe("the OpenAPI document", () => {
  it("becomes a client with a function for every operation, which compiles strictly", () => {
    const input = join(folder, "openapi.json")
    const output = join(folder, "client.ts")
    writeFileSync(input, JSON.stringify(openApiDocument))
    writeFileSync(
      join(folder, "orval.config.mjs"),
      `export default { corridor: { input: ${JSON.stringify(input)}, output: { target: ${JSON.stringify(output)}, client: "fetch", mode: "single" } } }`
    )
    const made = spawnSync(process.execPath, [bin("orval"), "--config", join(folder, "orval.config.mjs")], {
      cwd: root,
      encoding: "utf8"
    })
    assert.strictEqual(made.status, 0, made.stdout + made.stderr)
    const client = readFileSync(output, "utf8")
    const operations = Object.values(openApiDocument.paths).flatMap((item) => Object.keys(item)).length
    assert.isAtLeast(client.match(/^export const \w+ = async/gm)?.length ?? 0, operations)
    for (const name of ["UKR,MDA", "transit"]) assert.include(JSON.stringify(openApiDocument), name)
    const compiled = spawnSync(
      bin("tsc"),
      [
        "--noEmit",
        "--checkers",
        "1",
        "--strict",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--lib",
        "es2022,dom",
        "--types",
        "",
        output
      ],
      { cwd: folder, encoding: "utf8" }
    )
    assert.strictEqual(compiled.status, 0, compiled.stdout)
  })

  it("has an example of every parameter except free labels, and of every body", () => {
    for (const [path, item] of Object.entries(openApiDocument.paths))
      for (const operation of Object.values(item)) {
        for (const parameter of operation.parameters)
          if (parameter.in === "path")
            assert.isDefined((parameter as { example?: unknown }).example, `${path} ${parameter.name}`)
        const body = operation.requestBody?.content["application/json"]
        if (body !== undefined) assert.isDefined((body as { example?: unknown }).example, path)
      }
  })
})
