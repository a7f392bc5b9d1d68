import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"

const root = join(import.meta.dirname, "../..")

/** A folder of its own with this project's lint settings, so that nothing is planted in the tree. */
const elsewhere = mkdtempSync(join(tmpdir(), "corridor-layers-"))
const settings = JSON.parse(readFileSync(join(root, "biome.json"), "utf8")) as object
writeFileSync(join(elsewhere, "biome.json"), JSON.stringify({ ...settings, vcs: { enabled: false } }))
afterAll(() => rmSync(elsewhere, { recursive: true }))

const lint = (path: string, imported: string): string => {
  const file = join(elsewhere, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `import { x } from "${imported}"\nexport const y = x\n`)
  const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), ["lint", path], {
    cwd: elsewhere,
    encoding: "utf8"
  })
  return stdout + stderr
}

const forbidden: ReadonlyArray<readonly [string, string]> = [
  ["schemas/X.ts", "../ports/Warehouse.ts"],
  ["schemas/X.ts", "../ingest/rules/Validate.ts"],
  ["ports/X.ts", "../ingest/rules/Validate.ts"],
  ["ingest/X.ts", "../infra/cli/main.ts"],
  ["ingest/pipeline/X.ts", "../../release/published/Profile.ts"],
  ["packages/dbt-ts/src/X.ts", "../../../ingest/rules/Validate.ts"],
  ["release/X.ts", "../ingest/rules/Validate.ts"],
  ["release/X.ts", "../infra/cli/main.ts"],
  ["ingest/X.ts", "chdb"],
  ["packages/dbt-ts/src/X.ts", "@clickhouse/client"],
  ["release/X.ts", "chdb"],
  ["ingest/submit/X.ts", "kafkajs"],
  ["infra/cli/X.ts", "chdb"],
  ["infra/cli/X.ts", "kafkajs"],
  ["ingest/pipeline/X.ts", "avsc"]
]

const allowed: ReadonlyArray<readonly [string, string]> = [
  ["ports/X.ts", "../schemas/Places.ts"],
  ["ingest/X.ts", "../ports/Warehouse.ts"],
  ["infra/cli/X.ts", "../../release/published/Profile.ts"],
  ["infra/warehouse/X.ts", "chdb"],
  ["infra/kafka/X.ts", "kafkajs"]
]

const files = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file))

describe("layers", () => {
  for (const [path, imported] of forbidden)
    it(`${path} may not import ${imported}`, () => assert.include(lint(path, imported), "noRestrictedImports"))

  for (const [path, imported] of allowed)
    it(`${path} may import ${imported}`, () => {
      const said = lint(path, imported)
      assert.include(said, "Checked 1 file")
      assert.notInclude(said, "noRestrictedImports")
    })

  it("release reads no raw, staging or audit table", () => {
    const sources = files("release").filter((file) => /\.(ts|sql)$/.test(file))
    assert.isAbove(sources.length, 3)
    for (const file of sources)
      assert.notMatch(readFileSync(join(root, file), "utf8"), /corridor_(raw|staging|audit)/, file)
  })
})
