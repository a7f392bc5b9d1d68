import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { addAccount } from "../../infra/identity/Accounts.ts"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { clientId, clientSecret, startOpenIdProvider, type TestProvider } from "../fixtures/openIdProvider.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"

let provider: TestProvider
let rig: PortalRig

beforeAll(async () => {
  provider = await startOpenIdProvider("subject-1")
  rig = await startPortal(["shelter-north"], {
    CORRIDOR_OIDC_ISSUER: provider.issuer,
    CORRIDOR_OIDC_CLIENT_ID: clientId,
    CORRIDOR_OIDC_CLIENT_SECRET: clientSecret
  })
  provider.allow(`${rig.address}/portal/api/session/openid/back`)
  await rig.run(
    addAccount({
      account: "anna",
      role: "partner",
      partner: "shelter-north",
      passwordHash: "",
      subject: "subject-1"
    })
  )
  for (const role of ["policy", "researcher", "operator"] as const)
    await rig.run(addAccount({ account: `the-${role}`, role, partner: "", passwordHash: "", subject: `its-${role}` }))
})
afterAll(async () => {
  await rig?.close()
  await provider?.close()
})

/** A browser's cookies, each sent to the server that set it. */
const browser = () => {
  const cookies = new Map<string, Map<string, string>>()
  const lines: Array<string> = []
  const go = async (address: string, sent: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(address)
    const own = cookies.get(origin) ?? new Map<string, string>()
    cookies.set(origin, own)
    const answer = await fetch(address, {
      ...sent,
      redirect: "manual",
      headers: { ...sent.headers, cookie: [...own].map(([name, value]) => `${name}=${value}`).join("; ") }
    })
    for (const line of answer.headers.getSetCookie()) {
      lines.push(line)
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name !== undefined) own.set(name, value ?? "")
    }
    return answer
  }
  /** Follows redirects and returns every address on the way. */
  const walk = async (address: string): Promise<ReadonlyArray<string>> => {
    const way = [address]
    for (let step = 0; step < 15; step++) {
      const next = (await go(way.at(-1) as string)).headers.get("location")
      if (next === null) return way
      way.push(new URL(next, way.at(-1)).href)
    }
    throw new Error("redirects without end")
  }
  return { go, walk, lines }
}

const session = async ({ go }: ReturnType<typeof browser>) =>
  (await (await go(`${rig.address}/portal/api/session`)).json()) as {
    account: string | null
    csrf: string | null
    ways: { local: boolean; openId: boolean }
  }

describe("signing in with a provider", () => {
  it("opens a session for an account that is known by its subject; passwords are refused", async () => {
    const anna = browser()
    assert.deepStrictEqual((await session(anna)).ways, { local: false, openId: true })
    const way = await anna.walk(`${rig.address}/portal/api/session/openid`)
    assert.strictEqual(way.at(-1), `${rig.address}/portal`)
    assert.strictEqual((await session(anna)).account, "anna")
    const flow = anna.lines.find((line) => line.startsWith("corridor_flow="))
    assert.match(flow ?? "", /HttpOnly/)
    assert.match(flow ?? "", /SameSite=Lax/)
    const password = JSON.stringify({ account: "shelter-north", password: rig.passwords.get("shelter-north") })
    const { status } = await fetch(`${rig.address}/portal/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: password
    })
    assert.strictEqual(status, 403, "no passwords where there is a provider")
  })

  it("refuses another browser's callback, a repeated one, and an unknown person", async () => {
    const one = browser()
    const way = await one.walk(`${rig.address}/portal/api/session/openid`)
    const back = way.find((address) => address.includes("/openid/back?")) as string
    const thief = browser()
    assert.strictEqual((await thief.walk(back)).at(-1), `${rig.address}/portal?sign-in=failed`)
    assert.isNull((await session(thief)).account)
    assert.strictEqual((await one.walk(back)).at(-1), `${rig.address}/portal?sign-in=failed`)
    provider.subject = "subject-of-a-stranger"
    const stranger = browser()
    const end = (await stranger.walk(`${rig.address}/portal/api/session/openid`)).at(-1)
    assert.strictEqual(end, `${rig.address}/portal?sign-in=failed`)
    assert.isNull((await session(stranger)).account)
    const log = await rig.run(readAccessLog())
    assert.isTrue(log.some(({ did, by }) => did === "sign-in" && by === "anna"))
    assert.isTrue(log.some(({ did, by }) => did === "sign-in-refused" && by === "unknown"))
    assert.notInclude(JSON.stringify(log), "stranger")
  })

  it("gives each role its own API, by session and by token, and changes nothing without the session's CSRF token", async () => {
    // A researcher's questions, a policy team's requests; operators see requests, partners neither.
    const wanted = { policy: [403, 200], researcher: [200, 200], operator: [403, 200], partner: [403, 403] }
    for (const [role, statuses] of Object.entries(wanted)) {
      provider.subject = role === "partner" ? "subject-1" : `its-${role}`
      const own = browser()
      const asked = async () => [
        (await own.go(`${rig.address}/v1/queries`)).status,
        (await own.go(`${rig.address}/v1/requests`)).status
      ]
      assert.deepStrictEqual(await asked(), [401, 401], role)
      await own.walk(`${rig.address}/portal/api/session/openid`)
      assert.deepStrictEqual(await asked(), statuses, role)
      assert.strictEqual((await own.go(`${rig.address}/v1/flows`)).status, 200, role)
      if (role !== "policy") continue
      const { csrf } = await session(own)
      const draft = (headers: Record<string, string>) =>
        own.go(`${rig.address}/v1/requests`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ subject: "journeys", from: ["Ukraine"], to: ["Russia"] })
        })
      assert.strictEqual((await draft({})).status, 401)
      assert.strictEqual((await draft({ "x-corridor-csrf": "another" })).status, 401)
      const elsewhere = { "x-corridor-csrf": csrf ?? "", "sec-fetch-site": "cross-site" }
      assert.strictEqual((await draft(elsewhere)).status, 401)
      const made = await draft({ "x-corridor-csrf": csrf ?? "" })
      assert.deepInclude(await made.json(), { state: "drafted", request: 1 })
    }
  })
})
