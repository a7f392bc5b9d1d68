/** The stack is stopped while `erase` runs, or `erase` is killed: the same command completes the erasure, and says the code of the receipt. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, it } from "vitest"
import { full } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type RunningUp, runCli, runJson, startCli, startUp } from "../integration/cli.ts"
import { query } from "../integration/inside.ts"
import { until } from "./Process.ts"

const folder = testFolder("stopped-erase")
const data = join(folder, "data")
const options = { data }
const partner = "alpha"
const reference = "CASE-1"
const receiptCode = /^(\w{4}-){4}\w{4}$/
const erase = ["erase", "--partner", partner, "--case", "-", "--json"]

let stack: RunningUp | undefined
afterAll(() => stack?.stop())

it.runIf(full)(
  "'down' while 'erase' runs: it says that it is not complete, and is completed by the same command, as is one that was killed",
  { meta: { needs: "npm run test:full" } },
  async () => {
    stack = await startUp(options, "--no-demo")
    await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Alpha"], options)
    const file = join(folder, "cases.csv")
    const rows = [1, 2, 3].map((i) => `CASE-${i},yes,LAO,Origin,2024,ISL,Destination,2024`)
    const header = "caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year"
    writeFileSync(file, [header, ...rows].join("\n"))
    await runJson(["submit", file, "--partner", partner, "--record", "route"], options)
    await runJson(["ingest", "--until-caught-up"], options)
    const stored = () => query<{ n: number }>(data, "SELECT toFloat64(count()) AS n FROM corridor_raw.route_record")
    assert.deepStrictEqual(await stored(), [{ n: 3 }])

    const child = startCli(erase, options)
    let errors = ""
    child.stderr?.on("data", (chunk) => (errors += String(chunk)))
    child.stdin?.end(reference)
    const ended = new Promise<number | null>((resolve) => void child.once("close", resolve))
    // Marts are rebuilt next.
    await until("the row is erased", async () => (await stored())[0]?.n === 2, 60, 5)
    child.kill("SIGSTOP")
    const { stopped } = await runJson<{ stopped: boolean }>(["down"], options)
    child.kill("SIGCONT")
    assert.isTrue(stopped)
    stack = undefined
    assert.strictEqual(await ended, 3, errors)
    assert.match(errors, /The case (is withdrawn, but|may be withdrawn in part).* Run the same 'erase' again/)
    assert.notMatch(errors, /\n\s+at /)

    const again = await runCli(erase, { ...options, stdin: reference })
    assert.strictEqual(again.code, 0, again.stderr)
    assert.match((JSON.parse(again.stdout) as { receipt: string }).receipt, receiptCode)
    stack = await startUp(options, "--no-demo")
    assert.deepStrictEqual(await stored(), [{ n: 2 }])

    const killed = startCli(erase, options)
    killed.stdin?.end("CASE-2")
    const receiptsLogged = () =>
      readFileSync(join(data, "keys", "withdrawals.jsonl"), "utf8").match(/"receipt"/g)?.length
    await until("the receipt is logged", async () => receiptsLogged() === 2, 240, 5)
    killed.kill("SIGKILL")
    const completed = await runCli(erase, { ...options, stdin: "CASE-2" })
    assert.strictEqual(completed.code, 0, completed.stderr)
    assert.match((JSON.parse(completed.stdout) as { receipt: string }).receipt, receiptCode)
    assert.strictEqual(receiptsLogged(), 2)
    assert.deepStrictEqual(await stored(), [{ n: 1 }])
    const { ok } = await runJson<{ ok: boolean }>(["doctor"], options)
    assert.isTrue(ok)
  }
)
