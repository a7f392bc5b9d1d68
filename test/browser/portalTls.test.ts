/**
 * The portal behind a TLS proxy, as in production: what a browser receives, stores and sends, with a network and without.
 * With PORTAL_SHOTS=FOLDER pictures of it are kept, for people to look at.
 */

import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { type IncomingMessage, request, type ServerResponse } from "node:http"
import { createServer, type Server } from "node:https"
import type { Socket } from "node:net"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { Effect } from "effect"
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { freePort } from "../../infra/process/FreePort.ts"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { firstPseudonym } from "../fixtures/firstPseudonym.ts"
import { patience } from "../fixtures/patience.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { accessibilityFaults, launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

const folder = testFolder("tls")
const [keyFile, certificateFile] = [join(folder, "key.pem"), join(folder, "certificate.pem")]
/** A certificate for `localhost`, created if OpenSSL is present. */
const hasCertificate =
  spawnSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${keyFile} -out ${certificateFile} -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost`.split(
      " "
    )
  ).status === 0

const shots = process.env["PORTAL_SHOTS"]

const can = existsSync(chromiumPath) && hasCertificate
let rig: PortalRig | undefined
let gate: Server | undefined
let browser: Browser | undefined
let address = ""
let port = 0
/** Every request that passes the gate, with its body. */
const sent: Array<string> = []
/** Answers to requests with such an address are lost on the way. */
let lost: RegExp | undefined
/** The version of the page that the gate pretends to be. */
let version: string | undefined

/** Answers with the service worker of another version of the page. */
const newVersion = async (response: IncomingMessage, answer: ServerResponse) => {
  const script = await text(response)
  const { "content-length": _, ...headers } = response.headers
  answer.writeHead(200, headers).end(script.replace(/version:"[0-9a-f]{16}"/, `version:"${version}"`))
}

const connect = () => new Promise<void>((resolve) => gate?.listen(port, "127.0.0.1", resolve))

const sockets = new Set<Socket>()

/** Ends also connections that have not finished their handshake, which `closeAllConnections` leaves. */
const disconnect = () =>
  new Promise<void>((resolve) => {
    if (gate === undefined) return resolve()
    gate.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })

beforeAll(async () => {
  if (!can) return
  port = await Effect.runPromise(freePort())
  address = `https://localhost:${port}`
  const made = await startPortal(["shelter-north", "shelter-south"], { CORRIDOR_URL: address })
  rig = made
  const server = createServer(
    { key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
    (incoming, answer) => {
      const { method, url, headers } = incoming
      const inner = request(`${made.address}${url}`, { method, headers }, (response) => {
        if (lost?.test(url ?? "")) return void response.resume().on("end", () => answer.destroy())
        if (url === "/portal/worker.js" && version !== undefined) return void newVersion(response, answer)
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      })
      const body: Array<Buffer> = []
      incoming.on("data", (chunk: Buffer) => body.push(chunk))
      incoming.on("end", () => sent.push(`${method} ${url} ${JSON.stringify(headers)}\n${Buffer.concat(body)}`))
      incoming.pipe(inner)
    }
  )
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  gate = server
  await connect()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await disconnect()
  await rig?.close()
})

const needs = { meta: { needs: "Chromium and openssl" } }

describe.skipIf(!can)("the portal behind TLS", needs, () => {
  it("sets a session cookie for this host only, over TLS only, and hidden from scripts", async () => {
    const context = await (browser as Browser).newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    const answer = await page.goto(`${address}/portal?lang=en`)
    assert.match(answer?.headers()["strict-transport-security"] ?? "", /max-age=31536000/)
    await page.locator("input[name=account]").fill("shelter-north")
    await page.locator("input[name=password]").fill(rig?.passwords.get("shelter-north") as string)
    const [signedIn] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.locator("button.main[type=submit]").click()
    ])
    await page.locator("nav").waitFor()
    const line = (await signedIn.headersArray()).find(({ name }) => name.toLowerCase() === "set-cookie")?.value ?? ""
    assert.match(line, /^__Host-corridor_session=[\w-]{43}; /)
    for (const part of [/; Secure/, /; HttpOnly/, /; SameSite=Strict/, /; Path=\/(;|$)/]) assert.match(line, part)
    assert.notMatch(line, /Domain=/i)
    const kept = (await context.cookies()).find(({ name }) => name.includes("session"))
    assert.deepInclude(kept, {
      name: "__Host-corridor_session",
      secure: true,
      httpOnly: true,
      sameSite: "Strict",
      domain: "localhost",
      path: "/"
    })
    assert.notInclude(await page.evaluate("document.cookie"), "session")
    // The same value under a name that another host of the domain could have set is no session.
    const asked = (name: string) =>
      fetch(`${rig?.address}/portal/api/receipts`, { headers: { cookie: `${name}=${kept?.value}` } })
    assert.strictEqual((await asked("corridor_session")).status, 404)
    assert.strictEqual((await asked("__Host-corridor_session")).status, 200)
    await context.close()
  })
})

/** What is typed and must be nowhere but in the open form: a case number. */
const canary = "CANARY-5150-LETO"
const key = randomBytes(32)
const pseudonym = (reference: string) => firstPseudonym(key, reference)
const passphrase = "copper lantern river seven"
const partner = "shelter-south"

describe.skipIf(!can)("the portal without a network", needs, () => {
  const profile = join(folder, "profile")
  const opened: Array<BrowserContext> = []

  /** Starts a browser whose profile stays when it is closed. */
  const launch = async (width = 360, locale = "en") => {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath,
      args: ["--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", "--disable-background-networking"],
      viewport: { width, height: 800 },
      locale
    })
    context.setDefaultTimeout(patience)
    opened.push(context)
    return { context, page: context.pages()[0] ?? (await context.newPage()) }
  }
  afterAll(async () => {
    for (const context of opened) await context.close()
  })

  const giveKey = (page: Page, bytes = key) =>
    page
      .locator(".key input[type=file]")
      .setInputFiles({ name: "s.key", mimeType: "text/plain", buffer: Buffer.from(bytes.toString("base64")) })

  const signIn = async (page: Page) => {
    await page.locator("input[name=account]").fill(partner)
    await page.locator("input[name=password]").fill(rig?.passwords.get(partner) as string)
    await page.locator("button.main[type=submit]").click()
    await page.locator("nav").waitFor()
  }

  const unlock = async (page: Page, words = passphrase) => {
    await giveKey(page)
    await page.locator("#passphrase").fill(words)
    await page.locator(".unlock button").click()
  }

  const show = async (page: Page, name: string) => {
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
    }
    assert.deepStrictEqual(await accessibilityFaults(page), [], name)
    assert.isTrue(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name)
  }

  /** Waits until an expression is true. The page's policy forbids Playwright's own waiting, which evaluates texts in the page. */
  const until = (page: Page, expression: string) =>
    vi.waitFor(async () => assert.isTrue(await page.evaluate(expression)), patience)

  /** What is in the page's caches, and as text all else that it keeps on the device: databases, storage, cookies, the address. */
  const kept = (page: Page) =>
    page.evaluate(`(async () => {
      const cached = []
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
          cached.push([name, request.url, await (await (await caches.open(name)).match(request)).text()])
      const own = [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]
      const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result) })
      const text = (_, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? String.fromCharCode(...new Uint8Array(value)) : value
      for (const { name } of await indexedDB.databases()) {
        const db = await done(indexedDB.open(name))
        for (const store of db.objectStoreNames)
          for (const value of await done(db.transaction(store).objectStore(store).getAll())) own.push(JSON.stringify(value, text))
        db.close()
      }
      return { cached, own }
    })()`) as Promise<{
      cached: ReadonlyArray<readonly [name: string, address: string, body: string]>
      own: ReadonlyArray<string>
    }>

  /** Files of the browser's profile with the text, in either encoding in which Chromium stores texts. */
  const filesWith = (text: string, at = profile): ReadonlyArray<string> =>
    readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
      const path = join(at, entry.name)
      if (entry.isDirectory()) return filesWith(text, path)
      if (!entry.isFile()) return []
      const bytes = readFileSync(path)
      return bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le")) ? [path] : []
    })

  /** A route of three places: a repeated group whose questions depend on the place's role. */
  const enterRoute = async (page: Page, reference: string) => {
    await page.locator("#record-kind").selectOption("route")
    await page.getByLabel("Case number (required)").fill(reference)
    await page.getByLabel("Agreed to use for statistics (required)").selectOption("true")
    await page.locator("button", { hasText: "Add a place" }).click()
    const places = [
      ["UKR", "Origin"],
      ["BLR", "Transit"],
      ["RUS", "Destination"]
    ] as const
    for (const [i, [country, role]] of places.entries()) {
      const place = page.locator(".legs > li").nth(i)
      await place.getByLabel("Country (required)").selectOption(country)
      await place.getByLabel("Role of the place (required)").selectOption(role)
      await place.getByLabel("Year (required)").fill("2004")
      assert.strictEqual(await place.getByLabel("Border crossing").isVisible(), role !== "Origin", role)
    }
  }

  /** A person with two forms of exploitation, each with a question of its own. */
  const enterVictim = async (page: Page, reference: string) => {
    await page.locator("#record-kind").selectOption("victim")
    await page.getByLabel("Case number (required)").fill(reference)
    await page.getByLabel("Agreed to use for statistics (required)").selectOption("true")
    await page.getByLabel("Registered on (required)").fill("2005-03")
    const industry = page.locator("fieldset", { hasText: "Industry of forced labour" })
    assert.isFalse(await industry.isVisible())
    for (const form of ["Forced labour", "Sexual exploitation"]) await page.getByLabel(form, { exact: true }).check()
    assert.isTrue(await industry.isVisible())
    await industry.getByLabel("Construction").check()
  }

  // The tests follow one device through its days, and each needs the one before.
  let context: BrowserContext
  let page: Page

  it("installs, and a device is prepared with a passphrase", async () => {
    ;({ context, page } = await launch())
    await page.goto(`${address}/portal?lang=en`)
    await signIn(page)
    await until(page, "navigator.serviceWorker.controller !== null")
    const devtools = await context.newCDPSession(page)
    assert.deepStrictEqual((await devtools.send("Page.getAppManifest")).errors, [])
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors")
    assert.deepStrictEqual(installabilityErrors, [])

    await page.goto(`${address}/portal?lang=en#queue`)
    await giveKey(page)
    await page.locator("#passphrase").fill("short")
    await page.locator("#passphrase-again").fill("other")
    await page.locator(".unlock button").click()
    assert.deepStrictEqual(await page.locator(".fault").allTextContents(), [
      "Use at least 12 characters.",
      "The two passphrases differ."
    ])
    await show(page, "queue-prepare-en-360")
    for (const field of ["#passphrase", "#passphrase-again"]) await page.locator(field).fill(passphrase)
    await page.locator(".unlock button").click()
    await page.locator("button", { hasText: /^Lock$/ }).waitFor()
  })

  it("keeps checked records, while the network is away and the browser is closed", async () => {
    await disconnect()
    await page.goto(`${address}/portal?lang=en#record`)
    await page.reload()
    await page.locator(".who", { hasText: "No network" }).waitFor()
    assert.deepStrictEqual(await page.locator("nav a").allTextContents(), ["Enter one record", "Offline queue"])
    await giveKey(page)
    await enterRoute(page, `${canary}-1`)
    await page.keyboard.press("Enter")
    await page.locator("#passphrase").waitFor()
    await show(page, "queue-keep-en-360")
    await page.keyboard.type(passphrase)
    await page.keyboard.press("Enter")
    await page.locator(".notice.good", { hasText: "is kept on this device" }).waitFor()
    assert.strictEqual(await page.getByLabel("Case number (required)").inputValue(), "", "the form is empty again")
    await enterVictim(page, `${canary}-2`)
    await page.locator("button.main[type=submit]").click()
    await page.locator("button", { hasText: "Keep the record" }).click()
    await page.locator(".notice.good", { hasText: "is kept on this device" }).waitFor()

    await page.reload()
    await context.close()
    ;({ context, page } = await launch())
    await page.goto(`${address}/portal?lang=en#queue`)
    await page.locator(".counts", { hasText: "2 records" }).waitFor()
    await unlock(page, `${passphrase}!`)
    await page.locator(".notice.bad", { hasText: "wrong" }).waitFor()
    await show(page, "queue-locked-en-360")
    await page.locator("#passphrase").fill(passphrase)
    await page.locator(".unlock button").click()
    await page.locator("tbody tr").nth(1).waitFor()
    assert.strictEqual(await page.locator("tbody tr", { hasText: "waiting to be sent" }).count(), 2)
    await page.locator(".counts:focus").waitFor()
    await show(page, "queue-offline-en-360")
  })

  it("keeps a half-filled form over a reload, without its case number, until it is discarded", async () => {
    await page.goto(`${address}/portal?lang=en#record`)
    await page.locator(".draft", { hasText: "is kept on this device until you send it" }).waitFor()
    await enterRoute(page, `${canary}-5`)
    await vi.waitFor(async () => assert.lengthOf((await kept(page)).own, 4 + 4), patience)
    await page.reload()
    await page.locator(".draft .notice", { hasText: "not finished" }).waitFor()
    await show(page, "draft-locked-en-360")
    await unlock(page)
    await page.locator(".draft", { hasText: "is kept on this device until you send it" }).waitFor()
    await show(page, "draft-continued-en-360")
    const places = page.locator(".legs > li")
    const entered = await Promise.all([0, 1, 2].map((i) => places.nth(i).getByLabel("Country (required)").inputValue()))
    assert.deepStrictEqual(entered, ["UKR", "BLR", "RUS"])
    assert.strictEqual(await page.getByLabel("Case number (required)").inputValue(), "")
    const { own } = await kept(page)
    for (const secret of ["CANARY", "UKR", "legs", "2004"])
      for (const one of own.slice(4)) assert.notInclude(one, secret)
    await page.locator(".draft button", { hasText: "Discard" }).click()
    await vi.waitFor(async () => assert.lengthOf((await kept(page)).own, 4 + 3), patience)
    assert.strictEqual(await places.nth(0).getByLabel("Country (required)").inputValue(), "")
  })

  it("has nothing on the device that can be read but its own static files", async () => {
    const { cached, own } = await kept(page)
    assert.lengthOf(cached, 8)
    for (const [, url, body] of cached) {
      assert.match(
        new URL(url).pathname + new URL(url).search,
        /^\/portal(\?lang=(en|ru|uk|ro)|\/assets\/[\w-]+\.(js|css|json))$/
      )
      for (const word of ["CANARY", partner, passphrase]) assert.notInclude(body, word)
    }
    assert.lengthOf(own, 4 + 3)
    const secrets = [
      "CANARY",
      pseudonym(`${canary}-1`),
      key.toString("base64"),
      passphrase,
      partner,
      "UKR",
      "Construction"
    ]
    for (const one of own) for (const secret of secrets) assert.notInclude(one, secret)
  })

  it("sends each record once, although two tabs send at the same time, and shows what became of it", async () => {
    await connect()
    await page.locator("button", { hasText: "Try to connect" }).click()
    await signIn(page)
    const other = await context.newPage()
    await other.goto(`${address}/portal?lang=en#queue`)
    for (const tab of [page, other]) {
      await tab.goto(`${address}/portal?lang=en#queue`)
      await unlock(tab)
      await tab.locator("button", { hasText: "Send all 2 records" }).waitFor()
    }
    const earlier = sent.length
    await Promise.all([page, other].map((tab) => tab.locator("button", { hasText: "Send all 2" }).click()))
    for (const tab of [page, other]) await tab.locator("tbody tr", { hasText: "received" }).nth(1).waitFor()
    assert.strictEqual(sent.slice(earlier).filter((one) => one.startsWith("POST /portal/api/uploads ")).length, 2)
    const rows = rig?.desk.rows.get(partner) ?? []
    assert.deepStrictEqual(
      rows.map(({ record }) => record["caseReference"]),
      [1, 2].map((i) => pseudonym(`${canary}-${i}`))
    )
    assert.lengthOf(rows[0]?.record["legs"] as ReadonlyArray<unknown>, 3)
    assert.deepInclude(rows[1]?.record, {
      typeOfExploitation: ["ForcedLabour", "SexualExploitation"],
      forcedLabourIndustry: ["F_Construction"]
    })

    const [first, second] = rows.map(({ record }) => record["recordId"] as string) as [string, string]
    const place = { revision: null, partition: null, offset: null }
    rig?.desk.outcomes.set(partner, [
      { record: first, outcome: "accepted", ...place, problems: [] },
      { record: second, outcome: "rejected", ...place, problems: [{ code: "ages-disagree", path: "age" }] }
    ])
    await page.locator("button", { hasText: "Refresh" }).click()
    await page.locator("tbody tr", { hasText: "accepted" }).waitFor()
    assert.include(await page.locator("tbody tr").nth(1).textContent(), "rejected")
    assert.include(await page.locator("tbody tr").nth(1).textContent(), "(age)")
    await show(page, "queue-outcomes-en-360")
    await page.setViewportSize({ width: 1280, height: 800 })
    await show(page, "queue-outcomes-en-1280")
    await other.close()
  })

  it("keeps a record over a lost answer, a sign-out and a new version of the page, and does not send it twice", async () => {
    // The answer to the last request is lost: the record was stored, and is not stored again.
    lost = /\/end$/
    await page.goto(`${address}/portal?lang=en#record`)
    await enterRoute(page, `${canary}-3`)
    await page.locator("button.main[type=submit]").click()
    await page.locator("button", { hasText: "Keep the record" }).click()
    await page.locator(".notice.good", { hasText: "is kept on this device" }).waitFor()
    lost = undefined
    await page.locator("button", { hasText: "Sign out" }).click()
    await signIn(page)
    // A new version of the page replaces its files, and keeps the queue.
    version = "0123456789abcdef"
    await page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")
    await until(page, `caches.has("corridor-portal-${version}")`)
    await page.goto(`${address}/portal?lang=en#queue`)
    await page.locator(".counts", { hasText: "3 records" }).waitFor()
    await unlock(page)
    await page.locator("button", { hasText: "Send 1 record" }).click()
    await page.locator("tbody tr", { hasText: "received" }).waitFor()
    assert.lengthOf(rig?.desk.rows.get(partner) ?? [], 3)
    assert.lengthOf(rig?.desk.receipts.get(partner) ?? [], 3)
    await until(page, "caches.keys().then((names) => names.length === 1)")
  })

  it("locks itself when it is not used, and is deleted only on request", async () => {
    await page.clock.install()
    await page.reload()
    await unlock(page)
    await page.locator("tbody tr").nth(2).waitFor()
    await page.clock.runFor("05:11")
    await page.locator(".notice", { hasText: "The queue was locked" }).waitFor()
    assert.strictEqual(await page.locator("tbody").count(), 0)

    const third = await context.newPage()
    await third.goto(`${address}/portal?lang=en#queue`)
    await unlock(third)
    await third.locator("tbody").waitFor()
    await page.locator("summary").click()
    await page.locator("details .tick input").check()
    await page.locator("details button").click()
    await page.locator(".counts", { hasText: "No record" }).waitFor()
    assert.lengthOf((await kept(page)).own, 4)

    // The other tab still has the key of the deleted queue, which must keep nothing that nobody can read.
    lost = /\/end$/
    await third.goto(`${address}/portal?lang=en#record`)
    await enterRoute(third, `${canary}-4`)
    await third.locator("button.main[type=submit]").click()
    await third.locator("button", { hasText: "Keep the record" }).click()
    // The record, and the half-filled form if it was saved meanwhile.
    await third.locator(".notice.bad", { hasText: "Nothing was kept" }).first().waitFor()
    assert.lengthOf((await kept(third)).own, 4)

    lost = undefined
  })

  it("says that nothing is kept if the browser keeps nothing", async () => {
    const closed = await context.newPage()
    await closed.addInitScript("indexedDB.open = () => { throw new DOMException('', 'InvalidStateError') }")
    await closed.goto(`${address}/portal?lang=en#queue`)
    await closed.locator(".notice.bad", { hasText: "keeps nothing" }).waitFor()
  })

  it("opens the queue again after the browser failed once", async () => {
    const page = await context.newPage()
    // An older version than the database's fails as storage does: later, by an event.
    await page.addInitScript(`{
      const { open } = IDBFactory.prototype
      IDBFactory.prototype.open = function (name) {
        IDBFactory.prototype.open = open
        return open.call(this, name, 1)
      }
    }`)
    await page.goto(`${address}/portal?lang=en#queue`)
    await page.locator(".notice.bad", { hasText: "keeps nothing" }).waitFor()
    await page.evaluate("location.hash = '#check'; location.hash = '#queue'")
    await page.locator(".notice.bad", { hasText: "keeps nothing" }).waitFor({ state: "detached" })
    await page.close()
  })

  it("leaves no case number in a request, the server's log and folder, or the browser's profile", async () => {
    const log = JSON.stringify(await rig?.run(readAccessLog()))
    assert.include(log, "submission-sent")
    for (const text of [...sent, log]) assert.notInclude(text, "CANARY")
    await context.close()
    for (const secret of ["CANARY", passphrase, key.toString("base64")])
      assert.deepStrictEqual(filesWith(secret), [], secret)
    assert.deepStrictEqual(filesWith("CANARY", rig?.folder), [])
  })
})
