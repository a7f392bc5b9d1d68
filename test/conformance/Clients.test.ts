/** The clients for Python and R have every cell of every table as the API has it, with its state, and pass their language's checks. */
import { spawn, spawnSync } from "node:child_process"
import { cpSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { ensureDebian } from "../fixtures/ensureDebian.ts"
import { pythonOf } from "../fixtures/ensurePython.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const clients = join(import.meta.dirname, "../../site/client")
const checks = join(import.meta.dirname, "clients")
const folder = testFolder("clients")
const python = pythonOf("metadata-python")
ensureDebian("/usr/bin/Rscript", "R", ["r-base-core"])
const hasR = spawnSync("Rscript", ["--version"]).status === 0

type Cell = Readonly<Record<string, string | number>>
interface Answer {
  readonly dimensions: ReadonlyArray<string>
  readonly figure: string
  readonly cells: ReadonlyArray<Cell>
}

let rig: ExplorerRig
/** Labels, state, figure, low and high of each cell, by table. */
let expected: Readonly<Record<string, ReadonlyArray<ReadonlyArray<string | number | null>>>>

beforeAll(async () => {
  rig = await startExplorer()
  const json = async (path: string) => (await fetch(`${rig.address}v1/editions/main/latest${path}`)).json()
  const { tables } = (await json("")) as { tables: ReadonlyArray<{ name: string }> }
  expected = Object.fromEntries(
    await Promise.all(
      tables.map(async ({ name }) => {
        const { dimensions, figure, cells } = (await json(`/tables/${name}?size=10000`)) as Answer
        const rows = cells.map((cell) => [
          ...dimensions.map((dimension) => cell[dimension] ?? ""),
          ...["state", figure, "low", "high"].map((column) => cell[column] ?? null)
        ])
        return [name, rows] as const
      })
    )
  )
})
afterAll(() => rig?.close())

const run = (command: string, args: ReadonlyArray<string>, env: Record<string, string> = {}) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1", ...env }
    })
    let [out, err] = ["", ""]
    child.stdout.on("data", (part) => (out += part))
    child.stderr.on("data", (part) => (err += part))
    child.on("close", (code) => resolve({ code, out, err }))
  })

const site = () => rig.address.replace(/\/$/, "")

describe.skipIf(python === undefined)(
  "the Python client",
  { meta: { needs: "the Python packages of test/fixtures/metadata-requirements.txt" }, timeout: 240_000 },
  () => {
    it("installs, and has the API's cells with their states", async () => {
      // Building leaves files beside the sources.
      cpSync(join(clients, "python"), join(folder, "python"), { recursive: true })
      const target = join(folder, "site-packages")
      const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", target]
      const installed = await run(python as string, [...install, join(folder, "python")])
      assert.strictEqual(installed.code, 0, installed.err)
      const { code, out, err } = await run(python as string, [join(checks, "check_client.py"), site()], {
        PYTHONPATH: target
      })
      assert.strictEqual(code, 0, err)
      assert.deepStrictEqual(JSON.parse(out), expected)
    })

    it("is typed strictly (mypy), and so is a program that uses it", async () => {
      const config = join(clients, "python", "pyproject.toml")
      const checked = await run(python as string, [
        ...["-m", "mypy", "--config-file", config, "--cache-dir", join(folder, "mypy")],
        ...[join(clients, "python", "src"), join(checks, "check_client.py")]
      ])
      assert.strictEqual(checked.code, 0, checked.out)
    })
  }
)

describe.skipIf(!hasR)("the R client", { meta: { needs: "R (Debian: r-base-core)" }, timeout: 240_000 }, () => {
  it("installs, and has the API's cells with their states", async () => {
    const library = join(folder, "library")
    mkdirSync(library)
    const installed = await run("R", ["CMD", "INSTALL", "-l", library, join(clients, "r")])
    assert.strictEqual(installed.code, 0, installed.err)
    const { code, out, err } = await run(
      "Rscript",
      [join(checks, "check-client.R"), site(), ...Object.keys(expected)],
      {
        R_LIBS: library
      }
    )
    assert.strictEqual(code, 0, err)
    const lines = out.replace(/\n$/, "").split("\n")
    const wanted = Object.entries(expected).flatMap(([table, rows]) =>
      rows.map((row) => [table, ...row].map((value) => value ?? "").join("\t"))
    )
    assert.deepStrictEqual(lines, wanted)
  })
})
