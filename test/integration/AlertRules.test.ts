/** Prometheus's own program reads the rules, and each alert fires and is silent as `corridor.rules.test.yml` says. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { ensureDebian } from "../fixtures/ensureDebian.ts"
import { root } from "../fixtures/program.ts"

const promtool = "/usr/bin/promtool"
ensureDebian(promtool, "promtool for the tests of alerts", ["prometheus"])

describe.skipIf(!existsSync(promtool))("the rules of alerts", { meta: { needs: "promtool" } }, () => {
  it.each([
    ["are rules of Prometheus", ["check", "rules", "infra/alerts/corridor.rules.yml"]],
    ["fire and are silent as they should", ["test", "rules", "test/unit/infra/corridor.rules.test.yml"]]
  ])("%s", { timeout: 300_000 }, (_, args) => {
    const { status, stdout, stderr } = spawnSync(promtool, args, { cwd: root, encoding: "utf8" })
    assert.strictEqual(status, 0, stdout + stderr)
  })
})
