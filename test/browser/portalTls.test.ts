/** The portal behind a TLS proxy, as in production: what a browser receives, stores and sends. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { request } from "node:http"
import { createServer, type Server } from "node:https"
import { type AddressInfo, createServer as createNetServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, chromium } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"
import { chromiumPath } from "./ensureChromium.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-tls-"))
const [keyFile, certificateFile] = [join(folder, "key.pem"), join(folder, "certificate.pem")]
/** A certificate for `localhost`, created if OpenSSL is present. */
const hasCertificate =
  spawnSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${keyFile} -out ${certificateFile} -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost`.split(
      " "
    )
  ).status === 0

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createNetServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const can = existsSync(chromiumPath) && hasCertificate
const before = process.env["CORRIDOR_URL"]
let rig: PortalRig | undefined
let gate: Server | undefined
let browser: Browser | undefined
let address = ""

beforeAll(async () => {
  if (!can) return
  const port = await freePort()
  address = `https://localhost:${port}`
  process.env["CORRIDOR_URL"] = address
  const made = await startPortal(["shelter-north"])
  rig = made
  const server = createServer(
    { key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
    (incoming, answer) => {
      const { method, url, headers } = incoming
      const inner = request(`${made.address}${url}`, { method, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      })
      incoming.pipe(inner)
    }
  )
  gate = server
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] })
})
afterAll(async () => {
  await browser?.close()
  gate?.closeAllConnections()
  gate?.close()
  await rig?.close()
  if (before === undefined) delete process.env["CORRIDOR_URL"]
  else process.env["CORRIDOR_URL"] = before
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!can)("the portal behind TLS", () => {
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
