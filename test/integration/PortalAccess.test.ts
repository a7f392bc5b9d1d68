/** Access to the portal: each account sees its own objects, and one identical answer for everything else. */
import { randomUUID } from "node:crypto"
import { request } from "node:http"
import { Effect, Redacted } from "effect"
import { HttpApi } from "effect/http-api"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { addAccount, disableAccount } from "../../infra/identity/Accounts.ts"
import { addToken, revokeToken } from "../../infra/identity/Tokens.ts"
import { operations } from "../../ingest/portal/api/operations.ts"
import { PortalApi } from "../../ingest/portal/api/PortalApi.ts"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { partnerRoles, partnerScopes } from "../../ports/identity/Principal.ts"
import { changeState } from "../fixtures/embeddedStores.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"

let rig: PortalRig
const tokens = new Map<string, string>()
let expired = ""
let revoked = ""

beforeAll(async () => {
  rig = await startPortal(["shelter-north", "shelter-south", "shelter-east"], {
    CORRIDOR_TRUSTED_PROXIES: "127.0.0.1"
  })
  await rig.run(
    Effect.gen(function* () {
      for (const partner of ["shelter-north", "shelter-south"]) {
        const { token } = yield* addToken(partner, ["submit", "receipts", "withdraw"], 30)
        tokens.set(partner, Redacted.value(token))
      }
      yield* addAccount({ account: "reader", role: "policy", partner: "", passwordHash: "", subject: "" })
      tokens.set("reader", Redacted.value((yield* addToken("reader", ["releases"], 30)).token))
      tokens.set("receipts alone", Redacted.value((yield* addToken("shelter-north", ["receipts"], 30)).token))
      const old = yield* addToken("shelter-north", ["submit", "receipts", "withdraw"], 1)
      const gone = yield* addToken("shelter-north", ["submit", "receipts", "withdraw"], 1)
      yield* revokeToken(gone.id)
      ;[expired, revoked] = [Redacted.value(old.token), Redacted.value(gone.token)]
      yield* changeState("UPDATE token SET expires_at = ? WHERE token = ?", [Date.now() - 1000, old.id])
    })
  )
})
afterAll(() => rig?.close())

interface Asked {
  readonly method?: string
  readonly token?: string | undefined
  readonly cookie?: string
  readonly csrf?: string
  readonly body?: string
  readonly type?: string
  readonly site?: string
  readonly origin?: string
}

const ask = async (path: string, { method = "GET", token, cookie, csrf, body, type, site, origin }: Asked = {}) => {
  const answer = await fetch(`${rig.address}/portal/api/${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(csrf === undefined ? {} : { "x-corridor-csrf": csrf }),
      ...(site === undefined ? {} : { "sec-fetch-site": site }),
      ...(origin === undefined ? {} : { origin }),
      ...(body === undefined ? {} : { "content-type": type ?? "application/json" })
    },
    ...(body === undefined ? {} : { body })
  })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

const signIn = async (account: string, cookie?: string) => {
  const body = JSON.stringify({ account, password: rig.passwords.get(account) })
  const { status, headers } = await ask("session", {
    method: "POST",
    body,
    ...(cookie === undefined ? {} : { cookie })
  })
  assert.strictEqual(status, 204)
  const [line] = headers.getSetCookie()
  const made = line?.split(";")[0] as string
  const { csrf } = JSON.parse((await ask("session", { cookie: made })).text) as { csrf: string }
  return { cookie: made, csrf, line: line as string }
}

const person = "ab".repeat(32)
const row = (over: object = {}) =>
  JSON.stringify({
    kind: "route",
    revisable: false,
    record: {
      recordId: randomUUID(),
      revision: 0,
      caseReference: person,
      researchUseConsent: true,
      citizenship: [],
      legs: [
        {
          country: "UKR",
          region: null,
          role: "Origin",
          year: 2004,
          month: null,
          transport: null,
          borderCrossing: null,
          flowMonitoringPoint: null,
          intended: null
        },
        {
          country: "RUS",
          region: null,
          role: "Destination",
          year: 2004,
          month: null,
          transport: null,
          borderCrossing: null,
          flowMonitoringPoint: null,
          intended: null
        }
      ],
      movement: null,
      ...over
    }
  })

const begin = async (token: string, records: number) => {
  const body = JSON.stringify({ contentHash: randomUUID().replaceAll("-", "").repeat(2), records })
  const { status, text } = await ask("uploads", { method: "POST", token, body })
  assert.strictEqual(status, 200, text)
  return (JSON.parse(text) as { upload: string }).upload
}

const rows = (upload: string, token: string, chunk: number, body: string) =>
  ask(`uploads/${upload}/rows?chunk=${chunk}`, { method: "POST", token, body, type: "application/x-ndjson" })

const end = (upload: string, token: string) => ask(`uploads/${upload}/end`, { method: "POST", token })

const north = () => tokens.get("shelter-north") as string
const south = () => tokens.get("shelter-south") as string

describe("the portal's API", () => {
  it("sends a partner's records and returns the receipt", async () => {
    const upload = await begin(north(), 3)
    assert.strictEqual((await rows(upload, north(), 0, `${row()}\n${row()}`)).status, 200)
    assert.strictEqual((await rows(upload, north(), 0, `${row()}\n${row()}`)).status, 200, "the answer was lost: again")
    assert.strictEqual((await rows(upload, north(), 2, row())).status, 409, "a chunk is missing")
    assert.strictEqual((await end(upload, north())).status, 409, "not all have come")
    assert.strictEqual((await rows(upload, north(), 1, `${row()}\n${row()}`)).status, 409, "more than was said")
    assert.strictEqual((await rows(upload, north(), 1, row())).status, 200)
    const ended = await end(upload, north())
    assert.strictEqual(ended.status, 200, ended.text)
    const { submission, records } = JSON.parse(ended.text) as { submission: string; records: number }
    assert.strictEqual(records, 3)
    assert.strictEqual((await ask(`receipts/${submission}`, { token: north() })).status, 200)
    assert.strictEqual((await end(upload, north())).status, 404, "it has ended")
    assert.strictEqual(rig.desk.rows.get("shelter-north")?.length, 3)
  })

  it("returns the same answer for missing, another's, expired, revoked, changed and forbidden objects", async () => {
    const own = rig.desk.receipts.get("shelter-north")?.[0]?.submission as string
    const upload = await begin(north(), 1)
    const cookie = (await signIn("shelter-south")).cookie
    const changed = `${north().slice(0, -1)}${north().endsWith("A") ? "B" : "A"}`
    const idOfOther = north().replace(/_[0-9a-f]{18}_/, /_[0-9a-f]{18}_/.exec(south())?.[0] as string)
    const withdrawal = { method: "POST", body: JSON.stringify({ person }) }
    const answers = {
      "no such receipt": await ask(`receipts/${randomUUID()}`, { token: north() }),
      "another's receipt by token": await ask(`receipts/${own}`, { token: south() }),
      "another's receipt by session": await ask(`receipts/${own}`, { cookie }),
      nobody: await ask(`receipts/${own}`),
      "expired token": await ask(`receipts/${own}`, { token: expired }),
      "revoked token": await ask(`receipts/${own}`, { token: revoked }),
      "changed token": await ask(`receipts/${own}`, { token: changed }),
      "id and secret of two tokens": await ask(`receipts/${own}`, { token: idOfOther }),
      "no token at all": await ask(`receipts/${own}`, { token: "x".repeat(70) }),
      "made-up session": await ask(`receipts/${own}`, { cookie: `corridor_session=${"x".repeat(43)}` }),
      "list by nobody": await ask("receipts"),
      "another role": await ask("receipts", { token: tokens.get("reader") }),
      "another's upload": await rows(upload, south(), 0, row()),
      "end of another's upload": await end(upload, south()),
      "guessed upload": await rows("AAAAAAAAAAAAAAAAAAAAAAAA", north(), 0, row()),
      "scope not given": await ask("withdrawals", { ...withdrawal, token: tokens.get("receipts alone") }),
      "mapping without scope": await ask("mapping", { token: tokens.get("receipts alone") }),
      "session without csrf": await ask("withdrawals", { ...withdrawal, cookie }),
      "session with another's csrf": await ask("withdrawals", { ...withdrawal, cookie, csrf: "x".repeat(32) }),
      "asked by another site": await ask("withdrawals", {
        ...withdrawal,
        ...(await signIn("shelter-south")),
        site: "cross-site"
      })
    }
    const distinct = new Map(Object.entries(answers).map(([name, { status, text }]) => [`${status} ${text}`, name]))
    assert.strictEqual(distinct.size, 1, JSON.stringify([...distinct]))
    assert.match([...distinct.keys()][0] as string, /^404 /)
    assert.deepStrictEqual(rig.desk.withdrawn.size, 0)
    assert.strictEqual((await ask("receipts", { token: tokens.get("receipts alone") })).status, 200)
  })

  it("accepts no raw case reference and no row that breaks a rule, and repeats nothing of them", async () => {
    const upload = await begin(north(), 10)
    const hostile = [
      row({ caseReference: "CANARY-4711" }),
      row({ caseReference: undefined }),
      row({ recordId: "CANARY" }),
      row({ legs: [] }),
      row({ movement: "CANARY <script>alert(1)</script>" }),
      row({ firstName: "CANARY" }),
      `{"__proto__":{"kind":"route"},"record":{}}`,
      `{"kind":"constructor","record":{"CANARY":1}}`,
      "CANARY",
      "[]",
      "null",
      `{"kind":"route","record":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
      ""
    ]
    for (const [i, body] of hostile.entries()) {
      const { status, text } = await rows(upload, north(), 0, body)
      assert.strictEqual(status, 422, `${i}: ${body.slice(0, 80)}`)
      assert.notInclude(text, "CANARY")
      assert.notInclude(text, "script")
    }
    assert.strictEqual(
      (await rows(upload, north(), 0, Array.from({ length: 1001 }, () => row()).join("\n"))).status,
      422
    )
    const log = JSON.stringify(await rig.run(readAccessLog()))
    assert.include(log, "submission-refused")
    assert.notInclude(log, "CANARY")
    assert.strictEqual(
      (await rows(upload, north(), 0, row())).status,
      200,
      "what was refused left the upload as it was"
    )
  })

  it("limits size, number and rate", async () => {
    const upload = await begin(south(), 10)
    const large = await rows(upload, south(), 0, "x".repeat(9 * 1024 * 1024)).catch(() => ({ status: 0, text: "" }))
    assert.include([0, 400, 413], large.status)
    // Nobody has signed in yet: what a stranger sends is not kept in memory.
    const password = "x".repeat(300_000)
    const stranger = await ask("session", { method: "POST", body: JSON.stringify({ account: "nobody", password }) })
    assert.strictEqual(stranger.status, 413)
    const many = JSON.stringify({ contentHash: person, records: 500_001 })
    assert.strictEqual((await ask("uploads", { method: "POST", token: south(), body: many })).status, 400)
    await begin(south(), 1)
    await begin(south(), 1)
    const fourth = await ask("uploads", {
      method: "POST",
      token: south(),
      body: JSON.stringify({ contentHash: person, records: 1 })
    })
    assert.strictEqual(fourth.status, 429)
    // Requests are counted by the minute: one may end within the first 620.
    let isHeldUp = false
    for (let times = 0; times < 3 && !isHeldUp; times++) {
      const asked = await Promise.all(Array.from({ length: 620 }, () => ask("receipts", { token: south() })))
      isHeldUp = asked.some(({ status }) => status === 429)
    }
    assert.isTrue(isHeldUp)
    assert.strictEqual((await ask("receipts", { token: north() })).status, 200, "another partner is not held up")
  })

  it("has sessions by the book: flags of the cookie, a new one at each sign-in, none after sign-out", async () => {
    const first = await signIn("shelter-north")
    assert.match(first.line, /; HttpOnly/)
    assert.match(first.line, /; SameSite=Strict/)
    assert.match(first.line, /; Path=\/(;|$)/)
    assert.notMatch(first.line, /Domain=/)
    const second = await signIn("shelter-north", first.cookie)
    assert.notStrictEqual(first.cookie, second.cookie)
    assert.strictEqual((await ask("receipts", { cookie: first.cookie })).status, 404)
    assert.strictEqual((await ask("session", { method: "DELETE", cookie: second.cookie })).status, 404)
    assert.strictEqual((await ask("receipts", { cookie: second.cookie })).status, 200)
    const { status, headers } = await ask("session", { method: "DELETE", ...second })
    assert.strictEqual(status, 204)
    assert.match(headers.getSetCookie()[0] ?? "", /corridor_session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/)
    assert.strictEqual((await ask("receipts", { cookie: second.cookie })).status, 404)
  })

  it("failed sign-ins keep no partner out: not from its own address, not by names that proxies send", async () => {
    const attempt = (account: string, password: string, more: Record<string, string> = {}) =>
      fetch(`${rig.address}/portal/api/session`, {
        method: "POST",
        headers: { "content-type": "application/json", ...more },
        body: JSON.stringify({ account, password })
      })
    const [account, password] = ["shelter-north", rig.passwords.get("shelter-north") as string]
    const north = { "x-forwarded-for": "192.0.2.1" }
    const device = (await attempt(account, password, north)).headers
      .getSetCookie()
      .map((line) => line.split(";")[0] as string)
      .find((cookie) => cookie.startsWith("corridor_device="))
    assert.isDefined(device)
    // Somebody at the same address, with this account's name and others: as many at once as the server takes, and more.
    const attack = Array.from({ length: 80 }, (_, i) => attempt(i % 2 === 0 ? account : `guess-${i}`, "wrong", north))
    const during = await attempt(account, password, { ...north, cookie: device as string })
    assert.strictEqual(during.status, 204, "the partner's own device, while the attack lasts")
    assert.strictEqual((await attempt(account, password, { "x-forwarded-for": "192.0.2.2" })).status, 204, "elsewhere")
    const statuses = await Promise.all(attack.map(async (one) => (await one).status))
    assert.isTrue(statuses.every((status) => status === 403 || status === 429))
    // How many are checked before all have come depends on the machine.
    assert.isAtLeast(statuses.filter((status) => status === 429).length, 20)
    for (let i = 0; i < 12; i++) assert.strictEqual((await attempt(account, "wrong", north)).status, 403)
    const slowed = performance.now()
    assert.strictEqual((await attempt(account, password, north)).status, 204, "a new device at the attacker's address")
    assert.isAtLeast(performance.now() - slowed, 450)
  })

  it("changes nothing for a page of another site, in any form that a browser sends without asking first", async () => {
    const { cookie, csrf } = await signIn("shelter-north")
    const forms = {
      "a form": { cookie, body: "a=1", type: "application/x-www-form-urlencoded" },
      "a form with JSON": { cookie, body: "{}", type: "text/plain" },
      "a form with a file": { cookie, body: "--x--", type: "multipart/form-data; boundary=x" },
      "a script": { cookie, body: "{}", csrf: "" },
      "a script that knows the token": { cookie, body: "{}", csrf, site: "cross-site" },
      "another host of the domain": { cookie, body: "{}", csrf, site: "same-site" },
      "a browser that names only the origin": { cookie, body: "{}", csrf, origin: "http://other.example" }
    }
    const asked: Array<Promise<void>> = []
    HttpApi.reflect(PortalApi, {
      onGroup: () => {},
      onEndpoint: ({ endpoint: { method, path } }) => {
        if (method === "GET") return
        const isSignIn = method === "POST" && path.replace(/\/$/, "") === "/portal/api/session"
        const place = path.replace("/portal/api/", "").replace(/:\w+/g, "none").replace(/\/$/, "")
        for (const [name, form] of Object.entries(forms))
          asked.push(
            ask(place, { method, ...form }).then(({ status, headers }) => {
              assert.include(isSignIn ? [400, 403, 415] : [404], status, `${method} ${path} by ${name}`)
              assert.isEmpty(headers.getSetCookie())
            })
          )
      }
    })
    assert.isAbove(asked.length, 60)
    await Promise.all(asked)
    const credentials = JSON.stringify({ account: "shelter-north", password: rig.passwords.get("shelter-north") })
    for (const form of [{ type: "text/plain" }, { site: "cross-site" }, { origin: "null" }]) {
      const { status, headers } = await ask("session", { method: "POST", body: credentials, ...form })
      assert.include([400, 403, 415], status, JSON.stringify(form))
      assert.isEmpty(headers.getSetCookie())
    }
    assert.strictEqual((await ask("receipts", { cookie })).status, 200, "the session goes on")
  })

  it("lets no other site in: policy on every answer, nothing kept by caches, no other host name", async () => {
    for (const path of ["", "/api/session", "/api/receipts", "/api/nowhere", "/openapi.json"]) {
      const { headers } = await fetch(`${rig.address}/portal${path}`)
      const policy = headers.get("content-security-policy") ?? ""
      assert.include(policy, "default-src 'none'", path)
      assert.notMatch(policy, /unsafe|\*|https?:/, path)
      assert.strictEqual(headers.get("x-content-type-options"), "nosniff", path)
      assert.match(headers.get("cache-control") ?? "", /no-store|no-cache/, path)
      assert.isNull(headers.get("access-control-allow-origin"), path)
    }
    const port = Number(new URL(rig.address).port)
    const statusOf = (path: string) =>
      new Promise((resolve) => {
        request({ port, host: "127.0.0.1", path, headers: { host: "rebound.example" } }, (answer) =>
          resolve(answer.statusCode)
        ).end()
      })
    assert.strictEqual(await statusOf("/portal"), 421)
    for (const path of [
      "//portal",
      "/PORTAL",
      "/%70ortal",
      "/",
      "/metrics",
      "/healthz",
      "/v1/releases",
      "/search",
      "/nowhere"
    ])
      assert.strictEqual(await statusOf(path), 421, path)
  })

  it("lets an account do what its roles allow, in every operation", async () => {
    for (const role of partnerRoles) {
      const account = `shelter-east.${role}`
      const added = { account, role: "partner", partner: "shelter-east", passwordHash: "", subject: "" } as const
      const { token } = await rig.run(
        addAccount({ ...added, partnerRoles: [role] }).pipe(Effect.andThen(addToken(account, partnerScopes([role]), 1)))
      )
      tokens.set(account, Redacted.value(token))
    }
    const missing = await ask("receipts")
    const asked: Array<Promise<void>> = []
    HttpApi.reflect(PortalApi, {
      onGroup: () => {},
      onEndpoint: ({ group, endpoint }) => {
        const name = `${group.identifier}.${endpoint.identifier}`
        const scope = operations[name]
        if (scope === null || name === "enrolment.enrol") return
        const path = endpoint.path.replace("/portal/api/", "").replace(/:\w+/g, "none").replace(/\/$/, "")
        for (const role of partnerRoles)
          asked.push(
            ask(path, {
              method: endpoint.method,
              token: tokens.get(`shelter-east.${role}`),
              ...(endpoint.method === "GET" ? {} : { body: "[]" })
            }).then(({ status, text }) => {
              // What is allowed is answered, or refused for its content. No linkage round is open, so there is no page for one.
              const isMissing = status === missing.status && text === missing.text
              const isAllowed = scope !== undefined && partnerScopes([role]).includes(scope)
              if (!isAllowed) assert.isTrue(isMissing, `${name} by ${role}: ${status}`)
              else if (!/[/]none/.test(path) && name !== "linkage.page")
                assert.isFalse(isMissing, `${name} by ${role}: ${status}`)
            })
          )
      }
    })
    assert.isAbove(asked.length, 40)
    await Promise.all(asked)
  })

  it("a manager keeps the accounts: codes, roles at once, removal at once, and never the last manager", async () => {
    const manager = tokens.get("shelter-east.manage")
    const json = { token: manager, method: "POST" } as const
    const of = (text: string) => JSON.parse(text) as { account: string; code: string; token: string; password: string }
    const invited = await ask("accounts", { ...json, body: JSON.stringify({ name: "olena", roles: ["approve"] }) })
    assert.strictEqual(invited.status, 200, invited.text)
    const { account, code } = of(invited.text)
    assert.strictEqual(account, "shelter-east.olena")
    const withKey = await ask("enrolment", { method: "POST", token: code, body: JSON.stringify({ keyCheck: person }) })
    assert.strictEqual(withKey.status, 404, "only who enters data registers a key")
    const enrolled = await ask("enrolment", { method: "POST", token: code, body: "{}" })
    assert.strictEqual(enrolled.status, 200, enrolled.text)
    const { token, password } = of(enrolled.text)
    const approver = { account, password }
    const session = await fetch(`${rig.address}/portal/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(approver)
    })
    const cookie = session.headers.getSetCookie()[0]?.split(";")[0] as string
    const may = async () => (JSON.parse((await ask("session", { cookie })).text) as { may: ReadonlyArray<string> }).may
    assert.deepStrictEqual(await may(), ["approve"])
    assert.strictEqual((await ask("mapping", { cookie })).status, 404)
    const change = (name: string, roles: ReadonlyArray<string>, by = manager) =>
      ask(`accounts/${name}`, { token: by, method: "PUT", body: JSON.stringify({ roles }) })
    assert.strictEqual((await change(account, ["enter", "approve"])).status, 204)
    assert.deepStrictEqual(await may(), ["enter", "approve"])
    assert.strictEqual((await ask("mapping", { cookie })).status, 200)
    // The token keeps the scopes that it was made with.
    assert.strictEqual((await ask("mapping", { token })).status, 404)
    assert.strictEqual((await ask("receipts", { token })).status, 200)
    const again = await ask("accounts", { ...json, body: JSON.stringify({ name: "olena", roles: ["enter"] }) })
    assert.strictEqual(again.status, 409)
    assert.include(again.text, "name-taken")
    const [foreign, unknown] = [
      await change("shelter-north", ["enter"]),
      await change("shelter-east.nobody", ["enter"])
    ]
    assert.deepStrictEqual([foreign.status, foreign.text], [unknown.status, unknown.text])
    assert.strictEqual((await change(account, [])).status, 400)

    const own = "shelter-east.manage"
    const remove = (name: string) => ask(`accounts/${name}`, { token: manager, method: "DELETE" })
    // The account that each partner has in this test is a manager too.
    assert.strictEqual((await remove("shelter-east")).status, 204)
    for (const refused of [await remove(own), await change(own, ["enter"])]) {
      assert.strictEqual(refused.status, 409)
      assert.include(refused.text, "last-manager")
    }
    const byOperator = await rig.run(Effect.flip(disableAccount(own)))
    assert.strictEqual(byOperator._tag, "LastManager")
    assert.strictEqual((await remove(account)).status, 204)
    assert.strictEqual((await ask("receipts", { token })).status, 404, "its token")
    assert.strictEqual((await ask("receipts", { cookie })).status, 404, "its session")
    const log = JSON.stringify(await rig.run(readAccessLog()))
    for (const did of ["account-made", "account-changed", "account-disabled"])
      assert.include(log, `"did":"${did}","by":"${own}","partner":"shelter-east","about":"${account}"`)
    assert.notInclude(log, code)
  })

  it("describes itself", async () => {
    const description = (await (await fetch(`${rig.address}/portal/openapi.json`)).json()) as { paths: object }
    assert.includeMembers(Object.keys(description.paths), ["/portal/api/receipts/{submission}", "/portal/api/session"])
  })
})
