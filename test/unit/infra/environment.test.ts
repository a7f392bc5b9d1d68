import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"

const root = join(import.meta.dirname, "../../..")
const environment = JSON.parse(readFileSync(join(root, "infra/process/environment.json"), "utf8")) as Record<
  string,
  string
>

describe("the environment of a child process", () => {
  it("is the same in the image", () => {
    const dockerfile = readFileSync(join(root, "infra/cluster/compose/Dockerfile"), "utf8")
    const line = dockerfile.split("\n").find((one) => one.startsWith("ENV MALLOC_"))
    const found = [...(line ?? "").matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(([, name, quoted, plain]) => [
      name,
      quoted ?? plain
    ])
    assert.deepStrictEqual(Object.fromEntries(found), environment)
  })

  it("is known to this Node, which would pass over an unknown setting of V8 in silence", () => {
    const source = readFileSync(join(root, "infra/process/limitHeapGrowth.ts"), "utf8")
    const own = [...source.matchAll(/--[a-z-]+(?==)/g)].map(([flag]) => `${flag}=70`)
    assert.isNotEmpty(own)
    const { status, stderr } = spawnSync(process.execPath, [...own, "-e", "0"], {
      env: { ...process.env, ...environment },
      encoding: "utf8"
    })
    assert.strictEqual(status, 0, stderr)
  })
})
