/** HTTP details apart from the figures: codings and tags, requests from other sites, refusals, clients, examples. */
import { spawn, spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { csvField } from "@corridor/disclosure/tables/csvField"
import { Effect, Redacted } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { connect } from "../../site/client/CorridorClient.ts"
import { pythonOf } from "../fixtures/ensurePython.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { type ServedStore, serveStore, tokensFor } from "../fixtures/servedStore.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const years = Array.from({ length: 30 }, (_, i) => 1995 + i)
const rows: ReadonlyArray<RouteRow> = [
  ...years.map((year): RouteRow => ["UKR", "RUS", year, 40 + (year % 7), 5]),
  ["UKR", "POL", 2004, 3, 3],
  ["MDA", "RUS", 2004, 80, 6]
]
const notebooks = testFolder("notebooks")
let served: ServedStore
let token = ""
const address = () => `http://127.0.0.1:${served.port}`

beforeAll(async () => {
  served = await serveStore(
    "wire",
    Effect.gen(function* () {
      yield* setRoutesMart(rows, 1)
      yield* releaseDemonstration()
      token = (yield* tokensFor([["pia", "policy"]])).get("pia") as string
    }),
    { notebooks: join(notebooks, "dist") }
  )
})
afterAll(() => served?.close())

/** The bytes as received, which `fetch` would decompress. */
const raw = (path: string, headers: Record<string, string> = {}, method = "GET", body?: string) =>
  new Promise<{ status: number; headers: Record<string, string>; bytes: Buffer }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: served.port, path, method, headers }, (answer) => {
      const parts: Array<Buffer> = []
      answer.on("data", (part) => parts.push(part))
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          bytes: Buffer.concat(parts)
        })
      )
    })
    sent.on("error", reject)
    sent.end(body)
  })

describe("codings", () => {
  it("br and gzip have the same content, each with its own tag, which is recognised", async () => {
    for (const path of [
      "/v1/flows",
      "/v1/flows?format=csv",
      "/v1/flows?format=arrow",
      "/v1/releases/1",
      "/openapi.json"
    ]) {
      const plain = await raw(path)
      assert.isUndefined(plain.headers["content-encoding"], path)
      const tags = new Set([plain.headers["etag"]])
      for (const [coding, unpack] of [
        ["br", brotliDecompressSync],
        ["gzip", gunzipSync]
      ] as const) {
        const coded = await raw(path, { "accept-encoding": coding })
        assert.strictEqual(coded.headers["content-encoding"], coding, path)
        assert.include(coded.headers["vary"], "accept-encoding")
        assert.strictEqual(coded.headers["content-type"], plain.headers["content-type"])
        assert.isBelow(coded.bytes.length, plain.bytes.length)
        assert.deepStrictEqual(unpack(coded.bytes), plain.bytes)
        tags.add(coded.headers["etag"] as string)
        const again = await raw(path, { "accept-encoding": coding, "if-none-match": coded.headers["etag"] as string })
        assert.deepStrictEqual([again.status, again.bytes.length], [304, 0])
      }
      assert.strictEqual(tags.size, 3, path)
    }
  })

  it("the client's weights decide; small answers and Parquet are not compressed", async () => {
    const codingOf = async (path: string, accepted: string) =>
      (await raw(path, { "accept-encoding": accepted })).headers["content-encoding"]
    assert.strictEqual(await codingOf("/v1/flows", "gzip, deflate, br, zstd"), "br")
    assert.strictEqual(await codingOf("/v1/flows", "br;q=0.2, gzip;q=0.8"), "gzip")
    assert.strictEqual(await codingOf("/v1/flows", "br;q=0, *;q=0.1"), "gzip")
    for (const none of ["identity", "br;q=0, gzip;q=0", "zstd"]) assert.isUndefined(await codingOf("/v1/flows", none))
    assert.isUndefined(await codingOf("/v1/flows?format=parquet", "br"))
    assert.isUndefined(await codingOf("/v1/problems/request-too-large", "br"))
  })

  it("pages, embedded charts and pictures are compressed as asked, and are sent again only when they changed", async () => {
    for (const path of [
      "/",
      "/corridor/UKR/RUS",
      "/?view=map",
      "/embed?view=matrix",
      "/preview.png?view=matrix",
      "/plain"
    ]) {
      const plain = await raw(path, { "accept-encoding": "br;q=0, abr" })
      assert.isUndefined(plain.headers["content-encoding"], path)
      // Browsers offer Brotli over TLS only.
      if (!path.startsWith("/preview"))
        for (const [accepted, coding, unpack] of [
          ["gzip, deflate", "gzip", gunzipSync],
          ["gzip, deflate, br", "br", brotliDecompressSync]
        ] as const) {
          const coded = await raw(path, { "accept-encoding": accepted })
          assert.strictEqual(coded.headers["content-encoding"], coding, path)
          assert.deepStrictEqual(unpack(coded.bytes), plain.bytes, path)
          assert.notStrictEqual(coded.headers["etag"], plain.headers["etag"], path)
        }
      for (const method of ["GET", "HEAD"]) {
        const again = await raw(path, { "if-none-match": plain.headers["etag"] as string }, method)
        assert.deepStrictEqual([again.status, again.bytes.length], [304, 0], path)
        assert.strictEqual(again.headers["vary"], plain.headers["vary"], path)
      }
      assert.strictEqual((await raw(path, { "if-none-match": '"other"' })).status, 200, path)
    }
  })

  it("private answers are never compressed, so that no length discloses their content", async () => {
    const { headers, status } = await raw("/v1/requests", { authorization: `Bearer ${token}`, "accept-encoding": "br" })
    assert.strictEqual(status, 200)
    assert.isUndefined(headers["content-encoding"])
    assert.strictEqual(headers["cache-control"], "no-store")
  })
})

describe("pages of other sites", () => {
  it("read public data, without cookies, and nothing private", async () => {
    const from = { origin: "https://example.org", "access-control-request-method": "GET" }
    const open = await raw("/v1/flows", from)
    assert.strictEqual(open.headers["access-control-allow-origin"], "*")
    assert.isUndefined(open.headers["access-control-allow-credentials"])
    const asked = await raw("/v1/flows", from, "OPTIONS")
    assert.deepInclude(asked.headers, { "access-control-allow-methods": "GET, HEAD" })
    assert.strictEqual(asked.status, 204)
    for (const path of ["/v1/queries", "/v1/requests", "/v1/requests/1"])
      for (const method of ["GET", "OPTIONS", "POST"]) {
        const { headers } = await raw(path, from, method)
        assert.deepStrictEqual(
          Object.keys(headers).filter((name) => name.startsWith("access-control")),
          [],
          path
        )
      }
  })
})

describe("refusals", () => {
  it("are problem documents with a code, for every kind of error", async () => {
    const json = { "content-type": "application/json", authorization: `Bearer ${token}` }
    const long = "x".repeat(100_000)
    const wrong: ReadonlyArray<readonly [number, string, string, string, Record<string, string>?, string?]> = [
      [404, "request-not-found", "GET", "/v1/"],
      [404, "request-not-found", "GET", "/v1/QQQ"],
      [404, "request-not-found", "POST", "/v1/QQQ/QQQ"],
      [404, "request-not-found", "GET", "/v1/releases/77"],
      [404, "request-not-found", "GET", `/v1/codelists/${"QQQ".repeat(50)}`],
      [404, "request-not-found", "GET", "/v1/codelists/%FF"],
      [404, "request-not-found", "GET", "/v1/flows;origin=QQQ"],
      [404, "request-not-found", "GET", "/v1/flows/?origin=UKR"],
      [400, "request-invalid", "GET", "/v1/releases/01"],
      [400, "request-parameter-unknown", "GET", "/openapi.json?QQQ=1"],
      [405, "request-method-unknown", "POST", "/v1/flows"],
      [405, "request-method-unknown", "DELETE", "/v1/releases/1"],
      [405, "request-method-unknown", "PUT", "/v1/requests"],
      [406, "request-format-unknown", "GET", "/v1/flows", { accept: "image/png" }],
      [413, "request-too-large", "POST", "/v1/requests", json, long],
      [413, "request-too-large", "POST", "/v1/requests", { ...json, "transfer-encoding": "chunked" }, long],
      [400, "request-invalid", "POST", "/v1/requests", json, "{"],
      [400, "request-invalid", "POST", "/v1/requests", json, '{"subject":"QQQ"}'],
      [400, "request-invalid", "POST", "/v1/requests", { ...json, "content-type": "text/plain" }, "QQQ"],
      [401, "request-sign-in", "GET", "/v1/requests"]
    ]
    for (const [status, code, method, path, headers, body] of wrong) {
      const answer = await raw(path, headers, method, body)
      const name = `${method} ${path} ${code}`
      assert.strictEqual(answer.status, status, name)
      assert.match(answer.headers["content-type"] ?? "", /^application\/problem\+json/, name)
      assert.deepInclude(JSON.parse(answer.bytes.toString()), { code, status, type: `/v1/problems/${code}` }, name)
      assert.notInclude(answer.bytes.toString(), "QQQ", name)
      assert.strictEqual(answer.headers["x-content-type-options"], "nosniff")
      if (status === 405) assert.match(answer.headers["allow"] ?? "", /GET/)
    }
  })

  it("pages are read only; the form of requests is sent as well", async () => {
    for (const path of ["/", "/corridor/UKR/RUS", "/embed?view=map", "/request", "/QQQ"])
      for (const method of ["PUT", "DELETE", "OPTIONS"]) {
        const answer = await raw(path, {}, method)
        const allowed = path === "/request" ? "GET, HEAD, POST" : "GET, HEAD"
        assert.deepStrictEqual([answer.status, answer.headers["allow"]], [405, allowed], `${method} ${path}`)
        assert.notInclude(answer.bytes.toString(), "QQQ")
      }
  })
})

describe("CSV", () => {
  it("has no field that a spreadsheet would evaluate as a formula", async () => {
    for (const formula of ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '="x"', '=HYPERLINK("http://x")']) {
      const field = csvField(formula)
      assert.match(field, /^(?:'|"')/, JSON.stringify(formula))
    }
    const text = (await raw("/v1/flows?format=csv&hxl=true")).bytes.toString()
    for (const [line, row] of text.trim().split("\n").entries())
      for (const field of row.split(",")) if (line !== 1) assert.notMatch(field, /^"?[=+@\t\r-]/)
  })
})

describe("clients", () => {
  it("the TypeScript client returns what the addresses return, typed, and refusals as errors", async () => {
    const corridor = await connect(address(), { token: Redacted.make(token) })
    const flows = await corridor.run((api) => api.tables.flows({ query: { origin: "UKR", from: "2003", to: "2004" } }))
    const plain = await (await fetch(`${address()}/v1/flows?origin=UKR&from=2003&to=2004`)).json()
    assert.deepStrictEqual(flows as unknown, plain)
    const csv = await corridor.run((api) => api.tables.flows({ query: { format: "csv", size: "2" } }))
    assert.match(String(csv), /^origin,destination,year,state,victims/)
    const parquet = await corridor.run((api) => api.tables.flows({ query: { format: "parquet" } }))
    assert.instanceOf(parquet, Uint8Array)
    const { releases } = await corridor.run((api) => api.releases.list())
    assert.strictEqual(releases[0]?.release, 1)
    const refused = await corridor.run((api) => Effect.flip(api.tables.flows({ query: { origin: "QQQ" } })))
    assert.deepInclude(refused, { status: 400, code: "request-label-unknown" })
    const made = await corridor.run((api) =>
      api.requests.draft({ payload: { subject: "journeys", from: ["Ukraine"], yearsTogether: 2 } })
    )
    assert.deepInclude(made, { state: "drafted", moves: ["submit", "withdraw"] })
    await corridor.close()
  })

  const examples = join(import.meta.dirname, "../../docs/examples/api")
  const expected = async () => {
    const { cells } = (await (await fetch(`${address()}/v1/flows?origin=UKR`)).json()) as {
      cells: ReadonlyArray<{ destination: string; year: number; state: string; victims?: number }>
    }
    return cells.map(({ destination, year, state, victims }) => `${destination} ${year} ${victims ?? `(${state})`}`)
  }
  for (const [language, command, file] of [
    ["TypeScript", process.execPath, "quick-start.ts"],
    ["Python", "python3", "quick_start.py"],
    ["R", "Rscript", "quick-start.R"]
  ] as const)
    it.skipIf(spawnSync(command, ["--version"]).status !== 0)(
      `the quick start of ${language} prints the API's figures (${command})`,
      { meta: { needs: command } },
      async () => {
        const lines = await expected()
        const printed = await new Promise<string>((resolve) => {
          const child = spawn(command, [join(examples, file), address()])
          let text = ""
          for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += part))
          child.on("close", () => resolve(text))
        })
        assert.deepStrictEqual(printed.trim().split("\n").slice(-lines.length), lines, printed)
        assert.include(lines, "POL 2004 (suppressed)")
        assert.match(printed, /Invented data/)
      }
    )
})

/** The code in a language on the notebook's page, changed to use the test's server. */
const codeOnPage = (language: "python" | "r", piece = 0) => {
  const page = readFileSync(join(import.meta.dirname, "../../notebooks/python-and-r.html"), "utf8")
  const code = [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))][piece]?.[1] ?? ""
  const margin = /^ */.exec(code)?.[0] ?? ""
  return code.replaceAll(new RegExp(`^${margin}`, "gm"), "").replace("http://localhost:8080", address())
}

const run = (command: string, args: ReadonlyArray<string>, code: string) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" } })
    let [out, err] = ["", ""]
    child.stdout.on("data", (part) => (out += part))
    child.stderr.on("data", (part) => (err += part))
    child.on("close", (status) => resolve({ code: status, out, err }))
    child.stdin.end(code)
  })

const pandas = pythonOf("page-python")

describe("pages of notebooks", () => {
  it("answer with the command to run until they are built, and are served then; no other file is", async () => {
    const before = await raw("/notebooks/")
    assert.strictEqual(before.status, 503)
    assert.match(before.bytes.toString(), /<code>npm run notebooks<\/code>/)
    mkdirSync(join(notebooks, "dist", "assets"), { recursive: true })
    writeFileSync(join(notebooks, "dist", "assets", "a.js"), "export {}")
    writeFileSync(join(notebooks, "dist", "index.html"), "<p>made</p>")
    writeFileSync(join(notebooks, "secret.html"), "not a page")
    assert.strictEqual((await raw("/notebooks/")).bytes.toString(), "<p>made</p>")
    assert.strictEqual((await raw("/notebooks/assets/a.js")).headers["content-type"], "text/javascript; charset=utf-8")
    assert.deepInclude((await raw("/notebooks")).headers, { location: "/notebooks/" })
    for (const path of ["/notebooks/../secret.html", "/notebooks/%2e%2e/secret.html", "/notebooks/none.html"]) {
      const { status, bytes } = await raw(path)
      assert.deepStrictEqual([status, bytes.includes("not a page")], [404, false], path)
    }
  })
})

describe("the notebook page of Python and R", () => {
  it.skipIf(pandas === undefined)(
    "its Python reads the same cells as CSV and as Arrow, and those of the API (pandas, pyarrow)",
    { meta: { needs: "the Python packages of test/fixtures/page-requirements.txt" } },
    async () => {
      const { code, out, err } = await run(
        pandas as string,
        ["-"],
        `${codeOnPage("python")}
for table in (flows, same): print(table[["destination", "year", "state", "victims"]].to_json(orient="records"))`
      )
      assert.strictEqual(code, 0, err)
      const { cells } = (await (await fetch(`${address()}/v1/flows?origin=UKR`)).json()) as {
        cells: ReadonlyArray<{ destination: string; year: number; state: string; victims?: number }>
      }
      const wanted = cells.map(({ destination, year, state, victims = null }) => ({
        destination,
        year,
        state,
        victims
      }))
      const [csv = "", arrow = ""] = out.trim().split("\n").slice(-2)
      assert.deepStrictEqual(JSON.parse(csv), wanted)
      assert.deepStrictEqual(JSON.parse(arrow), wanted)
      // The pivot table that the page prints has a published figure and no hidden one.
      assert.match(out, /RUS[\s\d.]+/)
      assert.notMatch(out.split("\n").slice(0, -3).join("\n"), /POL +3/)
    }
  )

  const lines = (table: string) =>
    `cat(paste(${table}$destination, ${table}$year, ifelse(is.na(${table}$victims), paste0("(", ${table}$state, ")"), ${table}$victims)), sep = "\\n")`
  const wantedLines = async () => {
    const { cells } = (await (await fetch(`${address()}/v1/flows?origin=UKR`)).json()) as {
      cells: ReadonlyArray<{ destination: string; year: number; state: string; victims?: number }>
    }
    return cells.map(({ destination, year, state, victims }) => `${destination} ${year} ${victims ?? `(${state})`}`)
  }

  it.skipIf(spawnSync("Rscript", ["--version"]).status !== 0)(
    "its R reads the cells of the API as CSV (R)",
    { meta: { needs: "R (Debian: r-base-core)" } },
    async () => {
      const { code, out, err } = await run("Rscript", ["-"], `${codeOnPage("r")}\n${lines("flows")}`)
      assert.strictEqual(code, 0, err)
      const wanted = await wantedLines()
      assert.deepStrictEqual(out.trim().split("\n").slice(-wanted.length), wanted)
      assert.include(wanted, "POL 2004 (suppressed)")
      // The printed table has figures, and never 0 for what is not published.
      const printed = out.trim().split("\n").slice(0, -wanted.length).join("\n")
      assert.match(printed, /RUS[\s\dNA]+/)
      assert.notMatch(printed, /\s0(?:\s|$)/)
    }
  )

  it.skipIf(spawnSync("Rscript", ["-e", "library(arrow)"]).status !== 0)(
    "its R reads the same cells as Arrow (R, arrow)",
    { meta: { needs: "R's package arrow, which Debian does not have" } },
    async () => {
      const code = `${codeOnPage("r")}\n${codeOnPage("r", 1)}\nsame <- as.data.frame(same)\n${lines("same")}`
      const printed = await run("Rscript", ["-"], code)
      assert.strictEqual(printed.code, 0, printed.err)
      const wanted = await wantedLines()
      assert.deepStrictEqual(printed.out.trim().split("\n").slice(-wanted.length), wanted)
    }
  )
})
