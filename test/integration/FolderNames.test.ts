/** A data folder whose name the embedded servers could misread: the broker's properties are Latin-1, and a list in them has commas. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"
import { slowness } from "../fixtures/slowness.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { cliMain, nodeBinary } from "./cli.ts"

const folder = testFolder("folder-names")

it("the broker keeps its files in a folder with other letters, a comma and a quote, also without a locale", () => {
  const parent = join(folder, "parent")
  const data = join(parent, 'дані, "a')
  mkdirSync(data, { recursive: true })
  // A proxy that does not exist: the stack's own addresses are none of its.
  const proxy = "http://127.0.0.1:9"
  const env = { ...process.env, LC_ALL: "C", NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy, HTTPS_PROXY: proxy }
  const run = (...args: ReadonlyArray<string>) =>
    spawnSync(nodeBinary, [cliMain, ...args, "--data", data], {
      env,
      encoding: "utf8",
      timeout: Math.round(60_000 * slowness())
    })
  const added = run("partner", "add", "north", "--type", "NGO", "--name", "North")
  assert.strictEqual(added.status, 0, added.stderr)
  assert.isTrue(existsSync(join(data, "kafka/storage/meta.properties")))
  assert.deepStrictEqual(readdirSync(parent), ['дані, "a'])
  // The second start finds them, and the registry is reached, too.
  const loaded = run("ingest", "--until-caught-up")
  assert.strictEqual(loaded.status, 0, loaded.stderr)
})
