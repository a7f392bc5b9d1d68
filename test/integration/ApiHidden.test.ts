/**
 * Two stores that differ in hidden values only, through two editions, requests and queries, give the same answers, byte for byte: in every format, as pages,
 * pictures, feeds, bundles, files, states of requests, refusals and errors.
 */
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { Requests, type Viewer } from "../../release/requests/Requests.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { editionDocuments } from "../../site/metadata/documents.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { bundleFiles, releaseFiles } from "../fixtures/releaseFiles.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { settingsLayer } from "../fixtures/settingsLayer.ts"
import { analyst, operator, policy, reviewer } from "../fixtures/signatories.ts"
import { oneSite, partsOf, wireAnswers, wireCounts, wireDifferences, withoutOwn } from "../fixtures/wireAnswers.ts"
import { temporaryFolder } from "./TestStack.ts"

const shown: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "RUS", 2005, 72, 5],
  ["MDA", "RUS", 2004, 80, 6]
]

/** A year later one count was corrected, and one is new. */
const shownLater: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 90, 5],
  ["UKR", "RUS", 2005, 72, 5],
  ["MDA", "RUS", 2004, 80, 6],
  ["MDA", "RUS", 2005, 45, 5]
]

const tables = ["flows", "corridors", "legs", "regions?role=origin", "regions?role=transit", "records"]
const formats = ["json", "csv", "xlsx", "arrow", "parquet"]

const paths = [
  ...tables.flatMap((table) =>
    formats.flatMap((format) =>
      [false, true].map((hxl) => `/v1/${table}${table.includes("?") ? "&" : "?"}format=${format}&hxl=${hxl}`)
    )
  ),
  "/v1/flows?origin=UKR",
  "/v1/flows?origin=BLR",
  "/v1/flows?size=2&page=2",
  "/v1/releases",
  "/v1/releases/1",
  "/v1/releases/1/tables/flows?format=csv",
  "/v1/trends?table=flows&origin=UKR&destination=RUS",
  "/v1/trends?table=flows&origin=BLR&destination=POL",
  "/v1/vintages",
  "/v1/dcat.jsonld",
  "/v1/dcat.ttl",
  "/v1/dictionary",
  ...Object.values(editionDocuments).map(({ path }) => `/v1/editions/main/latest/${path}`),
  "/v1/editions/main/latest/sdmx/data/flows",
  "/sitemap.xml",
  "/robots.txt",
  "/search/places",
  "/dictionary",
  "/",
  // The second edition, what it changed, and who is told.
  ...["flows", "region_roles_origin"].map((table) => `/v1/releases/2/tables/${table}?format=csv`),
  ...[
    "/v1/releases/2",
    "/v1/editions/main/latest/changes",
    "/v1/editions/main/feed.atom",
    "/feed.atom?lang=ru",
    "/editions"
  ],
  ...[
    "/v1/answers",
    "/v1/answers/feed.atom",
    "/v1/answers/feed.atom?lang=uk",
    "/v1/problems",
    "/v1/codelists",
    "/openapi.json"
  ],
  ...["/overview/1/flows", "/overview/2/flows", "/overview/2/flows/series"],
  // Pages about hidden and shown corridors and countries, alone, compared, embedded, and as pictures of links.
  ...["/plain", "/stories", "/persons", "/verdicts", "/receipts/withdrawal", "/request"],
  ...["UKR/RUS", "UKR/POL", "BLR/POL", "MDA/RUS", "KAZ/RUS"].map((one) => `/corridor/${one}`),
  ...["UKR", "BLR", "POL", "RUS"].map((one) => `/country/${one}`),
  "/compare?corridor=UKR~RUS&corridor=BLR~POL&unit=destination",
  "/search?q=belarus+poland",
  "/?view=table",
  "/preview.png?release=2&lang=uk&view=table",
  ...["matrix", "trend", "regions", "map"].flatMap((view) =>
    [`/?view=${view}`, `/embed?release=2&view=${view}`, `/preview.png?release=2&lang=uk&view=${view}`].map((one) =>
      view === "trend" ? `${one}&series=flows&label=BLR~POL` : one
    )
  ),
  "/preview.png?page=compare&corridor=UKR~RUS&corridor=BLR~POL",
  // Refusals.
  ...["/v1/flows?origin=QQQ", "/v1/flows?page=99999", "/v1/releases/99", "/v1/releases/2/tables/victims", "/v1/QQ"],
  ...["/v1/trends?table=flows", "/v1/queries", "/v1/requests", "/v1/requests/1", "/corridor/QQ/QQ", "/healthz/x"]
]

/** What people with accounts see: the states of requests, and answers to queries, allowed and refused. */
const asked: ReadonlyArray<readonly [who: string, path: string, body?: unknown]> = [
  ["pia", "/v1/requests"],
  ...[1, 2, 3, 4, 5].map((request) => ["pia", `/v1/requests/${request}`] as const),
  ["pol", "/v1/requests/1"],
  ["rae", "/v1/queries", { project: "Baltic", choice: { table: "flows", by: ["destination", "year"] } }],
  [
    "rae",
    "/v1/queries",
    { project: "Baltic", choice: { table: "flows", by: ["origin", "destination"], where: { origin: "BLR" } } }
  ],
  [
    "rae",
    "/v1/queries",
    { project: "Baltic", choice: { table: "flows", by: ["origin"], where: { origin: "UKR" } }, vintage: 1 }
  ],
  ["rae", "/v1/queries", { project: "Baltic", choice: { table: "victims" } }],
  ["rae", "/v1/queries", { project: "Baltic", choice: { table: "flows", by: ["year"] } }],
  ["rae", "/v1/queries"]
]

/** Publishes the next edition, and requests of which one is answered, one refused, one published, one checked and one a draft. */
const later = Effect.fn(function* (hidden: ReadonlyArray<RouteRow>) {
  yield* setRoutesMart([...shownLater, ...hidden], 1)
  yield* createVintage()
  const { choices } = yield* Releases.showRelease(1)
  const { release, edition } = yield* Releases.createRelease({
    author: analyst("Ada"),
    profile: defaultProfile,
    choices
  })
  assert.strictEqual(edition?.name, "main")
  const [bo, cy] = [reviewer("Bo"), reviewer("Cy")]
  for (const by of [bo, cy]) yield* Releases.moveRelease({ release, move: "approve", by })
  const queries = yield* Queries
  for (const who of [{ person: "pia" }, { person: "rae" }, { project: "Baltic" }]) yield* queries.grant(who, 4)
  const requests = yield* Requests
  const pia = policy("pia")
  const states: Array<string> = []
  for (const [terms, moves] of [
    [{ from: ["Ukraine"], to: ["Russia"], each: ["from", "to", "year"] }, []],
    [{ from: ["Belarus"], to: ["Poland"] }, ["submit"]],
    [
      { from: ["Moldova"], firstYear: 2004, lastYear: 2005, yearsTogether: 2 },
      ["submit", "approve", "approve", "publish"]
    ],
    [{ to: ["Russia"], firstYear: 2004, lastYear: 2005, yearsTogether: 2 }, ["submit"]],
    [{ from: ["Ukraine"], to: ["Poland"] }, []]
  ] as const) {
    const { request } = yield* requests.draft(pia, { subject: "journeys", ...terms })
    const by = { submit: [pia], approve: [bo, cy], publish: [operator("oli")] }
    for (const move of moves) yield* Effect.ignore(requests.move(by[move].shift() as Viewer, { request, move }))
    states.push((yield* requests.find(pia, request)).state)
  }
  return states
})

/** A file of a release, with what is each store's own replaced. */
const comparableFile = (from: string, content: Uint8Array | string): string => {
  const bytes = Buffer.from(content)
  const plain = withoutOwn(bytes.subarray(0, 2).toString() === "PK" ? partsOf(bytes) : bytes.toString("latin1"))
  // Milliseconds, and random marks.
  if (from.endsWith(" ledger.json")) return plain.replace(/\b\d{13}\b|(?<=mark\\*":\\*")[\w-]+/g, "own")
  // A moment and a hash change how long a compressed file is.
  if (from.endsWith(" manifest.json")) return plain.replace(/(?<=\.(?:xlsx|parquet)"\s*,\s*"bytes"\s*:\s*)\d+/g, "own")
  return plain
}

/** Sends a request with a token. */
const askWith = async (port: number, token: string, path: string, body?: unknown) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })
  })
  return { status: answer.status, text: withoutOwn(await answer.text()) }
}

/** A request to a page, by a person with a token. */
const ownPage = async (port: number, token: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}/request/mine`, {
    method: "POST",
    body: new URLSearchParams({ token })
  })
  return { status: answer.status, text: withoutOwn(await answer.text()) }
}

interface Hidden {
  readonly first: ReadonlyArray<RouteRow>
  readonly second: ReadonlyArray<RouteRow>
}

const answersOf = (hidden: Hidden) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("api-hidden")
    return yield* Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([...shown, ...hidden.first], 1)
      assert.isTrue(yield* releaseDemonstration())
      const states = yield* later(hidden.second)
      const tokens = yield* tokensFor([
        ["pia", "policy"],
        ["pol", "policy"],
        ["rae", "researcher"]
      ])
      const files = [...(yield* releaseFiles), ...(yield* bundleFiles(join(folder, "keys")))]
      const port = yield* freePort(0)
      yield* servePage(port)
      return yield* Effect.promise(async () => {
        const answers = await wireAnswers(port, paths)
        const people: Array<readonly [string, { readonly status: number; readonly text: string }]> = []
        for (const [who, path, body] of asked)
          people.push([
            `${who} ${path} ${JSON.stringify(body)}`,
            await askWith(port, tokens.get(who) ?? "", path, body)
          ])
        people.push(["pia /request/mine", await ownPage(port, tokens.get("pia") ?? "")])
        return {
          states,
          answers,
          people,
          files: files.map(({ from, content }) => [from, comparableFile(from, content)] as const)
        }
      })
    }).pipe(
      Effect.provide([Queries.layerTest, Requests.layerTest]),
      Effect.provide([embeddedStores(folder), settingsLayer(oneSite)])
    )
  }).pipe(Effect.scoped)

describe("hidden values", () => {
  it.live("change no byte of any answer, in no format, coding or header", () =>
    Effect.gen(function* () {
      const few = yield* answersOf({
        first: [
          ["BLR", "POL", 2005, 1, 1],
          ["UKR", "POL", 2004, 2, 2]
        ],
        second: [
          ["BLR", "POL", 2005, 3, 3],
          ["UKR", "POL", 2004, 2, 2]
        ]
      })
      const more = yield* answersOf({
        first: [
          ["BLR", "POL", 2005, 10, 6],
          ["UKR", "POL", 2004, 90_000, 1]
        ],
        second: [
          ["BLR", "POL", 2005, 6, 2],
          ["UKR", "POL", 2004, 90_017, 1]
        ]
      })
      const changed = <A>(these: ReadonlyArray<readonly [string, A]>, those: ReadonlyArray<readonly [string, A]>) => {
        assert.deepStrictEqual(
          these.map(([from]) => from),
          those.map(([from]) => from)
        )
        return these.flatMap(([from, one], i) => (JSON.stringify(one) === JSON.stringify(those[i]?.[1]) ? [] : [from]))
      }
      assert.deepStrictEqual(few.states, ["answered", "refused", "published", "checked", "drafted"])
      assert.deepStrictEqual(more.states, few.states)
      assert.deepStrictEqual(wireDifferences(few.answers, more.answers), [])
      assert.deepStrictEqual(changed(few.people, more.people), [])
      assert.deepStrictEqual(changed(few.files, more.files), [])
      const counts = wireCounts(few.answers)
      const embeds = few.answers.filter(({ path }) => path.startsWith("/embed"))
      assert.strictEqual(wireCounts(embeds).found, embeds.length)
      assert.isAbove(counts.coded, tables.length)
      assert.isAbove(counts.notModified, 100)
      // The hidden ones are there to be seen as hidden.
      const hidden = few.answers.find(({ path }) => path === "/v1/flows?origin=BLR")
      assert.include(String(hidden?.plain.bytes), '"state":"suppressed"')
    })
  )
})
