/** What every verb promises: exit codes, one JSON document on standard output, sentences and no stack traces, no value. */
import { spawn, spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { cliMain, nodeBinary, runCli } from "./cli.ts"
import { runCli as runHere } from "./inProcess.ts"

const root = join(import.meta.dirname, "../..")
const folder = testFolder("line")
const data = join(folder, "data")

const verbs = [
  "up",
  "down",
  "doctor",
  "partner",
  "submit",
  "ingest",
  "quarantine",
  "withdraw",
  "keys",
  "transform",
  "demo",
  "serve"
]

/** A call, its expected exit code, and a word that its output must contain. */
const calls: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
  [["nonsense"], 2, /Unknown subcommand/],
  [["submit"], 2, /Missing required argument/],
  [["submit", "x.csv"], 2, /partner/],
  [["submit", "x.csv", "--partner", "CANARY 1"], 2, /lower-case letters/],
  [["ingest", "--workers", "CANARY"], 2, /Invalid value for --workers\. Expected: a whole number of at least 1/],
  [["ingest", "--workers", "0"], 2, /Invalid value for --workers\. Expected: a whole number of at least 1/],
  [["serve", "--port", "65536"], 2, /Invalid value for --port\. Expected: a whole number from 0 to 65535/],
  [["submit", "x.csv", "--partner", "nobody"], 3, /partner add nobody/],
  [["withdraw", "--partner", "nobody", "--case", "-"], 3, /partner add nobody/],
  [["demo", "expand", join(folder, "none.csv"), "--out", join(folder, "o.ndjson")], 1, /none\.csv cannot be read/],
  [["keys", "list"], 0, /keys/],
  [["keys", "rotate", "--partner", "CANARY 1"], 2, /lower-case letters/],
  [["keys", "shred"], 2, /partner/],
  [["keys", "shred", "--partner", "nobody", "--yes"], 3, /no pseudonymisation key/],
  [["down"], 0, /No stack was running/],
  [["doctor"], 3, /kafka/]
]

/** Returns true for the first call of each exit code, which a process makes: the others need not show again how it ends. */
const isFirstOfItsCode = (call: (typeof calls)[number]) => calls.find(([, code]) => code === call[1]) === call

describe("the command line", () => {
  it("--help lists every verb, and each has its own", async () => {
    const { code, stdout } = await runCli(["--help"], { data })
    assert.strictEqual(code, 0)
    for (const verb of verbs) assert.match(stdout, new RegExp(`^ +${verb} `, "m"))
    for (const verb of ["submit", "up", "ingest"])
      assert.match((await runCli([verb, "--help"], { data })).stdout, /EXAMPLES/)
  })

  it("has no number without limits", () => {
    const { stdout } = spawnSync("git", ["grep", "-l", "Flag\\.Int(", "--", "infra"], { cwd: root, encoding: "utf8" })
    assert.strictEqual(stdout, "")
  })

  for (const call of calls) {
    const [args, code, words] = call
    const run = isFirstOfItsCode(call) ? runCli : runHere
    it(`${args.map((arg) => arg.replace(folder, "…")).join(" ")}: ${code}`, async () => {
      const plain = await run(args, { data })
      assert.strictEqual(plain.code, code)
      const said = plain.stdout + plain.stderr
      assert.match(said, words)
      assert.notMatch(said, /^ +at .*:\d+/m)
      assert.notInclude(said, "CANARY")
      const json = await run([...args, "--json"], { data })
      assert.strictEqual(json.code, code)
      assert.strictEqual(json.stdout.trim().split("\n").length, 1)
      assert.doesNotThrow(() => JSON.parse(json.stdout) as unknown)
      assert.notInclude(json.stdout, "CANARY")
    })
  }

  it("ends when it is done, even with open clients", async () => {
    const open = "import net from 'node:net'; net.createServer().listen(0, '127.0.0.1')"
    const child = spawn(nodeBinary, [
      "--import",
      `data:text/javascript,${open}`,
      cliMain,
      "down",
      "--json",
      "--data",
      data
    ])
    const code = await new Promise((resolve) => {
      const late = setTimeout(() => child.kill("SIGKILL"), 30_000)
      child.on("exit", (ended) => {
        clearTimeout(late)
        resolve(ended)
      })
    })
    assert.strictEqual(code, 0)
  })

  it("an invalid table of counts: 1, with its problems by row and column", async () => {
    const counts = join(folder, "counts.csv")
    writeFileSync(counts, "origin,destination,year,count\nUKR,RUS,CANARY,5\n")
    const { code, stdout } = await runCli(["demo", "expand", counts, "--out", join(folder, "o.ndjson"), "--json"], {
      data
    })
    assert.strictEqual(code, 1)
    const { problems } = JSON.parse(stdout) as { problems: ReadonlyArray<{ row: number; column: string }> }
    assert.deepInclude(problems[0], { row: 2, column: "year" })
    assert.notInclude(stdout, "CANARY")
  })
})
