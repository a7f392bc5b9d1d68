/** A restore that is killed when it has restored topics, and none of the records: no command opens what it left, and the same restore completes. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, it, vi } from "vitest"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "../integration/inProcess.ts"
import { endStarted, start, until } from "./Process.ts"

vi.mock("@corridor/dbt-ts/Transform", async () => (await import("../fixtures/fewerMarts.ts")).buildOnly("+flows"))

const folder = testFolder("killed-restore")
const [from, to, saved] = [join(folder, "from"), join(folder, "to"), join(folder, "saved")]
const partner = "restored"

beforeAll(async () => {
  await copyPreparedStack(from)
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], { data: from })
  const { folders } = await runJson<{ readonly folders: ReadonlyArray<string> }>(["backup", saved], { data: from })
  assert.deepStrictEqual(folders, ["kafka", "registry"])
})
afterAll(endStarted)

it("is named by every command and by 'doctor', until it has completed", async () => {
  const { signer } = await runJson<{ readonly signer: string }>(["backup", "verify", saved], { data: from })
  const restore = ["restore", saved, "--signer", signer, "--withdrawals-of-backup"]
  const killed = start(restore, { data: to })
  await until("the topics are there", () => existsSync(join(to, "kafka")) || !killed.isRunning())
  assert.deepStrictEqual(await killed.kill("SIGKILL"), { code: null, signal: "SIGKILL" }, killed.output())

  const refused = await runCli(["partner", "list"], { data: to })
  assert.strictEqual(refused.code, 3, refused.stdout)
  assert.match(refused.stderr, /A restore into .* has not completed.* run the same 'restore' again/)
  assert.include((await runCli(["doctor"], { data: to })).stdout, "has not completed, so records are missing")

  assert.strictEqual((await runCli(restore, { data: to })).code, 0)
  const { stdout } = await runCli(["partner", "list"], { data: to })
  assert.include(stdout, partner)
})
