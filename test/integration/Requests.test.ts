/** Requests of policy teams in a real store, by the API: from plain terms to a release, refusals, roles, the ledger. */
import { setTimeout } from "node:timers/promises"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Warehouse } from "../../ports/Warehouse.ts"
import { termsOfChoice } from "../../release/catalogue/PlainTerms.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { requestsIn } from "../../release/requests/Request.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import type { Stores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { type ServedStore, serveStore, tokensFor } from "../fixtures/servedStore.ts"

const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "RUS", 2005, 72, 5],
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
    "requests",
    Effect.gen(function* () {
      yield* setRoutesMart(rows)
      yield* createVintage()
      tokens = yield* tokensFor([
        ["pia", "policy"],
        ["pol", "policy"],
        ["ole", "reviewer"],
        ["ola", "reviewer"],
        ["oli", "operator"]
      ])
      yield* Effect.flatMap(Queries, (queries) => queries.grant({ person: "pia" }, 10)).pipe(
        Effect.provide(Queries.layerTest)
      )
    })
  )
})
afterAll(() => served?.close())

const ask = async (who: string | undefined, path: string, body?: unknown) => {
  const answer = await fetch(`http://127.0.0.1:${served.port}/v1/requests${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(who === undefined ? {} : { authorization: `Bearer ${tokens.get(who)}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await answer.text()
  return { status: answer.status, text, json: JSON.parse(text) }
}
const move = (who: string, request: number, name: string, reason?: string) =>
  ask(who, `/${request}/moves`, { move: name, ...(reason === undefined ? {} : { reason }) })
const store = <A, E>(effect: Effect.Effect<A, E, Stores>) => served.inside(effect)
const cellsOut = () =>
  store(
    Effect.flatMap(Warehouse, (warehouse) =>
      warehouse.query<{ n: number }>("SELECT toFloat64(count()) AS n FROM corridor_release.cell")
    )
  ).then(([row]) => row?.n)

const terms = { subject: "journeys", from: ["Ukraine"], to: ["Russia"], firstYear: 2003, lastYear: 2006 }

/** An answer to a request is no edition, so this holds throughout. */
describe("a server without an edition", () => {
  const get = (path: string) => fetch(`http://127.0.0.1:${served.port}${path}`)

  it.each(["flows", "sdg-16-2-2", "regions?role=transit", "coverage"])("has no figures yet: %s", async (path) => {
    const answer = await get(`/v1/${path}`)
    assert.strictEqual(answer.status, 200)
    const { release, cells, kinds } = (await answer.json()) as Record<string, unknown>
    assert.deepStrictEqual([release, cells ?? kinds], [null, []])
  })

  it("has no trend, and says where editions are listed", async () => {
    const answer = await get("/v1/trends?table=flows&origin=UKR&destination=RUS")
    const { code, detail } = (await answer.json()) as { code: string; detail: string }
    assert.deepStrictEqual([answer.status, code], [404, "request-not-found"])
    assert.match(detail, /^No edition is published at present\. \/v1\/editions /)
  })

  it("finds places all the same, and says that nothing is published", async () => {
    const page = await (await get("/search?q=ukraine&lang=en")).text()
    assert.include(page, 'href="/country/UKR?lang=en"')
    assert.include(page, "Nothing has been published yet")
    assert.notInclude(page, "no records in this edition")
  })
})

describe("a request", () => {
  it("goes from plain terms to a release by the machine, two reviewers and the gate, each step in the ledger", async () => {
    const drafted = await ask("pia", "", terms)
    assert.deepInclude(drafted.json, {
      request: 1,
      state: "drafted",
      owner: "requester",
      moves: ["submit", "withdraw"]
    })
    assert.deepStrictEqual(drafted.json.choice.where, { origin: "UKR", destination: "RUS" })
    const checked = await move("pia", 1, "submit")
    assert.deepInclude(checked.json, { state: "checked", owner: "reviewer", moves: ["withdraw"], refusal: null })
    // The requester sees that an answer is possible, and no figure.
    assert.notMatch(checked.text.replace(/\d{4}-\d\d-[^"]+Z/g, ""), /victims"|60|72/)
    assert.strictEqual((await ask("pia", "/1/figures")).status, 403)
    const seen = await ask("ole", "/1/figures")
    assert.deepStrictEqual(seen.json.cells, [
      { origin: "UKR", destination: "RUS", year: "2004", state: "published", victims: 60 },
      { origin: "UKR", destination: "RUS", year: "2005", state: "published", victims: 72 }
    ])
    assert.strictEqual((await move("ole", 1, "approve")).json.state, "read")
    assert.deepInclude((await move("ole", 1, "approve")).json, { code: "request-move-refused", status: 409 })
    assert.deepInclude((await move("ole", 1, "publish")).json, { code: "request-move-refused", status: 409 })
    assert.strictEqual((await move("ola", 1, "approve")).json.state, "reviewed")
    assert.strictEqual(await cellsOut(), 0)
    const out = await move("oli", 1, "publish")
    assert.deepInclude(out.json, { state: "published", owner: "nobody", release: 1, moves: [] })
    const table = await (await fetch(`http://127.0.0.1:${served.port}/v1/releases/1/tables/flows`)).json()
    assert.deepStrictEqual(
      (table as { cells: ReadonlyArray<{ victims: number }> }).cells.map(({ victims }) => victims),
      [60, 72]
    )
    const { history, requester } = (await ask("ole", "/1")).json
    assert.strictEqual(requester, "pia")
    assert.deepStrictEqual(
      history.map((one: { move: string; by: string }) => [one.move, one.by]),
      [
        ["submit", "pia"],
        ["pass", "machine"],
        ["approve", "ole"],
        ["approve", "ola"],
        ["publish", "oli"]
      ]
    )
    const own = (await ask("pia", "/1")).json
    assert.deepStrictEqual(
      own.history.map((one: { by: string }) => one.by),
      ["you", "machine", "reviewer", "reviewer", "operator"]
    )
    assert.notProperty(own, "requester")
    const [release] = await store(Releases.reconcileReleases())
    assert.deepStrictEqual([release?.author, release?.moves.map(({ by }) => by)], ["pia", ["ole", "ola"]])
    const [request] = requestsIn(await store(readLedger()))
    assert.strictEqual(request?.moves.length, 5)
  })
})

describe("permissions", () => {
  it("another's request and a missing one give the same answer, and figures are for no requester", async () => {
    const answers = await Promise.all([
      ask("pol", "/1"),
      ask("pol", "/999"),
      move("pol", 1, "withdraw"),
      move("pol", 999, "withdraw"),
      move("pol", 1, "check")
    ])
    for (const { status, text } of answers) assert.deepStrictEqual([status, text], [404, answers[0]?.text])
    const figures = await Promise.all([ask("pia", "/1/figures"), ask("pol", "/1/figures"), ask("pol", "/999/figures")])
    for (const { status, text } of figures) assert.deepStrictEqual([status, text], [403, figures[0]?.text])
    assert.deepStrictEqual((await ask("pol", "")).json, { requests: [] })
    assert.strictEqual((await ask("ole", "")).json.requests.length, 1)
    assert.strictEqual((await ask(undefined, "")).status, 401)
  })

  it("policy teams and operators do not review, reviewers and operators do not request, automatic moves are not available to anyone", async () => {
    const { request } = (await ask("pia", "", { ...terms, from: ["Moldova"] })).json
    for (const who of ["ole", "oli"])
      assert.deepInclude((await ask(who, "", terms)).json, { code: "request-not-allowed", status: 403 })
    for (const name of ["approve", "refuse"]) assert.strictEqual((await move("oli", request, name, "why")).status, 409)
    assert.strictEqual((await move("ole", request, "submit")).status, 409)
    for (const name of ["approve", "refuse", "publish"])
      assert.strictEqual((await move("pia", request, name, "why")).status, 409)
    for (const name of ["pass", "fail", "return", "QQQ"]) {
      const { status, text } = await move("ole", request, name)
      assert.strictEqual(status, 400)
      assert.notInclude(text, "QQQ")
    }
    assert.strictEqual((await move("pia", request, "withdraw")).json.state, "withdrawn")
  })

  it("a check is paid for: without a budget the request waits, and is checked when there is one", async () => {
    const { request } = (await ask("pol", "", terms)).json
    assert.deepInclude((await move("pol", request, "submit")).json, { code: "request-budget-spent", status: 403 })
    assert.deepInclude((await ask("pol", `/${request}`)).json, { state: "submitted", moves: ["check", "withdraw"] })
    await store(
      Effect.flatMap(Queries, (queries) => queries.grant({ person: "pol" }, 1)).pipe(Effect.provide(Queries.layerTest))
    )
    assert.strictEqual((await move("pol", request, "check")).json.state, "checked")
    const refused = await move("ole", request, "refuse")
    assert.strictEqual(refused.status, 409, "a refusal says why")
    const done = await move("ole", request, "refuse", "It is out in another form already.")
    assert.deepInclude(done.json.refusal, { reason: "It is out in another form already.", nearest: null })
  })

  it("terms that cannot be meant are refused by word, and more than a score of open ones too", async () => {
    const wrong = await ask("pia", "", { subject: "journeys", from: ["QQQ"], sex: ["Female"] })
    assert.deepInclude(wrong.json, { code: "request-refused", status: 400 })
    assert.deepStrictEqual(
      wrong.json.errors.map(({ path }: { path: string }) => path),
      ["from", "sex"]
    )
    assert.notInclude(wrong.text, "QQQ")
    const statuses: Array<number> = []
    for (let n = 0; n < 22; n++) statuses.push((await ask("pol", "", terms)).status)
    assert.deepStrictEqual([statuses.indexOf(400), statuses.at(-1)], [20, 400])
  })
})

describe("a refusal", () => {
  it("of a request that cannot be answered gives the reason and the nearest possible request", async () => {
    const { request } = (await ask("pia", "", { subject: "journeys", from: ["Belarus"], to: ["Poland"] })).json
    const refused = await move("pia", request, "submit")
    assert.deepInclude(refused.json, { state: "refused", owner: "nobody", moves: [], release: null })
    assert.match(refused.json.refusal.reason, /^Too few persons or partners/)
    assert.strictEqual(refused.json.refusal.nearest.table, "flows")
    assert.notMatch(refused.text, /"victims"/)
    // The proposed request is possible, and part of it is disclosed.
    const { nearest } = refused.json.refusal
    assert.isDefined(termsOfChoice(nearest), "it can be asked in plain terms")
    const proposed = await store(
      Effect.flatMap(Queries, (queries) =>
        Effect.gen(function* () {
          for (const who of [{ person: "Rae" }, { project: "p" }]) yield* queries.grant(who, 1)
          const [profile] = Releases.releaseProfiles
          return yield* queries.ask({ person: "Rae", project: "p", choice: nearest, profile: profile as never })
        })
      ).pipe(Effect.provide(Queries.layerTest))
    )
    assert.isTrue(proposed.cells.some(({ shown }) => shown.state === "published"))
  })
})

describe("a check", () => {
  it("is sent although the check of another is not finished", async () => {
    const sent = await Promise.all(
      ["Moldova", "Belarus"].map(async (place) => {
        const { request } = (await ask("pia", "", { subject: "journeys", from: [place], to: ["Poland", "Russia"] }))
          .json
        return request as number
      })
    )
    await Promise.all(sent.map((request) => move("pia", request, "submit")))
    const moves = (await store(readLedger())).flatMap(({ body }) =>
      body.kind === "request-move" && sent.includes(body.request) ? [body.move] : []
    )
    assert.deepStrictEqual(moves.slice(0, 2), ["submit", "submit"])
    assert.isTrue(moves.slice(2).every((one) => ["pass", "fail"].includes(one)))
  })

  it("continues when the client that waits for it leaves", async () => {
    const { request } = (await ask("pia", "", { subject: "journeys", from: ["Belarus"], to: ["Germany"] })).json
    const state = async () => (await ask("pia", `/${request}`)).json.state
    const leaving = new AbortController()
    const sent = fetch(`http://127.0.0.1:${served.port}/v1/requests/${request}/moves`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.get("pia")}`, "content-type": "application/json" },
      body: JSON.stringify({ move: "submit" }),
      signal: leaving.signal
    }).catch(() => undefined)
    while ((await state()) === "drafted") await setTimeout(5)
    leaving.abort()
    await sent
    while ((await state()) === "submitted") await setTimeout(50)
    assert.include(["checked", "refused"], await state())
  })
})
