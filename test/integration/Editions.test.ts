/** Standing editions: what readers see by default changes with an edition only, and an edition drops nothing without a reason. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { TableChoice } from "../../release/catalogue/TableChoice.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { type PublishedCells, publishedPath } from "../../site/metadata/publishedPath.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { analyst, operator, policy, reviewer } from "../fixtures/signatories.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

interface Facts {
  readonly release: number
  readonly request: number | null
  readonly edition: { readonly name: string; readonly version: number; readonly latest: boolean } | null
}

/** What a reader sees who names no release. */
const standing = [
  "",
  "plain",
  "v1/editions",
  "v1/editions/main/latest",
  "v1/flows",
  "v1/flows?origin=UZB",
  "v1/flows?format=csv",
  "v1/victims",
  "v1/regions",
  "v1/trends?table=flows&origin=UKR&destination=RUS"
]

describe("standing editions", () => {
  let rig: ExplorerRig
  beforeAll(async () => {
    rig = await startExplorer()
  })
  afterAll(() => rig.close())

  const get = async (path: string) => {
    const response = await fetch(`${rig.address}${path}`)
    return { status: response.status, text: await response.text() }
  }
  const json = async <A>(path: string): Promise<A> => JSON.parse((await get(path)).text)

  /** Readers see a new release within a second or two. */
  const untilSeen = async (isSeen: () => Promise<boolean>) => {
    while (!(await isSeen())) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const isLatest = (release: number) => async () => (await json<Facts>("v1/editions/main/latest")).release === release

  const create = (choice: TableChoice, more: { readonly edition?: string; readonly reason?: string } = {}) =>
    Releases.createRelease({ author: analyst("Ada Author"), profile: defaultProfile, choices: [choice], ...more })

  const approve = Effect.fn(function* (release: number) {
    for (const by of ["Bo Reviewer", "Cy Reviewer"])
      yield* Releases.moveRelease({ release, move: "approve", by: reviewer(by) })
  })

  const flows = choiceOf({ table: "flows", by: ["origin", "year"], margins: true })

  it("the answer to a request changes nothing but the list of answers", async () => {
    const before = await Promise.all(standing.map(get))
    assert.isTrue(before.every(({ status }) => status === 200))
    const out = await rig.inside(
      Effect.gen(function* () {
        yield* (yield* Queries).grant({ person: "pia" }, 5)
        const requests = yield* Requests
        const { request } = yield* requests.draft(policy("pia"), {
          subject: "journeys",
          from: ["Moldova"],
          each: ["to", "year"],
          yearsTogether: 2
        })
        yield* requests.move(policy("pia"), { request, move: "submit" })
        for (const by of ["ole", "ola"]) yield* requests.move(reviewer(by), { request, move: "approve" })
        return yield* requests.move(operator("oli"), { request, move: "publish" })
      }).pipe(Effect.provide([Queries.layerTest, Requests.layerTest]))
    )
    const answers = async () => (await json<{ answers: ReadonlyArray<Facts> }>("v1/answers")).answers
    await untilSeen(async () => (await answers()).length === 1)
    const [answer] = await answers()
    // The list says what was asked, in the reader's language.
    for (const [language, title, name] of [
      ["en", "[^<]* · Moldova → Russia · 200[0-9]–200[13579]", "Answer to request"],
      ["ru", "[^<]* · Молдова → Россия · 200[0-9]–200[13579]", "Ответ на запрос"]
    ] as const) {
      const list = (await get(`editions?lang=${language}`)).text
      const link = `href="/\\?release=${out.release}&amp;lang=${language}">${title}</a>`
      assert.match(list, new RegExp(`${link}<p class="quiet">${name} ${out.request}, `))
    }
    assert.deepInclude(answer, { release: out.release as number, request: out.request, edition: null })
    assert.deepStrictEqual(await Promise.all(standing.map(get)), before)
    assert.strictEqual((await get(`v1/releases/${out.release}/tables/flows`)).status, 200)
  })

  it("a request that published cells answer is answered at once, free of charge, and changes nothing at all", async () => {
    const everything = [...standing, "v1/answers", "v1/releases", "feed.atom"]
    const before = await Promise.all(everything.map(get))
    const terms = { subject: "journeys" as const, from: ["Ukraine"], to: ["Russia"], firstYear: 2003, lastYear: 2006 }
    const [asked, submitted, used] = await rig.inside(
      Effect.gen(function* () {
        const queries = yield* Queries
        yield* queries.grant({ person: "pam" }, 5)
        const requests = yield* Requests
        const drafted = yield* requests.draft(policy("pam"), terms)
        const again = yield* requests.move(policy("pam"), { request: drafted.request, move: "submit" })
        return [drafted, again, (yield* queries.allowance({ person: "pam" })).used] as const
      }).pipe(Effect.provide([Queries.layerTest, Requests.layerTest]))
    )
    assert.deepStrictEqual([asked.state, asked.check, asked.release, used], ["answered", undefined, undefined, 0])
    assert.deepStrictEqual(submitted, asked)
    assert.deepStrictEqual(
      asked.moves.map(({ move, by }) => [move, by]),
      [["answer", "machine"]]
    )
    const link = publishedPath(asked.published as PublishedCells)
    const { cells } = await json<{ cells: ReadonlyArray<Readonly<Record<string, unknown>>> }>(link.slice(1))
    assert.deepStrictEqual(
      cells.map(({ origin, destination, year, state }) => [origin, destination, year, state]),
      [2003, 2004, 2005, 2006].map((year) => ["UKR", "RUS", year, "published"])
    )
    assert.deepStrictEqual(await Promise.all(everything.map(get)), before)
  })

  it("a researcher's query that published cells answer costs nothing and is not recorded as a disclosure", async () => {
    const before = await rig.inside(readLedger())
    const [answer, used, after] = await rig.inside(
      Effect.gen(function* () {
        const queries = yield* Queries
        const choice = choiceOf({ table: "flows", by: ["origin", "destination", "year"], where: { origin: "UKR" } })
        // No budget was granted.
        const found = yield* queries.ask({ person: "rae", project: "baltic", choice, profile: defaultProfile })
        return [found, (yield* queries.allowance({ person: "rae" })).used, yield* readLedger()] as const
      }).pipe(Effect.provide([Queries.layerTest]))
    )
    assert.deepInclude(answer, { answer: 0, vintage: 1, profile: defaultProfile.name })
    assert.strictEqual(used, 0)
    assert.strictEqual(after.length, before.length)
    const { cells } = await json<{ cells: ReadonlyArray<Readonly<Record<string, unknown>>> }>(
      publishedPath(answer.published as PublishedCells).slice(1)
    )
    const shown = answer.cells.map(({ labels, shown: one }) =>
      JSON.stringify([...labels, one.state, one.state === "published" ? one.victims : undefined])
    )
    assert.isNotEmpty(shown)
    assert.deepStrictEqual(
      cells
        .map((cell) =>
          JSON.stringify([cell["origin"], cell["destination"], `${cell["year"]}`, cell["state"], cell["victims"]])
        )
        .toSorted(),
      shown.toSorted()
    )
  })

  it("a combination without records is a cell, an unknown label or another year a problem", async () => {
    const cells = async (query: string) =>
      (await json<{ cells: ReadonlyArray<Readonly<Record<string, unknown>>> }>(`v1/flows?${query}`)).cells
    const years = [...new Set((await cells("")).map(({ year }) => Number(year)))].sort()
    const missing = years.map((year) => ({ origin: "ZWE", destination: "Total", year, state: "not_reported" }))
    assert.deepStrictEqual(await cells("origin=ZWE"), missing)
    const [known, other] = await cells("origin=UKR,ZWE&destination=RUS&year=2004")
    assert.deepInclude(known as object, { origin: "UKR", destination: "RUS", year: 2004, state: "published" })
    assert.deepStrictEqual(other as object, { origin: "ZWE", destination: "RUS", year: 2004, state: "not_reported" })
    assert.deepStrictEqual((await cells("origin=UKR&destination=RUS&year=2004")) as object, [known])
    assert.isAbove((await cells("origin=UKR,ZWE")).length, 3)
    // Also beside one that has records.
    assert.deepStrictEqual(
      (await cells("origin=UKR,ZWE")).filter(({ origin }) => origin === "ZWE"),
      missing
    )
    assert.match((await get("v1/flows?origin=ZWE&format=csv")).text, /^ZWE,Total,2004,not_reported,/m)
    assert.strictEqual((await get("v1/flows?origin=ZWE&format=parquet")).status, 200)
    for (const unknown of ["origin=Atlantis", "origin=UKR&destination=RUS&year=2050", "year=1990", "year=1990-2004"]) {
      const { status, text } = await get(`v1/flows?${unknown}`)
      assert.strictEqual(status, 400, unknown)
      assert.include(text, "request-label-unknown")
    }
    assert.include((await get("v1/flows?year=2050")).text, "from 2003 to 20")
    // What is no edition need not have all combinations.
    const answer = await json<{ cells: ReadonlyArray<unknown> }>("v1/releases/2/tables/flows?origin=ZWE")
    assert.deepStrictEqual(answer.cells, [])
  })

  it("an edition that lacks a table, dimension or year needs a reason, and is not an edition without one", async () => {
    const [silent, named] = await rig.inside(
      Effect.all([
        Effect.tap(create(flows), ({ release }) =>
          Releases.moveRelease({ release, move: "reject", by: reviewer("Bo Reviewer"), reason: "a test" })
        ),
        Effect.flip(create(flows, { edition: "main" }))
      ])
    )
    assert.isNull(silent.edition)
    assert.match(String(named), /table victims|and \d+ more/)
    assert.include(String(named), "--reason")
    const year = choiceOf({ table: "flows", by: ["origin", "year"], margins: true, from: 2004 })
    const other = await rig.inside(
      Effect.gen(function* () {
        const first = yield* create(flows, { edition: "corridors" })
        yield* approve(first.release)
        return [first, yield* Effect.flip(create(year, { edition: "corridors" }))] as const
      })
    )
    assert.deepStrictEqual(other[0].edition, { name: "corridors", reason: "" })
    assert.include(String(other[1]), "2003 of flows")
    await untilSeen(async () => (await get("v1/editions/corridors/1")).status === 200)
    assert.isNotEmpty(
      (await json<{ cells: ReadonlyArray<unknown> }>("v1/editions/corridors/latest/tables/flows")).cells
    )
  })

  it("with a reason it replaces the edition before, which keeps its address; a retraction brings that back", async () => {
    const reason = "The other tables are under review."
    const next = await rig.inside(
      Effect.tap(create(flows, { edition: "main", reason }), ({ release }) => approve(release))
    )
    await untilSeen(isLatest(next.release))
    assert.strictEqual((await get("v1/victims")).status, 404)
    const { edition } = await json<Facts>("v1/editions/main/2")
    assert.deepStrictEqual(edition, { name: "main", version: 2, reason, latest: true } as object)
    assert.strictEqual((await get("v1/editions/main/1/tables/victims")).status, 200)
    await rig.inside(
      Releases.moveRelease({ release: next.release, move: "retract", by: reviewer("Bo Reviewer"), reason: "a test" })
    )
    await untilSeen(isLatest(1))
    assert.strictEqual((await get("v1/victims")).status, 200)
    assert.strictEqual((await get("v1/editions/main/3")).status, 404)
    assert.strictEqual((await get("v1/editions/main/newest")).status, 400)
  })

  it("after the only edition was retracted, everything says so, when and why, and answers to requests stay", async () => {
    const reason = "Un partener a trimis anul de două ori <b>"
    await rig.inside(Releases.moveRelease({ release: 1, move: "retract", by: reviewer("Bo Reviewer"), reason }))
    await untilSeen(async () => (await get("v1/editions/main/latest")).status === 404)
    const today = new Date().toISOString().slice(0, 10)
    const gone = [
      "v1/flows",
      "v1/regions?role=transit",
      "v1/coverage",
      "v1/editions/main/latest",
      "v1/editions/main/latest/dcat.ttl"
    ]
    for (const path of [...gone, "v1/trends?table=flows&origin=UKR&destination=RUS"]) {
      const { status, text } = await get(path)
      assert.strictEqual(status, 404, path)
      assert.include(
        JSON.parse(text).detail,
        `Edition 1 was retracted on ${today}: do not use its figures. Reason: ${reason}.`
      )
    }
    const own = await json<{ state: string; retraction: { at: string; reason: string } }>("v1/editions/main/1")
    assert.deepStrictEqual(
      [own.state, own.retraction.at.slice(0, 10), own.retraction.reason],
      ["retracted", today, reason]
    )
    // Nothing takes its place, least of all the answer to a request.
    const day = new Intl.DateTimeFormat("ro", { dateStyle: "medium", timeZone: "UTC" }).format(new Date())
    for (const path of [
      "",
      "corridor/UKR/RUS",
      "country/UKR",
      "compare?corridor=UKR~RUS",
      "stories",
      "plain",
      "search?q=Moldova"
    ]) {
      const { status, text } = await get(`${path}${path.includes("?") ? "&" : "?"}lang=ro`)
      assert.strictEqual(status, 200, path)
      assert.include(text.replace(/\u00a0/g, " "), `a fost retrasă la ${day}`, path)
      assert.include(text, "două ori &lt;b")
      assert.notInclude(text, "Încă nu s\u2011a publicat nimic")
      for (const link of ["/?release=1", "/v1/editions/main/1/changes", "/feed.atom", "/v1/answers"])
        assert.include(text, `href="${link}`, path)
    }
    for (const path of ["?view=map", "?view=trend"]) {
      assert.notMatch((await get(path)).text, /tables\/|og:image/)
      for (const picture of ["embed", "preview.png"]) assert.strictEqual((await get(`${picture}${path}`)).status, 404)
    }
    for (const path of ["?release=1&lang=ro", "plain?release=1&lang=ro", "embed?view=map&release=1&lang=ro"])
      assert.include((await get(path)).text.replace(/\u00a0/g, " "), `Această publicare a fost retrasă la ${day}`, path)
    assert.notMatch((await get("sitemap.xml")).text, /release=1|corridor\/UKR/)
    assert.include((await get("feed.atom")).text, "două ori")
    assert.isNotEmpty((await json<{ answers: ReadonlyArray<unknown> }>("v1/answers")).answers)
    assert.strictEqual((await get("v1/editions/main/1/tables/flows")).status, 200)
  })
})
