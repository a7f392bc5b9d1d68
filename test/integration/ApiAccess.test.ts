/**
 * Access to the API, and what a hostile client can do: each item of the OWASP API Security Top 10 of 2023 (API1 to API10 in the names of
 * tests).
 */
import { request } from "node:http"
import { connect, type Socket } from "node:net"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { servePage } from "../../infra/cli/ServePage.ts"
import { maxConnections } from "../../infra/http/limitedServer.ts"
import { requestsPerMinute } from "../../infra/http/requestLimit.ts"
import { disableAccount } from "../../infra/identity/Accounts.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { subjects } from "../../site/api/schemas/subjects.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { type ServedStore, serveStore, tokensFor } from "../fixtures/servedStore.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "POL", 2004, 40, 5],
  ["UKR", "FIN", 2004, 4, 4],
  ["MDA", "RUS", 2004, 80, 6],
  ["MDA", "RUS", 2005, 45, 5],
  ["BLR", "POL", 2005, 5, 5]
]

let served: ServedStore
let tokens: ReadonlyMap<string, string>

beforeAll(async () => {
  served = await serveStore(
    "api-access",
    Effect.gen(function* () {
      yield* setRoutesMart(rows, 1)
      yield* releaseDemonstration()
      tokens = yield* tokensFor([
        ["rae", "researcher"],
        ["rex", "researcher"],
        ["pia", "policy"],
        ["ole", "operator"]
      ])
      yield* Effect.gen(function* () {
        const queries = yield* Queries
        for (const who of [{ person: "rae" }, { project: "baltic" }]) yield* queries.grant(who, 3)
        yield* queries.grant({ person: "rex" }, 1)
      }).pipe(Effect.provide(Queries.layerTest))
    })
  )
})
afterAll(() => served?.close())

const ask = async (path: string, token?: string, body?: unknown, more: Record<string, string> = {}) => {
  const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...more
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) })
  })
  const text = await answer.text()
  const isJson = /json/.test(answer.headers.get("content-type") ?? "")
  return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined }
}

/** Asks from an address of its own, like another client. Returns the status; if a text is given, the answer must be a page in Ukrainian that has it. */
const askFrom = (localAddress: string, path: string, text = "") =>
  new Promise<number>((resolve, reject) => {
    const headers = text === "" ? {} : { accept: "text/html", "accept-language": "uk" }
    request({ host: "127.0.0.1", port: served.port, path, localAddress, headers }, (answer) => {
      let body = ""
      answer.setEncoding("utf8").on("data", (part: string) => {
        body += part
      })
      answer.on("end", () => (body.includes(text) ? resolve(answer.statusCode ?? 0) : reject(new Error("other text"))))
    })
      .on("error", reject)
      .end()
  })

/** Published cells answer neither this question nor the others below. */
const question = {
  project: "baltic",
  choice: { table: "flows", by: ["origin", "year"], levels: { year: ["period"] }, period: 2 }
}

describe("roles", () => {
  it("published releases are public; queries are for researchers only (API5)", async () => {
    for (const token of [undefined, tokens.get("pia"), tokens.get("ole"), tokens.get("rae")])
      assert.strictEqual((await ask("/v1/flows", token)).status, 200)
    for (const body of [undefined, question]) {
      assert.deepInclude((await ask("/v1/queries", undefined, body)).json, { code: "request-sign-in", status: 401 })
      for (const who of ["pia", "ole"])
        assert.deepInclude((await ask("/v1/queries", tokens.get(who), body)).json, {
          code: "request-not-allowed",
          status: 403
        })
    }
  })

  it("a query is answered with protected cells, always the same, and is in the ledger", async () => {
    const first = await ask("/v1/queries", tokens.get("rae"), question)
    assert.strictEqual(first.status, 200, first.text)
    assert.isTrue(first.json.invented)
    assert.deepStrictEqual(first.json.cells, [
      { origin: "BLR", year: "2004-2005", state: "suppressed" },
      { origin: "MDA", year: "2004-2005", state: "published", victims: 125 },
      // 60 and 40 of them are published: the sum would disclose the four that the release hides.
      { origin: "UKR", year: "2004-2005", state: "suppressed" }
    ])
    assert.deepStrictEqual((await ask("/v1/queries", tokens.get("rae"), question)).json, first.json)
    const { allowance, answers } = (await ask("/v1/queries", tokens.get("rae"))).json
    assert.deepStrictEqual(allowance, { granted: 3, used: 1, left: 2 })
    assert.deepStrictEqual(answers, [first.json])
    const entries = await served.inside(readLedger())
    const entered = entries.flatMap(({ body }) => (body.kind === "answer" ? [body] : []))
    assert.deepStrictEqual(
      entered.map(({ person, project }) => [person, project]),
      [["rae", "baltic"]]
    )
  })

  it("one researcher sees nothing of another's questions (API1)", async () => {
    assert.deepStrictEqual((await ask("/v1/queries", tokens.get("rex"))).json.answers, [])
  })

  it("a query that would disclose is refused, with the nearest that can be answered; then the budget is spent (API6)", async () => {
    const finer = {
      project: "baltic",
      choice: { table: "flows", by: ["destination", "year"], where: { origin: "BLR" } }
    }
    const refused = await ask("/v1/queries", tokens.get("rae"), finer)
    assert.deepInclude(refused.json, { code: "request-would-disclose", status: 422 })
    assert.property(refused.json, "nearest")
    // A label that exists nowhere is wrong, and costs nothing; one that no record has is refused like one of few persons.
    for (const [origin, status] of [
      ["QQQ", 400],
      ["ZWE", 422]
    ] as const) {
      const asked = await ask("/v1/queries", tokens.get("rae"), {
        ...finer,
        choice: { ...finer.choice, where: { origin } }
      })
      assert.strictEqual(asked.json.status, status, origin)
      assert.notInclude(JSON.stringify(asked.json), "QQQ")
    }
    const third = { project: "baltic", choice: { table: "flows", by: ["destination"] } }
    await ask("/v1/queries", tokens.get("rae"), third)
    const spent = await ask("/v1/queries", tokens.get("rae"), {
      project: "baltic",
      choice: { table: "flows", by: ["year"] }
    })
    assert.deepInclude(spent.json, { code: "request-budget-spent", status: 403 })
    // An account without a budgeted project cannot use another one's.
    assert.deepInclude((await ask("/v1/queries", tokens.get("rex"), { ...question, project: "mine" })).json, {
      code: "request-budget-spent"
    })
  })
})

describe("hostile clients", () => {
  it("invalid or changed tokens, and tokens of a disabled account, give no access (API2)", async () => {
    const good = tokens.get("rex") as string
    for (const token of [
      "x".repeat(40),
      `${good}x`,
      good.slice(0, -1),
      `${good.slice(0, -1)}_`,
      "' OR 1=1 --".padEnd(30, "x")
    ])
      assert.strictEqual((await ask("/v1/queries", token)).status, 401)
    await served.inside(disableAccount("rex"))
    assert.strictEqual((await ask("/v1/queries", good)).status, 401)
  })

  it("an answer has the properties of its description; additional properties in a request change nothing (API3)", async () => {
    const known = [
      "answer",
      "vintage",
      "profile",
      "invented",
      "note",
      "choice",
      "title",
      "unit",
      "dimensions",
      "figure",
      "cells"
    ]
    const more = { ...question, person: "pia", role: "operator", cells: [] }
    const answer = await ask("/v1/queries", tokens.get("rae"), more)
    assert.deepStrictEqual(Object.keys(answer.json).sort(), known.sort())
    assert.notInclude(answer.text, "rae")
  })

  it("large bodies, deep nests and many labels are refused (API4)", async () => {
    const large = await ask("/v1/queries", tokens.get("rae"), { ...question, project: "x".repeat(100_000) })
    assert.isAtLeast(large.status, 400)
    assert.isBelow(large.status, 500)
    const deep = await ask("/v1/queries", tokens.get("rae"), `${"[".repeat(20_000)}${"]".repeat(20_000)}`)
    assert.isAtLeast(deep.status, 400)
    assert.isBelow(deep.status, 500)
    assert.strictEqual((await ask(`/v1/flows?origin=${Array(400).fill("UKR").join(",")}`)).status, 400)
    assert.strictEqual((await ask("/v1/flows?size=99999999")).status, 400)
  })

  it("addresses and statements in parameters reach nothing (API7, API10)", async () => {
    for (const bad of ["http://127.0.0.1:1/", "file:///etc/passwd", "UKR' OR 1=1 --", "url('http://x')", "../../raw"]) {
      const text = encodeURIComponent(bad)
      for (const path of [`/v1/flows?origin=${text}`, `/v1/releases/1/tables/${text}`, `/v1/codelists/${text}`]) {
        const { status, json } = await ask(path)
        assert.include([400, 404], status, path)
        assert.notInclude(JSON.stringify(json), bad)
      }
    }
  })

  it("answers have strict headers, and errors disclose no internals (API8)", async () => {
    for (const path of ["/v1/flows", "/v1/flows?x=1", "/v1/queries"]) {
      const { headers, text } = await ask(path)
      assert.strictEqual(headers.get("x-content-type-options"), "nosniff")
      assert.include(headers.get("content-security-policy"), "default-src 'none'")
      assert.notMatch(text, /ClickHouse|chdb|at .*\.ts|node_modules|corridor_/i)
    }
    assert.strictEqual((await ask("/v1/queries", tokens.get("rae"))).headers.get("cache-control"), "no-store")
  })

  it("every address that answers is described, and every described one answers (API9)", async () => {
    const { json } = await ask("/openapi.json")
    const edition = (await ask("/v1/editions/main/latest")).json as { tables: ReadonlyArray<{ name: string }> }
    const lacked = Object.values(subjects).filter(({ table }) => edition.tables.every(({ name }) => name !== table))
    const paths = new Set(lacked.map(({ path }) => `/v1/${path}`))
    for (const [path, methods] of Object.entries(json.paths as Record<string, object>)) {
      assert.match(path, /^\/v1\//)
      const concrete = path
        .replace("{release}", "1")
        .replace("{table}", "flows")
        .replace("{name}", "gender")
        .replace("{series}", "main")
        .replace("{version}", "latest")
      if ("get" in methods && !path.includes("{code}") && path !== "/v1/trends")
        assert.strictEqual((await ask(concrete, tokens.get("rae"))).status === 404, paths.has(path), path)
    }
    for (const path of ["/v1/", "/v1/raw", "/v1/staging", "/v2/flows", "/v1/queries/1"])
      assert.strictEqual((await fetch(`http://127.0.0.1:${served.port}${path}`)).status, 404, path)
  })

  it("an address in another spelling, which limits by path would not see, is not found (API4)", async () => {
    for (const path of [
      "/",
      "//",
      "//v1/flows",
      "/v1//flows",
      "/V1/flows",
      "/%761/flows",
      "/v1%2Fflows",
      "//[/v1/flows"
    ]) {
      const { status } = await fetch(`http://127.0.0.1:${served.port}${path}`)
      assert.strictEqual(status, path === "/" ? 200 : 404, path)
    }
  })

  it("a browser gets the page for what does not exist at every odd address, a program and an API path a problem (API4)", async () => {
    const ask = (path: string, method: string, accept: string, { port }: Pick<ServedStore, "port"> = served) =>
      new Promise<{ readonly status: number; readonly type: string; readonly text: string; readonly to: string }>(
        (resolve, reject) => {
          const outgoing = request({ port, path, method, headers: { accept } }, (answer) => {
            let text = ""
            answer.on("data", (part: Buffer) => {
              text += part.toString()
            })
            answer.on("end", () =>
              resolve({
                status: answer.statusCode ?? 0,
                type: answer.headers["content-type"] ?? "",
                text,
                to: answer.headers.location ?? ""
              })
            )
          })
          outgoing.on("error", reject).end()
        }
      )
    const browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    const long = `/${"a".repeat(9_000)}`
    const odd = [
      "//",
      "///",
      "/%2f",
      "/a%2Fb/",
      "/..%2f..%2fetc",
      "/;",
      "/\\",
      "/\\evil.example/",
      "/%5cevil",
      "/a//b/",
      "/a."
    ]
    for (const path of [...odd, "/%zz", "/%00", "//v1/flows", long, "//?lang=ru", "//?lang=xx"])
      for (const method of ["GET", "HEAD"]) {
        const { status, type, text, to } = await ask(path, method, browser)
        assert.deepStrictEqual([status, type, to], [404, "text/html; charset=utf-8", ""], `${method} ${path}`)
        assert.strictEqual(method === "GET", text.includes('role="search"'), `${method} ${path}`)
        assert.notInclude(text, "evil", path)
      }
    assert.include((await ask("//?lang=ru", "GET", browser)).text, '<html lang="ru"')
    for (const [path, accept] of [
      ["/v1//flows", browser],
      ["/v1/%2f", browser],
      ["/v1/flows/", browser],
      ["/v1/none", browser],
      ["//", "application/json"],
      ["/\\", "*/*"]
    ] as const)
      assert.deepStrictEqual(
        await ask(path, "GET", accept).then(({ status, type }) => [status, type]),
        [404, "application/problem+json"],
        path
      )
    // Its files are ready at once, so its layers are built in another order.
    const second = Effect.gen(function* () {
      const port = yield* freePort(0)
      yield* servePage(port)
      return yield* Effect.promise(() => Promise.all(odd.map((path) => ask(path, "GET", browser, { port }))))
    })
    for (const { status, type, to } of await served.inside(Effect.scoped(second)))
      assert.deepStrictEqual([status, type, to], [404, "text/html; charset=utf-8", ""], "second server")
  })

  it("a flood is refused and does not affect other clients (API4)", async () => {
    const statuses: Array<number> = []
    for (let sent = 0; sent < requestsPerMinute + 200; sent += 50)
      statuses.push(...(await Promise.all(Array.from({ length: 50 }, () => askFrom("127.0.0.9", "/v1/flows")))))
    assert.isAtLeast(statuses.filter((status) => status === 429).length, 100)
    assert.strictEqual(await askFrom("127.0.0.9", "/country/RUS", "Зачекайте хвилину"), 429)
    assert.strictEqual(await askFrom("127.0.0.8", "/v1/flows"), 200)
  })

  it("silent connections block no other client, and no address has more than its share (API4)", async () => {
    const ended = { count: 0 }
    const silent: Array<Socket> = []
    /** A hundred at a time: more than fit into the queue of connections would be tried again by the kernel, seconds later. */
    for (let wave = 0; wave < maxConnections / 100 + 1; wave++)
      await Promise.all(
        Array.from({ length: 100 }, () => {
          const socket = connect({ host: "127.0.0.1", port: served.port, localAddress: "127.0.0.7" })
          socket.on("close", () => (ended.count += 1))
          socket.on("error", () => {})
          silent.push(socket)
          return new Promise<unknown>((resolve) => socket.once("connect", resolve).once("close", resolve))
        })
      )
    for (let waited = 0; ended.count < 90 && waited < 200; waited++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    assert.isAtLeast(ended.count, 90)
    assert.isAtMost(ended.count, 110)
    assert.strictEqual(await askFrom("127.0.0.6", "/v1/flows"), 200)
    for (const socket of silent) socket.destroy()
  })
})
