/** A machine on which the embedded servers cannot run: the command names what is missing, and not the server that ended. */
import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, beforeAll, describe, it } from "vitest"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { cliMain, nodeBinary } from "./cli.ts"
import { runCli } from "./inProcess.ts"

const folder = testFolder("missing-parts")
const data = join(folder, "data")
const add = ["partner", "add", "shelter", "--type", "NGO", "--name", "Shelter"]
beforeAll(() => copyPreparedStack(data))

/** Puts a program in the place of `java`. */
const withJava = (name: string, script: string) => {
  const bin = join(folder, name)
  mkdirSync(bin)
  writeFileSync(join(bin, "java"), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, "java"), 0o755)
  return { data, env: { PATH: `${bin}:${process.env["PATH"]}` } }
}

describe("a command that starts the embedded Kafka", () => {
  it.each([
    ["no-java", "exit 127", /^Java was not found, and Kafka and the registry need it\. Install Java 17 or later/m],
    [
      "java-11",
      `echo 'openjdk version "11.0.2" 2019-01-15' >&2; exit 1`,
      /^Java 11 is too old, .* Install Java 17 or later/m
    ]
  ])("%s: names Java, and 'doctor' does", async (name, script, expected) => {
    const options = withJava(name, script)
    const run = await runCli(add, options)
    assert.strictEqual(run.code, 3)
    assert.match(run.stderr, expected)
    assert.match((await runCli(["doctor"], options)).stdout, /^java +WRONG +Java (?:was not found|11 is too old)/m)
  })

  const unshare = ["-rn"]
  const canUnshare = spawnSync("unshare", [...unshare, "true"]).status === 0
  it.skipIf(!canUnshare)("no loopback interface: says so, at once", { meta: { needs: "unshare" } }, () => {
    const args = [...unshare, nodeBinary, cliMain, ...add, "--data", data]
    const { status, stderr } = spawnSync("unshare", args, { encoding: "utf8" })
    assert.strictEqual(status, 3, stderr)
    assert.include(stderr, "Nothing on this machine can connect to 127.0.0.1")
    assert.notInclude(stderr, "exited while it was starting")
  })
})

it("a command that opens the embedded ClickHouse refuses a limit of file sizes, beyond which rows would be lost", () => {
  const script = `ulimit -f 200; exec "$0" "$@"`
  const args = ["-c", script, nodeBinary, cliMain, "vintage", "list", "--data", data]
  const { status, stderr } = spawnSync("sh", args, { encoding: "utf8" })
  assert.strictEqual(status, 3, stderr)
  assert.match(stderr, /may write \d+ bytes to a file, .* Remove the limit \(ulimit -f/)
})
