/** The embedded engine and what stands on the standard input of the process that holds it. */
import { type StdioOptions, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, assert, describe, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "corridor-stdin-"))
afterAll(() => rmSync(folder, { recursive: true }))

let stores = 0

interface Ended {
  readonly numbers: ReadonlyArray<number>
  /** What the process had for its standard input in the end. */
  readonly input: string
}

/** What a store's process says in the end; nothing when it came to no end. */
const ended = async (inserts: number, stdin: "pipe" | number, given?: string) => {
  const script = new URL("../fixtures/storeChild.ts", import.meta.url).pathname
  const stdio: StdioOptions = [stdin, "pipe", "inherit"]
  const child = spawn(process.execPath, [script, join(folder, `store${stores++}`), String(inserts)], {
    stdio,
    env: { ...process.env, UV_THREADPOOL_SIZE: "8" }
  })
  if (given !== undefined) child.stdin?.end(given)
  const patience = setTimeout(() => child.kill("SIGKILL"), 60_000)
  const [said] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, "exit")])
  clearTimeout(patience)
  return said === "" ? undefined : (JSON.parse(said) as Ended)
}

const only = (count: number): Ended => ({ numbers: Array.from({ length: count }, (_, n) => n), input: "/dev/null" })

describe("standard input", () => {
  it("gives no rows, by a pipe", async () => {
    assert.deepStrictEqual(await ended(5, "pipe", '{"n":77}\n'), only(5))
  })

  it("gives no rows, by a file", async () => {
    const file = join(folder, "input.jsonl")
    writeFileSync(file, '{"n":77}\n')
    const descriptor = openSync(file, "r")
    assert.deepStrictEqual(await ended(5, descriptor), only(5))
    closeSync(descriptor)
  })

  it("breaks no insert by what it holds", async () => {
    assert.deepStrictEqual(await ended(5, "pipe", "CANARY-1\nCANARY-2\n"), only(5))
  })

  it("holds up no insert when it stays open, of many at once: nobody waits for it any more", async () => {
    assert.deepStrictEqual(await ended(500, "pipe"), only(500))
  })
})
