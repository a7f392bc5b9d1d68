/** The embedded engine and the standard input of its process. */
import { type StdioOptions, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("stdin")

let stores = 0

interface Ended {
  readonly numbers: ReadonlyArray<number>
  /** What the process had for its standard input in the end. */
  readonly input: string
}

/** The last output of a store's process; empty if it did not end. */
const ended = async (inserts: number, stdin: "pipe" | number, given?: string) => {
  const script = new URL("../fixtures/storeChild.ts", import.meta.url).pathname
  const stdio: StdioOptions = [stdin, "pipe", "inherit"]
  const child = spawn(process.execPath, [script, join(folder, `store${stores++}`), String(inserts)], {
    stdio,
    env: { ...process.env, UV_THREADPOOL_SIZE: "8" }
  })
  if (given !== undefined) child.stdin?.end(given)
  const timeout = setTimeout(() => child.kill("SIGKILL"), 60_000)
  const [said] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, "exit")])
  clearTimeout(timeout)
  return said === "" ? undefined : (JSON.parse(said) as Ended)
}

const only = (count: number): Ended => ({ numbers: Array.from({ length: count }, (_, n) => n), input: "/dev/null" })

describe("standard input", () => {
  it("is not read as rows, from a pipe", async () => {
    assert.deepStrictEqual(await ended(5, "pipe", '{"n":77}\n'), only(5))
  })

  it("is not read as rows, from a file", async () => {
    const file = join(folder, "input.jsonl")
    writeFileSync(file, '{"n":77}\n')
    const descriptor = openSync(file, "r")
    assert.deepStrictEqual(await ended(5, descriptor), only(5))
    closeSync(descriptor)
  })

  it("does not break an insert by its content", async () => {
    assert.deepStrictEqual(await ended(5, "pipe", "CANARY-1\nCANARY-2\n"), only(5))
  })

  it("delays no insert while it stays open, even with many at the same time", async () => {
    assert.deepStrictEqual(await ended(500, "pipe"), only(500))
  })
})
