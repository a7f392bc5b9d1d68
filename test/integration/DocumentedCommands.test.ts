/** Every command in a page of the project runs as printed, in the order of the pages, on a stack with the demonstration. */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { commandsOf } from "../fixtures/documentedCommands.ts"
import { type RunningUp, root, startUp } from "./cli.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-commands-"))
/** The content of a reader's clone, so that the commands write outside of the working tree. */
const clone = join(folder, "clone")
const data = join(folder, "data")
const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts as Readonly<Record<string, string>>

let up: RunningUp

beforeAll(async () => {
  mkdirSync(clone)
  for (const name of readdirSync(root).filter((each) => each !== ".git" && each !== ".corridor"))
    symlinkSync(join(root, name), join(clone, name))
  // curl fails if the server answers with an error.
  writeFileSync(join(folder, ".curlrc"), "fail\n")
  up = await startUp(data)
})

afterAll(async () => {
  await up?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Commands that other tests run, or that are this test: only that they exist is checked. */
const isScript = (command: string) => /^npm (start|test|run (?!-s corridor)[\w:-]+)$/.test(command)

const run = (command: string) =>
  spawnSync("bash", ["-c", command.replaceAll("localhost:8080", new URL(up.url).host)], {
    cwd: clone,
    encoding: "utf8",
    env: { ...process.env, CORRIDOR_DATA: data, CURL_HOME: folder, CI: "true" }
  })

describe("documented commands", () => {
  const commands = commandsOf(root)

  it("are found", () => assert.isAbove(commands.length, 20))

  for (const { page, command } of commands)
    it(`${page}: ${command}`, () => {
      if (isScript(command)) {
        const name = command.replace(/^npm (run )?/, "")
        return assert.property(scripts, name)
      }
      const { status, stderr } = run(command)
      assert.strictEqual(status, 0, stderr)
    })
})
