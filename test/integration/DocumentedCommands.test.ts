/**
 * Every command in a page of the project runs as printed, in the order of the pages, on a stack with the demonstration. In the ordinary
 * run a shell runs the first of each way to start the command line, and what is not a command of ours; marts are built once, by the
 * demonstration; and the second vintage is created last: releases from it are checked against the first for a minute of processor time, which
 * mixedHistories.test.ts does. The full run gives all to a shell, in order.
 */
import { spawn } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { commandsOf, launchers } from "../fixtures/documentedCommands.ts"
import { full } from "../fixtures/fullRun.ts"
import { type MemoryRegistry, startMemoryRegistry } from "../fixtures/memoryRegistry.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type RunningUp, root, startUp } from "./cli.ts"
import { runCli } from "./inProcess.ts"

// What a withdrawal leaves in the marts is the subject of MainJob.test.ts.
vi.mock("../../infra/cli/rebuildMarts.ts", (original) => (full ? original() : { rebuildMarts: Effect.void }))

const folder = testFolder("commands")
/** The content of a reader's clone, so that the commands write outside of the working tree. */
const clone = join(folder, "clone")
const data = join(folder, "data")
const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts as Readonly<Record<string, string>>

let up: RunningUp
let registry: MemoryRegistry | undefined

beforeAll(async () => {
  mkdirSync(clone)
  for (const name of readdirSync(root).filter((each) => each !== ".git" && each !== ".corridor"))
    symlinkSync(join(root, name), join(clone, name))
  // curl fails if the server answers with an error.
  writeFileSync(join(folder, ".curlrc"), "fail\n")
  registry = await startMemoryRegistry()
  up = await startUp({ data, env: { CORRIDOR_REGISTRY_URL: registry.url } })
})

afterAll(async () => {
  await up?.stop()
  await registry?.close()
})

/** Commands that other tests run, or that are this test: only that they exist is checked. */
const isScript = (command: string) => /^npm (start|test|run (?!-s corridor)[\w:-]+)$/.test(command)

/** Runs after the releases in the ordinary run. */
const createsVintage = ({ command }: { readonly command: string }) => command.endsWith("vintage create")

/** Transform.test.ts builds the whole project with all of its tests. */
const onlyInFullRun = (command: string) => command.replace(launchers, "") === "transform build"

/** Does not block: the registry that the command asks is in this process. */
const runInShell = (command: string) =>
  new Promise<{ readonly code: number | null; readonly stderr: string }>((resolve, reject) => {
    const child = spawn("bash", ["-c", command.replaceAll("localhost:8080", new URL(up.url).host)], {
      cwd: clone,
      env: { ...process.env, CORRIDOR_DATA: data, CURL_HOME: folder, CI: "true" },
      stdio: ["ignore", "ignore", "pipe"]
    })
    let stderr = ""
    child.stderr.setEncoding("utf8").on("data", (part) => (stderr += part))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, stderr }))
  })

/** Ways to start the command line that a shell has run. */
const startedByShell = new Set<string>()

/** Returns the command's arguments and the file that it reads, or undefined when a shell is to run it. */
const withoutShell = (command: string) => {
  const launcher = launchers.exec(command)?.[1]
  if (full || launcher === undefined || /[|&;$>`*]/.test(command)) return undefined
  if (!startedByShell.has(launcher)) return void startedByShell.add(launcher)
  const [words = "", input] = command.replace(launchers, "").split(" < ")
  const args = [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, ...quoted]) => quoted.find((word) => word) ?? ""
  )
  return { args, input }
}

const run = async (command: string): Promise<{ readonly code: number | null; readonly stderr: string }> => {
  const plain = withoutShell(command)
  if (plain === undefined) return runInShell(command)
  const before = process.cwd()
  process.chdir(clone)
  try {
    return await runCli(plain.args, {
      data,
      stdin: plain.input === undefined ? undefined : readFileSync(plain.input, "utf8")
    })
  } finally {
    process.chdir(before)
  }
}

describe("documented commands", () => {
  const found = commandsOf(root)
  const commands = full ? found : [...found.filter((one) => !createsVintage(one)), ...found.filter(createsVintage)]

  it("are found", () => assert.isAbove(commands.length, 20))

  for (const { page, command } of commands)
    it.skipIf(!full && onlyInFullRun(command))(
      `${page}: ${command}`,
      { meta: { needs: "npm run test:full" } },
      async () => {
        if (isScript(command)) {
          const name = command.replace(/^npm (run )?/, "")
          return assert.property(scripts, name)
        }
        const { code, stderr } = await run(command)
        assert.strictEqual(code, 0, stderr)
      }
    )
})
