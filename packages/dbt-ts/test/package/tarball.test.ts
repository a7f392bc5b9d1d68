/** The package as its users get it: packed, installed in an empty folder, and its README's first examples run there. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, beforeAll, describe, it } from "vitest"
import { packTarball } from "../../../packTarball.ts"
import { firstExamples, installTarball, runExample } from "../../../test/installTarball.ts"
import { testFolder } from "../../../test/testFolder.ts"

const work = testFolder("dbt-ts-tarball")

describe("the tarball", () => {
  const examples = firstExamples("dbt-ts")
  let folder = ""
  beforeAll(() => {
    folder = installTarball(packTarball("dbt-ts", work), work, { chdb: "3.4.0" })
  })

  it("holds JavaScript and types, and names no source", () => {
    const manifest = readFileSync(join(folder, "node_modules/@corridor/dbt-ts/package.json"), "utf8")
    assert.notInclude(manifest, "src/")
    const { exports, bin } = JSON.parse(manifest)
    assert.deepStrictEqual(exports, {
      ".": { types: "./dist/Transform.d.ts", default: "./dist/Transform.js" },
      "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" }
    })
    assert.deepStrictEqual(bin, { "dbt-ts": "./dist/bin.js" })
  })

  it("runs the README's first example of the command", () => {
    const printed = execFileSync("sh", ["-e", "-c", examples["sh"] ?? ""], { cwd: folder, encoding: "utf8" })
    assert.match(printed, /2 success in /)
    assert.include(printed, examples["text"] ?? "not in the README")
  })

  it("runs the README's first example of the library", () => {
    assert.strictEqual(runExample(folder, examples["ts"] ?? "").trim(), "2 nodes, 0 failed")
  })

  it("explains its commands", () => {
    assert.include(execFileSync("npx", ["dbt-ts", "--help"], { cwd: folder, encoding: "utf8" }), "dbt for ClickHouse")
  })
})
