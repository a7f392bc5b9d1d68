/** What a start of the command line may cost, and that help is printed in every position. Counts, not times: the machine may be busy. */
import { execFileSync, spawnSync } from "node:child_process"
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { corridor } from "../../infra/cli/commandTree.ts"
import { commandsPage } from "../../infra/cli/generateHelp.ts"
import { helpFor, helpTexts } from "../../infra/cli/help.ts"
import { helpPage } from "../../infra/cli/helpPage.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { cliMain, nodeBinary, root, runCli } from "./cli.ts"

const folder = testFolder("start")

const hook = join(import.meta.dirname, "../fixtures/countModules.mjs")
const page = readFileSync(helpPage, "utf8")
const texts = helpTexts(page)

interface Start {
  readonly modules: ReadonlyArray<string>
  readonly peakMegabytes: number
}

const start = async (args: ReadonlyArray<string>, code = 0): Promise<Start> => {
  const file = join(folder, "start.json")
  const env = { COUNT_MODULES: file, NODE_OPTIONS: `--import=${hook}` }
  const run = await runCli(args, { data: join(folder, "data"), env })
  assert.strictEqual(run.code, code, run.stderr)
  return JSON.parse(readFileSync(file, "utf8")) as Start
}

/** Clients of servers and the embedded store: each costs 40 to 700 modules. */
const storeClients = /node_modules\/(kafkajs|@clickhouse|chdb|redis|@redis)\//

const series = join(folder, "series.csv")
writeFileSync(series, `period,value\n${Array.from({ length: 24 }, (_, i) => `${2000 + i},${i}`).join("\n")}\n`)

const counts = join(folder, "counts.csv")
writeFileSync(counts, "origin,destination,victims\nUKR,POL,20\nUKR,Total,20\nTotal,POL,20\nTotal,Total,20\n")
const safe = join(folder, "safe.csv")
const columns = ["--input", counts, "--count", "victims", "--dimensions", "origin,destination"]

describe("a start of the command line", () => {
  it("--help loads no library and stays below 90 MB", async () => {
    const { modules, peakMegabytes } = await start(["--help"])
    assert.isBelow(modules.length, 10)
    assert.isBelow(peakMegabytes, 90)
  })

  const calls: ReadonlyArray<readonly [name: string, most: number, args: ReadonlyArray<string>]> = [
    ["template", 375, ["template", "victim", "--out", join(folder, "template.csv")]],
    ["analyse trend", 800, ["analyse", "trend", "--input", series]],
    ["protect", 550, ["protect", ...columns, "--out", safe]],
    ["audit", 500, ["audit", "--published", safe]],
    ["down", 350, ["down"]],
    ["keys list", 535, ["keys", "list"]]
  ]
  for (const [name, most, args] of calls)
    it(`${name} loads only what it needs`, async () => {
      const { modules } = await start(args)
      const clients = name === "keys list" ? /node_modules\/(kafkajs|@clickhouse|redis|@redis)\// : storeClients
      assert.deepStrictEqual(
        modules.filter((url) => clients.test(url)),
        []
      )
      assert.isBelow(modules.length, most)
    })

  it("only the owner can read the new data folder", () => {
    const data = join(folder, "data")
    const open = ["", ...readdirSync(data, { recursive: true, encoding: "utf8" })].filter((name) => {
      const found = lstatSync(join(data, name))
      return !found.isSymbolicLink() && (found.mode & 0o077) !== 0
    })
    assert.include(readdirSync(data), "clickhouse")
    assert.deepStrictEqual(open, [])
  })

  it("a misspelt setting is named, without its value, and so is a file of settings that cannot be read", async () => {
    const env = { CORRIDOR_BACKUP_RECIPENT: "age1canary", CORRIDOR_PAGE_SERVICE_PORT: "80" }
    const run = await runCli(["down"], { data: join(folder, "none"), env })
    assert.strictEqual(run.code, 0)
    assert.strictEqual(
      run.stderr.trim(),
      "CORRIDOR_BACKUP_RECIPENT is not a setting and is ignored. Did you mean CORRIDOR_BACKUP_RECIPIENT?"
    )
    const cwd = join(folder, "elsewhere")
    const file = join(cwd, ".env")
    const down = () =>
      spawnSync(nodeBinary, [cliMain, "down"], { cwd, encoding: "utf8", killSignal: "SIGKILL", timeout: 60_000 })
    mkdirSync(file, { recursive: true })
    const unreadable = [down()]
    rmSync(file, { recursive: true })
    execFileSync("mkfifo", [file])
    unreadable.push(down())
    rmSync(file)
    for (const encoded of [
      Buffer.from("\uFEFFCORRIDOR_DATA=a\n", "utf16le"),
      Buffer.from("CORRIDOR_DATA=\xe9\n", "latin1")
    ]) {
      writeFileSync(file, encoded)
      unreadable.push(down())
    }
    for (const { status, stderr } of unreadable) {
      assert.strictEqual(status, 3)
      assert.match(stderr, /^The file \.env in this folder cannot be read[^\n]+\n$/)
    }
    writeFileSync(file, "\uFEFFCORRIDOR_BACKUP_RECIPENT=age1canary\r\n")
    assert.match(down().stderr, /^CORRIDOR_BACKUP_RECIPENT is not a setting/)
  })

  it.skipIf(!existsSync("/dev/full"))(
    "output that is lost is an error: it may have been a secret that is shown once",
    { meta: { needs: "/dev/full" } },
    () => {
      const full = openSync("/dev/full", "w")
      const args = ["link", "register", "linker", "--at", "holder", "--folder", join(folder, "holder")]
      const { status, stderr } = spawnSync(nodeBinary, [cliMain, ...args], {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8"
      })
      closeSync(full)
      assert.strictEqual(status, 3, stderr)
      assert.match(
        stderr,
        /^Standard output cannot be written: the disk is full\. .*Nobody has seen what .* it gives a new token\.\n$/
      )
    }
  )

  it("says how to get another secret where nobody can see it", () => {
    const args = ["link", "register", "linker", "--at", "holder", "--folder", join(folder, "unseen")]
    const command = [nodeBinary, cliMain, ...args].map((word) => `'${word}'`).join(" ")
    const run = (redirected: string) =>
      spawnSync("bash", ["-c", `set -o pipefail; ${command} ${redirected}`], { encoding: "utf8" })
    const closed = run(">&-")
    assert.deepStrictEqual(
      [closed.status, closed.stderr],
      [
        0,
        "Standard output is closed. Nobody has seen what this command shows. Run the same command again: it gives a new token.\n"
      ]
    )
    // The reader ends before the command prints.
    const ended = run("| true")
    assert.deepStrictEqual(
      [ended.status, ended.stderr],
      [
        3,
        "Standard output was closed by the program that reads it. Nobody has seen what this command shows. Run the same command again: it gives a new token.\n"
      ]
    )
    // Whoever discards the output means to.
    assert.strictEqual(run("> /dev/null").status, 0)
    assert.match(run("| cat").stdout, /shown only once: \S+\n$/)
  })

  it("each command that prints a secret says how to get another one", () => {
    const names = readdirSync(join(root, "infra/cli"), { recursive: true, encoding: "utf8" })
    for (const name of names.filter((each) => /Commands?\.ts$/.test(each))) {
      const text = readFileSync(join(root, "infra/cli", name), "utf8")
      if (/\(shown only once\)|shown only once: \$|is shown only once|receiptSentence\(/.test(text))
        assert.include(text, "printSecret(", name)
    }
  })

  it("a misspelt command gets a suggestion, and no command is loaded for it", async () => {
    const { modules } = await start(["relase"], 2)
    assert.deepStrictEqual(
      modules.filter((url) => /infra\/cli\/\w+Command\.ts/.test(url)),
      [...modules].filter((url) => url.endsWith("infra/cli/runCommand.ts"))
    )
  })
})

describe("help", () => {
  it("is up to date with the commands: run 'node infra/cli/generateHelp.ts' after a change", async () => {
    assert.strictEqual(page, await Effect.runPromise(commandsPage(corridor)))
  })

  for (const [path, text] of texts)
    it(`corridor ${path} --help, in every position`, () => {
      const names = path === "" ? [] : path.split(" ")
      for (let i = 0; i <= names.length; i++)
        for (const flag of ["--help", "-h"])
          assert.strictEqual(helpFor([...names.slice(0, i), flag, ...names.slice(i)]), text)
      assert.strictEqual(helpFor([...names, "--json", "--data", "somewhere", "--help"]), text)
      assert.strictEqual(helpFor(["help", ...names]), text)
      assert.match(text, /^DESCRIPTION\n/)
      assert.notMatch(text, /^ *common: /m)
      if (!/SUBCOMMANDS|Not supported/.test(text)) assert.match(text, /^EXAMPLES$/m)
    })

  it("describes common flags with each command, which the page does once", () => {
    const described = /^ {2}--data string {4,}folder of the embedded stack/gm
    assert.lengthOf(page.match(described) ?? [], 1)
    assert.lengthOf(
      [...texts.values()].join("\n").match(described) ?? [],
      page.match(/^ {2}common: .*--data\b/gm)?.length ?? 0
    )
    assert.match(
      helpTexts(
        "## Common flags\n\n```text\n  --b    B\n```\n\n## corridor x\n\n```text\nFLAGS\n  --aa string    A\n  common: --b\n```\n"
      ).get("x") ?? "",
      /^FLAGS\n {2}--aa string {4}A\n {2}--b {12}B$/
    )
  })

  it("is an argument after --", () => {
    assert.isUndefined(helpFor(["withdraw", "--", "--help"]))
    assert.isUndefined(helpFor(["up"]))
  })

  it("is printed for a group without a subcommand", () => {
    const { status, stdout } = spawnSync(nodeBinary, [cliMain, "keys"], { encoding: "utf8" })
    assert.strictEqual(status, 0)
    assert.strictEqual(stdout.trim(), texts.get("keys"))
  })
})
