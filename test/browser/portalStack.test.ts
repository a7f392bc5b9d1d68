/**
 * The portal of a whole stack, as 'npm start' serves it: a file from the browser to the store, the same receipt by the command line,
 * a withdrawal, and no raw reference anywhere.
 */

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import type { QualityReport } from "../../ingest/quality/QualitySchemas.ts"
import type { Submission } from "../../ingest/submit/Submit.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type CliOptions, type RunningUp, readJsonFile, startUp } from "../integration/cli.ts"
import { runCli, runJson } from "../integration/inProcess.ts"
import { launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

const folder = testFolder("portal-stack")
const data = join(folder, "data")
const options: CliOptions = { data }

interface Made {
  readonly key: string
  readonly account: string
  readonly portalPassword: string
  readonly token: string
}
let made: Made
let stack: RunningUp | undefined
let browser: Browser | undefined
let portal = ""
const sent: Array<string> = []

const canary = "CANARY-9000"
const routes = `caseReference,researchUseConsent,leg1.country,leg1.region,leg1.role,leg1.year,leg2.country,leg2.region,leg2.role,leg2.year
${canary}-1,yes,Ukraine,,Origin,2004,Russia,RU-MOS,Destination,2004
${canary}-2,yes,Moldova,,Origin,2005,Russia,RU-AST,Transit,2005
`

beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  stack = await startUp({ data }, "--no-demo")
  made = await runJson<Made>(["partner", "add", "shelter", "--type", "NGO", "--name", "Shelter"], options)
  portal = readJsonFile<Endpoints>(join(data, "endpoints.json")).portal.url
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

const open = async (): Promise<Page> => {
  const page = await (browser as Browser).newPage({ locale: "en" })
  page.on("request", (request) => sent.push(`${request.url()}\n${request.postData() ?? ""}`))
  await page.goto(portal)
  await page.locator("input[name=account]").fill(made.account)
  await page.locator("input[name=password]").fill(made.portalPassword)
  await page.locator("button.main[type=submit]").click()
  await page.locator("nav").waitFor()
  return page
}

const giveKey = (page: Page) =>
  page
    .locator(".key input[type=file]")
    .setInputFiles({ name: "shelter.key", mimeType: "text/plain", buffer: Buffer.from(made.key) })

/** Reloads the receipts until the first line has the state. */
const untilState = async (page: Page, state: string) => {
  for (let i = 0; i < 60; i++) {
    await page.locator("main button", { hasText: "Refresh" }).click()
    await page.locator("tbody tr").first().waitFor()
    if ((await page.locator(`tbody .state.${state}`).count()) > 0) return
    await page.waitForTimeout(1000)
  }
  assert.fail(`no receipt is ${state}: ${await page.locator("tbody").textContent()}`)
}

/** Every file below the folder that contains the text. */
const filesWith = (text: string, at = data): ReadonlyArray<string> =>
  readdirSync(at).flatMap((name) => {
    const path = join(at, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return []
    if (found.isDirectory()) return filesWith(text, path)
    return found.isFile() && readFileSync(path).includes(text) ? [path] : []
  })

describe.skipIf(!existsSync(chromiumPath))("the portal of a stack", { meta: { needs: "Chromium" } }, () => {
  it("sends a file from the browser to the store, and its receipt says so", async () => {
    const page = await open()
    await giveKey(page)
    await page
      .locator("input.chooser")
      .setInputFiles({ name: "routes.csv", mimeType: "text/csv", buffer: Buffer.from(routes) })
    await page.locator("button", { hasText: "Send all 2 records" }).click()
    await page.locator("h2", { hasText: "Sent" }).waitFor()
    await page.goto(`${portal}#receipts`)
    await page.locator("tbody tr").first().waitFor()
    await untilState(page, "loaded")
    assert.strictEqual(await page.locator("tbody tr").count(), 1)
    await page.close()
  })

  it("returns the same receipt for the same file on the command line, and stores nothing twice", async () => {
    const file = join(folder, "the same.csv")
    writeFileSync(file, routes)
    const submission = await runJson<Submission>(["submit", file, "--partner", "shelter"], options)
    assert.strictEqual(submission.sent, 0)
    const answer = await fetch(`${portal}/api/receipts`, { headers: { authorization: `Bearer ${made.token}` } })
    const receipts = (await answer.json()) as ReadonlyArray<{ submission: string; records: number; loaded: number }>
    assert.strictEqual(receipts.length, 1)
    assert.deepInclude(receipts[0], { submission: submission.submission, records: 2, loaded: 2 })
    const quality = await fetch(`${portal}/api/quality`, { headers: { authorization: `Bearer ${made.token}` } })
    const { kinds, months } = (await quality.json()) as QualityReport
    assert.deepStrictEqual(
      kinds.map(({ kind, records }) => [kind, records]),
      [["route", 2]]
    )
    assert.deepStrictEqual(
      months.map(({ read }) => read),
      [2]
    )
    assert.strictEqual((await fetch(`${portal}/api/quality`)).status, 404)
  })

  it("takes a file from the command line of a machine without a stack, and returns the receipt", async () => {
    const elsewhere: CliOptions = { data: join(folder, "elsewhere") }
    const file = join(folder, "remote.csv")
    const key = join(folder, "shelter.key")
    writeFileSync(key, `${made.key}\n`)
    writeFileSync(
      file,
      routes.replace(`${canary}-2`, `${canary}-3`).replace(`${canary}-1`, `${canary.toLowerCase()}-1`)
    )
    const server = new URL(portal).origin
    const args = ["submit", file, "--partner", "shelter", "--server", server, "--token", made.token, "--key", key]
    const first = await runJson<Submission & { receipt: { state: string; loaded: number } }>(args, elsewhere)
    assert.deepInclude(first, { accepted: 2, sent: 2, isKnown: false })
    assert.deepInclude(first.receipt, { state: "loaded", loaded: 2 })
    const again = await runJson<Submission>(args, elsewhere)
    assert.deepInclude(again, { sent: 0, isKnown: true, submission: first.submission })
    assert.isFalse(existsSync(join(elsewhere.data, "clickhouse")), "nothing is started there")
    const refused = await runCli([...args.slice(0, -3), `${made.token}x`, ...args.slice(-2)], elsewhere)
    assert.strictEqual(refused.code, 3)
    assert.include(refused.stderr, "does not accept this token")
    assert.notInclude(refused.stderr, made.token)
    const nowhere = await runCli(
      ["submit", file, "--partner", "shelter", "--server", "http://127.0.0.1:9", "--token", "x"],
      elsewhere
    )
    assert.strictEqual(nowhere.code, 3)
    assert.include(nowhere.stderr, "cannot be reached")
    assert.include(nowhere.stderr, "Made the partner's key")
    assert.deepStrictEqual(filesWith(canary, elsewhere.data), [])
  })

  it("offers templates", async () => {
    for (const [format, start] of [
      ["csv", "Ідентифікатор запису"],
      ["xlsx", "PK"]
    ] as const) {
      const answer = await fetch(`${portal}/api/templates/route/uk/${format}`)
      assert.strictEqual(answer.status, 200)
      assert.include((await answer.text()).slice(0, 30), start)
    }
  })

  it("withdraws a case: its record leaves the store", async () => {
    const page = await open()
    await page.goto(`${portal}#withdraw`)
    await giveKey(page)
    await page.locator("#case").fill(`${canary}-1`)
    await page.locator("button.main[type=submit]").click()
    await page.locator("main .tick input").check()
    await page.locator("main button.main:not([type=submit])").click()
    await page.locator(".notice.good", { hasText: "1 row was erased" }).waitFor()
    const code = (await page.locator("main code").last().textContent()) as string
    const shown = await fetch(new URL("/receipts/withdrawal", portal), {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ code })
    })
    assert.strictEqual(shown.status, 200)
    for (let i = 0; i < 60; i++) {
      const answer = await fetch(`${portal}/api/receipts`, { headers: { authorization: `Bearer ${made.token}` } })
      const receipts = (await answer.json()) as ReadonlyArray<{ records: number; loaded: number; withdrawn: number }>
      const file = receipts.find(({ records }) => records === 2)
      if (file?.withdrawn === 1 && file.loaded === 1) return page.close()
      await page.waitForTimeout(1000)
    }
    assert.fail("the record is still in the store")
  })

  it("manages access of people and machines on the command line, and logs it in a hash chain", async () => {
    const receipts = async (token: string) =>
      (await fetch(`${portal}/api/receipts`, { headers: { authorization: `Bearer ${token}` } })).status
    const anna = await runJson<{ password: string }>(
      ["account", "add", "anna", "--role", "partner", "--partner", "shelter"],
      options
    )
    const signIn = async () => {
      const body = JSON.stringify({ account: "anna", password: anna.password })
      const headers = { "content-type": "application/json" }
      return (await fetch(`${portal}/api/session`, { method: "POST", headers, body })).status
    }
    assert.strictEqual(await signIn(), 204)
    const first = await runJson<{ id: string; token: string }>(
      ["token", "add", "anna", "--scopes", "receipts", "--days", "7"],
      options
    )
    assert.strictEqual(await receipts(first.token), 200)
    const second = await runJson<{ id: string; token: string }>(["token", "rotate", first.id], options)
    assert.strictEqual(await receipts(second.token), 200)
    await runJson(["token", "revoke", second.id], options)
    assert.strictEqual(await receipts(second.token), 404)
    await runJson(["account", "disable", "anna"], options)
    assert.strictEqual(await receipts(first.token), 404)
    assert.strictEqual(await signIn(), 403)
    await runJson(["token", "add", "anna", "--scopes", "everything"], options, 1)
    const log = await runJson<{ head: string; entries: ReadonlyArray<{ did: string; about: string }> }>(
      ["account", "log"],
      options
    )
    // Anyone with the partner's key could try case numbers against a hash of the content.
    assert.isEmpty(log.entries.filter(({ about }) => /[0-9a-f]{64}/.test(about)))
    assert.includeMembers(
      log.entries.map(({ did }) => did),
      [
        "account-made",
        "token-made",
        "token-rotated",
        "token-revoked",
        "account-disabled",
        "submission-sent",
        "withdrawal-sent"
      ]
    )
    await runJson(["account", "log", "--head", log.head], options)
    await runJson(["account", "log", "--head", "f".repeat(64)], options, 3)
  })

  it("leaves no raw case reference in a request, a file of the stack, or its output", () => {
    for (const one of sent) assert.notInclude(one, "CANARY")
    assert.isAbove(sent.length, 10)
    assert.deepStrictEqual(filesWith("CANARY"), [])
    assert.notInclude(sent.join("\n"), made.key)
  })
})
