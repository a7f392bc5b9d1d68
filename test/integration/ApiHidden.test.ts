/** Two stores that differ in hidden values only give the same answers, byte for byte, in every format. */
import { get, type IncomingHttpHeaders } from "node:http"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect } from "effect"
import { strFromU8, unzipSync } from "fflate"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { editionDocuments } from "../../site/metadata/documents.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { temporaryFolder } from "./TestStack.ts"

const shown: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "RUS", 2005, 72, 5],
  ["MDA", "RUS", 2004, 80, 6]
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
  "/"
]

/** Both stores are served as the same site, on ports of their own. */
const oneAddress = ConfigProvider.layer(
  ConfigProvider.fromEnv({
    env: { ...process.env, CORRIDOR_URL: "https://data.example.org", CORRIDOR_HOSTS: "127.0.0.1" } as Record<
      string,
      string
    >
  })
)

/** As the server compresses; both are the same bytes for the same bytes. */
const codings: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: (bytes) =>
    brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    }),
  gzip: (bytes) => gzipSync(bytes, { level: 6 })
}

/** Moments and the vintage's hash are each store's own; they are as long in both. */
const own = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z|[0-9a-f]{64}/g

interface Raw {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** An answer as it is on the wire. */
const rawOf = (port: number, path: string, coding: string) =>
  new Promise<Raw>((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers: coding === "" ? {} : { "accept-encoding": coding } }, (answer) => {
      const parts: Array<Buffer> = []
      answer.on("data", (part: Buffer) => parts.push(part))
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts) })
      )
    }).on("error", reject)
  })

/** The parts of a workbook: a moment and a hash, which are each store's own, change how long it is compressed. */
const partsOf = (bytes: Buffer) =>
  Object.entries(unzipSync(bytes))
    .map(([name, part]) => `${name}\n${strFromU8(part)}`)
    .join("\n")

/** A plain answer and its headers, but for the tag, which is a hash of the bytes, and the clock's time. */
const comparable = ({ status, headers: { etag: _, date: __, ...headers }, bytes }: Raw) => {
  const isWorkbook = headers["content-type"]?.includes("spreadsheetml") === true
  const text = isWorkbook ? partsOf(bytes) : bytes.toString("latin1")
  if (isWorkbook) delete headers["content-length"]
  return { status, length: text.length, headers, text: text.replace(own, "own") }
}

/** Codings add no content: what is sent is the plain answer, compressed, to the byte. */
const assertCoded = async (port: number, path: string, plain: Raw) => {
  let coded = 0
  for (const [coding, compress] of Object.entries(codings)) {
    const sent = await rawOf(port, path, coding)
    if (sent.headers["content-encoding"] === undefined)
      assert.isTrue(sent.bytes.equals(plain.bytes), `${path} ${coding}`)
    else {
      coded += 1
      assert.isTrue(sent.bytes.equals(compress(plain.bytes)), `${path} ${coding}`)
    }
  }
  return coded
}

const answersOf = (hidden: ReadonlyArray<RouteRow>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("api-hidden")
    return yield* Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([...shown, ...hidden], 1)
      assert.isTrue(yield* releaseDemonstration())
      const port = yield* freePort(0)
      yield* servePage(port)
      return yield* Effect.promise(async () => {
        const found: Array<readonly [string, ReturnType<typeof comparable>]> = []
        let coded = 0
        for (const path of paths) {
          const plain = await rawOf(port, path, "")
          coded += await assertCoded(port, path, plain)
          found.push([path, comparable(plain)])
        }
        assert.isAbove(coded, tables.length)
        return found
      })
    }).pipe(Effect.provide([embeddedStores(folder), oneAddress]))
  }).pipe(Effect.scoped)

describe("hidden values", () => {
  it.live("change no byte of any answer, in no format, coding or header", () =>
    Effect.gen(function* () {
      const few = yield* answersOf([
        ["BLR", "POL", 2005, 1, 1],
        ["UKR", "POL", 2004, 2, 2]
      ])
      const more = yield* answersOf([
        ["BLR", "POL", 2005, 10, 6],
        ["UKR", "POL", 2004, 90_000, 1]
      ])
      assert.deepStrictEqual(
        more.filter((answer, i) => JSON.stringify(answer) !== JSON.stringify(few[i])).map(([path]) => path),
        []
      )
      // This edition has no table of legs or of records.
      for (const [path, { status }] of few) assert.strictEqual(status, /legs|records/.test(path) ? 404 : 200, path)
      // The hidden ones are there to be seen as hidden.
      assert.include(few.find(([path]) => path === "/v1/flows?origin=BLR")?.[1].text, '"state":"suppressed"')
    })
  )
})
