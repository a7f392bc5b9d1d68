/** The package as its users get it: packed, installed in an empty folder, and its README's first example run there. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, beforeAll, describe, it } from "vitest"
import { packTarball } from "../../../packTarball.ts"
import { firstExamples, installTarball, runExample } from "../../../test/installTarball.ts"
import { testFolder } from "../../../test/testFolder.ts"

const work = testFolder("disclosure-tarball")

describe("the tarball", () => {
  const examples = firstExamples("disclosure")
  let folder = ""
  beforeAll(() => {
    folder = installTarball(packTarball("disclosure", work), work)
  })

  it("holds JavaScript and types, and names no source", () => {
    const manifest = readFileSync(join(folder, "node_modules/@corridor/disclosure/package.json"), "utf8")
    assert.notInclude(manifest, "src/")
    const { exports, bin } = JSON.parse(manifest)
    assert.deepStrictEqual(exports, {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" }
    })
    assert.deepStrictEqual(bin, { disclosure: "./dist/bin.js" })
    const checker = readFileSync(join(folder, "node_modules/@corridor/disclosure/dist/checker.html"), "utf8")
    assert.include(checker, "default-src 'none'")
  })

  it("runs the README's first example", () => {
    assert.strictEqual(runExample(folder, examples["ts"] ?? "").trim(), (examples["text"] ?? "").trim())
  })

  it("runs the README's first example of the command", () => {
    const printed = execFileSync("sh", ["-e", "-c", examples["sh"] ?? ""], { cwd: folder, encoding: "utf8" })
    assert.include(printed, examples["console"] ?? "not in the README")
  })

  it("explains its commands", () => {
    const help = execFileSync("npx", ["disclosure", "audit", "--help"], { cwd: folder, encoding: "utf8" })
    assert.include(help, "disclosure audit --published safe.csv")
  })

  it("starts its worker thread and loads the attack in it", () => {
    const file = join(folder, "worker.mjs")
    writeFileSync(
      file,
      `import { attackFunctions } from "@corridor/disclosure/solver/Solver"
import { WorkerThread } from "@corridor/disclosure/worker/WorkerThread"
const thread = new WorkerThread({ preload: [attackFunctions] })
await thread.started()
console.log(thread.isReady)
await thread.stop()`
    )
    assert.strictEqual(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" }).trim(), "true")
  })
})
