/** Environment variables that dbt reads as flags. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { afterAll } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "dbt-environment-"))
afterAll(() => rmSync(folder, { recursive: true }))

writeFileSync(join(folder, "dbt_project.yml"), "name: small\nprofile: small\nmodel-paths: [.]\n")
writeFileSync(
  join(folder, "profiles.yml"),
  `small:
  target: dev
  outputs: {dev: {type: clickhouse, path: store, schema: small}, prod: {type: clickhouse, path: store, schema: real}}
`
)
writeFileSync(join(folder, "a.sql"), "{{ config(alias=target.schema ~ flags.FULL_REFRESH) }} select 1")

const listed = (env: Readonly<Record<string, string>>, ...flags: ReadonlyArray<string>) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "../../src/bin.ts"), "ls", "--output", "json", "--output-keys", "alias", ...flags],
    { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" }
  )
  return { status, stdout: stdout.trim(), stderr }
}

describe("the environment of the command", () => {
  it("sets dbt's flags, which the command line overrides", () => {
    assert.strictEqual(listed({ DBT_TARGET: "prod" }).stdout, '{"alias":"realFalse"}')
    assert.strictEqual(listed({ DBT_TARGET: "prod" }, "--target", "dev").stdout, '{"alias":"smallFalse"}')
  })

  it("is refused where it would change what is built", () => {
    const { status, stderr } = listed({ DBT_DEFER: "true" })
    assert.strictEqual(status, 2)
    assert.match(stderr, /DBT_DEFER is not supported: unset it/)
    assert.strictEqual(listed({ DBT_DEFER: "0" }).status, 0)
  })
})
