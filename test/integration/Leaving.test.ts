/**
 * Crawls everything that leaves the system: every API address in every format and coding, files, pages and their scripts, what a browser
 * requests and shows after these have run, saved pictures, notebooks, errors, headers, sizes, and cached answers. Every figure found
 * belongs to a release; the attacker's audit accepts what was collected; no hidden count appears anywhere.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { profiles } from "@corridor/disclosure/rules/Profile"
import { tableFromIPC } from "apache-arrow"
import { Effect } from "effect"
import { strFromU8, unzipSync } from "fflate"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { buildNotebooks } from "../../notebooks/build.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { boundsShown } from "../../release/history/Bounds.ts"
import { isDisclosedCell, type ReleaseCell } from "../../release/history/ReleaseCell.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { findingsOf } from "../../release/protection/auditSystem.ts"
import { auditChoices } from "../../release/protection/protectChoices.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { fileNameOf } from "../../release/publisher/tableFiles.ts"
import { deleteContent } from "../../release/vintage/FrozenContent.ts"
import { vintagesIn } from "../../release/vintage/Vintages.ts"
import { editionDocuments } from "../../site/metadata/documents.ts"
import { launchBrowser } from "../browser/chromiumPage.ts"
import { chromiumPath } from "../browser/ensureChromium.ts"
import { drawn, views } from "../browser/explorerVisit.ts"
import { canaries, type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { bundleFiles, releaseFiles } from "../fixtures/releaseFiles.ts"
import { testFolder } from "../fixtures/testFolder.ts"

interface Left {
  readonly from: string
  readonly status: number
  readonly headers: string
  readonly bytes: Uint8Array
}

/** A cell as found: table, labels, count, and the bounds of a hidden one; "" and null for none. */
type Claim = string
const claimOf = (
  table: string,
  labels: ReadonlyArray<unknown>,
  state: string,
  numbers: ReadonlyArray<unknown>
): Claim => {
  const numberOrNull = (one: unknown) => (one === undefined || one === null || one === "" ? null : Number(one))
  return JSON.stringify([table, labels.map(String), state, numbers.map(numberOrNull)])
}

/** States by the codes of OBS_STATUS and CONF_STATUS. */
const sdmxStates: Readonly<Record<string, string>> = {
  AF: "published",
  QC: "suppressed",
  OF: "not_reported",
  LF: "not_collected"
}

const folder = testFolder("leaving")
const left: Array<Left> = []
let rig: ExplorerRig

let clients = 0

/** The headers of another client, behind the proxy that the server trusts: nobody reads as much as this crawler. */
const nextClient = () => ({ "x-forwarded-for": `2001:db8:${(++clients).toString(16)}::1` })

const startRig = async (port = 0) => {
  rig = await startExplorer(port, canaries, join(folder, "notebooks"), { CORRIDOR_TRUSTED_PROXIES: "127.0.0.1" })
}

const fetchAll = async (path: string, headers: Record<string, string> = {}, method = "GET") => {
  const answer = await fetch(new URL(path, rig.address), { headers: { ...headers, ...nextClient() }, method })
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const own = [...answer.headers].filter(([name]) => !["date", "etag"].includes(name))
  left.push({ from: `${method} ${path}`, status: answer.status, headers: JSON.stringify(own), bytes })
  return { status: answer.status, etag: answer.headers.get("etag") ?? "", bytes, text: new TextDecoder().decode(bytes) }
}

const file = (from: string, content: Uint8Array | string): Left => ({
  ...{ from, status: 200, headers: "" },
  bytes: typeof content === "string" ? new TextEncoder().encode(content) : content
})

const releaseFilesLeft = Effect.map(releaseFiles, (found) => found.map(({ from, content }) => file(from, content)))
const bundleFilesLeft = Effect.map(bundleFiles(join(folder, "keys")), (found) =>
  found.map(({ from, content }) => file(from, content))
)

const subjects = [
  "flows",
  "corridors",
  "legs",
  "regions",
  "victims",
  "risk-groups",
  "sdg-16-2-2",
  "assistance",
  "proceedings",
  "records"
]
const formats = ["json", "csv", "xlsx", "arrow", "parquet"]

/** Follows what pages link to. */
const crawlPages = async () => {
  const seen = new Set<string>()
  const open = [
    ...["/notebooks/", "/", "/?view=table", "/plain", "/healthz", "/portal"],
    ...[
      "/corridor/TJK/TUR",
      "/corridor/UKR/RUS",
      "/country/TJK",
      "/region/RU-AST",
      "/search?q=tajikistan+turkey",
      "/compare?corridor=TJK~TUR&unit=destination",
      "/preview.png?page=compare&corridor=TJK~TUR",
      "/stories",
      "/editions",
      "/persons"
    ],
    ...views.flatMap((view) => [`/embed?release=1&view=${view}`, `/preview.png?release=1&lang=uk&view=${view}`])
  ]
  while (open.length > 0) {
    const path = open.shift() as string
    if (seen.has(path) || seen.size > 900) continue
    seen.add(path)
    const { text } = await fetchAll(path)
    for (const [, link = ""] of text.matchAll(/(?:href|src|data-[a-z]+)="([^"#]+)"/g)) {
      const url = new URL(link.replaceAll("&amp;", "&"), new URL(path, rig.address))
      // Colours change an attribute and the style alone.
      if (url.href.startsWith(rig.address) && !url.searchParams.has("theme")) open.push(url.pathname + url.search)
    }
    // Modules that scripts import, and addresses that they ask.
    for (const [, link = ""] of text.matchAll(/["'`](\.?\/(?:assets\/)?[\w./-]+\.js)["'`]/g))
      if (path.endsWith(".js")) open.push(new URL(link, new URL(path, rig.address)).pathname)
  }
  return seen
}

/** Chunks of a PNG other than its pixels: text would be a chunk. (The explorer's test compares the pixels with the SVG.) */
const partsOf = (png: Buffer): ReadonlyArray<string> => {
  const found: Array<string> = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString("latin1", at + 4, at + 8)
    found.push(name === "IDAT" ? name : `${name} ${png.toString("latin1", at + 8, at + 8 + png.readUInt32BE(at))}`)
  }
  return found
}

/** What a browser requests, the page after its scripts have run, and the files of its pictures. */
const browse = async () => {
  const browser = await launchBrowser()
  try {
    for (const path of [
      ...views.map((view) => `?release=1&lang=en&view=${view}`),
      "?release=1&lang=en&view=trend&series=flows&label=TJK~TUR",
      "notebooks/suppression.html"
    ]) {
      const page = await browser.newPage({ acceptDownloads: true, extraHTTPHeaders: nextClient() })
      const open: Array<Promise<unknown>> = []
      page.on("response", (answer) => {
        const { pathname, search } = new URL(answer.url())
        open.push(
          answer.body().then(
            (bytes) => left.push({ from: `GET ${pathname}${search}`, status: answer.status(), headers: "", bytes }),
            () => undefined
          )
        )
      })
      await page.goto(`${rig.address}${path}`)
      if (path.startsWith("?")) await drawn(page)
      else await page.waitForLoadState("networkidle")
      await Promise.all(open)
      left.push({ from: `seen ${path}`, status: 200, headers: "", bytes: Buffer.from(await page.content()) })
      const buttons = page.locator("button[data-file]")
      for (let i = 0; i < (await buttons.count()); i++) {
        const [download] = await Promise.all([page.waitForEvent("download"), buttons.nth(i).click()])
        const bytes = readFileSync(await download.path())
        const isPng = download.suggestedFilename().endsWith(".png")
        const content = isPng ? Buffer.from(partsOf(bytes).join(" "), "latin1") : bytes
        left.push({ from: `picture ${download.suggestedFilename()}`, status: 200, headers: "", bytes: content })
      }
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

beforeAll(async () => {
  await buildNotebooks(join(folder, "notebooks"))
  await startRig()
  for (const subject of subjects)
    for (const format of formats) {
      await fetchAll(`/v1/${subject}?format=${format}`)
      await fetchAll(`/v1/${subject}?format=${format}&hxl=true`, { "accept-encoding": "br" })
    }
  await fetchAll("/v1/regions?role=destination")
  await fetchAll("/v1/regions?role=transit")
  const { releases } = JSON.parse((await fetchAll("/v1/releases")).text) as {
    releases: ReadonlyArray<{
      release: number
      tables: ReadonlyArray<{ name: string; dimensions: ReadonlyArray<string> }>
    }>
  }
  await fetchAll("/v1/editions/main/latest/changes")
  await fetchAll("/v1/editions/main/feed.atom")
  await fetchAll("/feed.atom")
  await fetchAll("/v1/answers/feed.atom")
  for (const table of ["flows", "corridors"])
    for (const end of ["", "/series"]) await fetchAll(`/overview/1/${table}${end}`)
  for (const { release, tables } of releases) {
    await fetchAll(`/v1/releases/${release}`)
    for (const { name } of tables)
      for (const format of formats) await fetchAll(`/v1/releases/${release}/tables/${name}?format=${format}`)
    for (const { name } of tables) await fetchAll(`/v1/editions/main/latest/sdmx/data/${name}`)
  }
  // Every cell of flows, hidden ones too, as a trend, and requested again with its tag.
  for (const origin of ["UKR", "TJK", "RUS"])
    for (const destination of ["RUS", "TUR", "FIN"]) {
      await fetchAll(`/v1/trends?table=flows&origin=${origin}&destination=${destination}`)
      const { etag } = await fetchAll(`/v1/flows?origin=${origin}&destination=${destination}&size=1`)
      await fetchAll(`/v1/flows?origin=${origin}&destination=${destination}&size=1`, { "if-none-match": etag })
    }
  for (const path of ["/openapi.json", "/v1/codelists", "/v1/vintages", "/v1/problems"]) await fetchAll(path)
  for (const path of [
    "/v1/dcat.jsonld",
    "/v1/dcat.ttl",
    "/v1/dictionary",
    "/sitemap.xml",
    "/robots.txt",
    "/search/places"
  ])
    await fetchAll(path)
  for (const { path } of Object.values(editionDocuments)) await fetchAll(`/v1/editions/main/latest/${path}`)
  const wrong = [
    "/v1/flows?origin=7331",
    "/v1/flows?page=7331",
    "/v1/releases/7331",
    "/v1/QQ",
    "/v1/queries",
    "/v1/requests/1"
  ]
  for (const path of [...wrong, "/v1/flows?year=2005&origin=TJK&page=9", "/v1/trends?table=flows"]) {
    await fetchAll(path.replaceAll("7331", "99999"))
    await fetchAll(path.replaceAll("7331", "99999"), {}, "POST")
  }
  await crawlPages()
  if (existsSync(chromiumPath)) await browse()
  left.push(...(await rig.inside(releaseFilesLeft)), ...(await rig.inside(bundleFilesLeft)))
})
afterAll(() => rig?.close())

const isParquet = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "PAR1"
const isArrow = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 6)).toString("latin1") === "ARROW1"

const isWorkbook = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString("latin1") === "PK\u0003\u0004"

/** The cells of the first sheet of a workbook by row. */
const sheetOf = (bytes: Uint8Array) => {
  const xml = strFromU8(unzipSync(bytes)["xl/worksheets/sheet1.xml"] as Uint8Array)
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = ""]) =>
    Object.fromEntries(
      [...row.matchAll(/<c r="([A-Z]+)\d+"[^>]*>(?:<is><t[^>]*>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>/gs)].map(
        ([, column = "", text, number]) => [
          column,
          text === undefined ? Number(number) : text.replaceAll("&gt;", ">").replaceAll("&amp;", "&")
        ]
      )
    )
  )
}

/** The rows of a file of any format. */
const rowsOf = async ({ bytes }: Left): Promise<ReadonlyArray<Record<string, unknown>>> => {
  if (isWorkbook(bytes)) {
    const [head = {}, ...rows] = sheetOf(bytes)
    // A second row of the header has tags, which begin with #.
    return rows
      .filter((row) => !String(row["A"]).startsWith("#"))
      .map((row) =>
        Object.fromEntries(Object.entries(head).map(([column, name]) => [String(name), row[column] ?? null]))
      )
  }
  if (isArrow(bytes))
    return tableFromIPC(bytes)
      .toArray()
      .map((row) => row.toJSON() as Record<string, unknown>)
  const file = join(folder, "file.parquet")
  writeFileSync(file, bytes)
  return rig.inside(
    Effect.flatMap(Warehouse, (warehouse) =>
      warehouse.query<Record<string, unknown>>(`SELECT * FROM file('${file}', Parquet)`)
    )
  )
}

/** All content of an answer, as text. */
const textOf = async (one: Left): Promise<string> =>
  isWorkbook(one.bytes)
    ? Object.values(unzipSync(one.bytes))
        .map((part) => strFromU8(part))
        .join(" ")
    : isArrow(one.bytes) || isParquet(one.bytes)
      ? JSON.stringify(await rowsOf(one), (_, value) => (typeof value === "bigint" ? String(value) : value))
      : new TextDecoder().decode(one.bytes)

/** Removes marts and the counts of vintages. What was published and the ledger stay. Returns the names of the marts. */
const deleteCounts = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const hashes = vintagesIn(yield* readLedger()).flatMap(({ marts }) => marts.map((one) => one.hash))
  yield* deleteContent(hashes)
  const tables = yield* warehouse.query<{ database: string; name: string }>(
    "SELECT database, name FROM system.tables WHERE database IN ('corridor_raw', 'corridor_staging', 'corridor_mart')"
  )
  for (const { database, name } of tables) yield* warehouse.command(`DROP TABLE ${database}.${name} SYNC`)
  return tables.map(({ name }) => name)
})

const published = () =>
  rig.inside(
    Effect.gen(function* () {
      const found = new Map<Claim, ReleaseCell>()
      for (const { release } of yield* Releases.reconcileReleases()) {
        const { cells, choices } = yield* Releases.showRelease(release)
        for (const cell of cells) {
          const figure = cell.shown.state === "published" ? cell.shown.victims : null
          const numbers = [figure, ...boundsShown(cell.bounds)]
          found.set(claimOf(fileNameOf(choices, cell.choice), cell.labels, cell.shown.state, numbers), cell)
        }
      }
      return found
    })
  )

describe("everything that leaves", () => {
  it("was reached: every address, every format, pages, scripts, notebooks, files, refusals", () => {
    const places = left.map(({ from }) => from)
    assert.isAbove(left.length, 250)
    for (const part of [
      "/notebooks/corridors.html",
      ".js",
      ".css",
      "file METHOD.md",
      "file flows.parquet",
      "bundle file flows.parquet",
      "bundle file victims.json",
      "bundle file cells.jsonl",
      "bundle file ledger.json",
      "POST /v1/",
      "/sdmx/data/flows",
      "/croissant.jsonld",
      "return glotip.csv",
      "/latest/changes",
      "/feed.atom",
      "GET /corridor/TJK/TUR",
      "GET /country/TUR",
      "GET /region/RU-AST",
      "GET /search?",
      "GET /compare?",
      "GET /embed?",
      "GET /preview.png?",
      "GET /preview.png?page=compare",
      ...(existsSync(chromiumPath) ? ["seen ?release=1&lang=en&view=regions", ".svg", "map.png"] : [])
    ])
      assert.isTrue(
        places.some((place) => place.includes(part)),
        part
      )
    assert.isAbove(left.filter(({ status }) => status >= 400).length, 15)
    assert.isAbove(left.filter(({ status }) => status === 304).length, 3)
    assert.deepStrictEqual(
      left.filter(({ status }) => status >= 500).map(({ from }) => from),
      []
    )
  })

  it("contains no hidden count, in no spelling and no header", async () => {
    const bad: Array<string> = []
    for (const one of left) {
      // A size can equal a hidden count by chance. `HiddenFigures` compares the bytes, and so the sizes, of two stores with different hidden counts.
      const text = `${await textOf(one)} ${one.headers}`.replace(/"bytes": \d+|"content-length","\d+"/g, "")
      // Hashes, random marks and map coordinates may contain any digits: none is a count.
      const plain = text
        .replace(/[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "")
        .replace(/(?<=\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))/g, "")
      for (const canary of canaries)
        if (new RegExp(`(?<![0-9.\\-\\[,])${canary}(?![0-9])`).test(plain) && !/world|points/.test(one.from))
          bad.push(`${one.from}: ${canary}`)
    }
    assert.deepStrictEqual(bad, [])
  })

  it("every figure of every table in every format is one of a release, and the attacker's audit passes over the lot", async () => {
    const known = await published()
    const collected = new Map<Claim, ReleaseCell>()
    const strange: Array<string> = []
    const placeOf = (text: Claim) => JSON.stringify((JSON.parse(text) as ReadonlyArray<unknown>).slice(0, 2))
    const places = new Set([...known.keys()].map(placeOf))
    const claim = (from: string, ...found: Parameters<typeof claimOf>) => {
      const text = claimOf(...found)
      const cell = known.get(text)
      // A combination that no release has is said to have no records: the same that its absence says.
      if (text === claimOf(found[0], found[1], "not_reported", [null, null, null]) && !places.has(placeOf(text))) return
      if (cell === undefined) strange.push(`${from}: ${text}`)
      else collected.set(text, cell)
    }
    const answerTo = (path: string) =>
      JSON.parse(new TextDecoder().decode(left.find(({ from }) => from === `GET ${path}`)?.bytes))
    const { tables } = answerTo("/v1/releases").releases[0] as {
      tables: ReadonlyArray<{ name: string; dimensions: ReadonlyArray<string> }>
    }
    const structure = answerTo("/v1/editions/main/latest/sdmx/structure.json") as {
      data: {
        codelists: ReadonlyArray<{
          id: string
          codes: ReadonlyArray<{ id: string; annotations?: ReadonlyArray<{ title: string }> }>
        }>
      }
    }
    const sdmxLabels = new Map(
      structure.data.codelists.map((list) => [
        list.id,
        new Map(list.codes.map((code) => [code.id, code.annotations?.[0]?.title ?? code.id]))
      ])
    )
    for (const one of left.filter(({ status }) => status === 200)) {
      if (isArrow(one.bytes) || isParquet(one.bytes) || isWorkbook(one.bytes)) {
        const table = /tables\/(\w+)|file ([\w-]+)\./
          .exec(one.from)
          ?.slice(1)
          .find((name) => name !== undefined)
        if (table === undefined) continue
        for (const row of await rowsOf(one)) {
          const names = Object.keys(row)
          const at = names.indexOf("state")
          const labels = names.slice(0, at).map((name) => row[name])
          const numbers = [row[names[at + 1] as string], row["low"], row["high"]]
          claim(one.from, table, labels, String(row["state"]), numbers)
        }
      } else if (/sdmx\/data\/\w+/.test(one.from)) {
        const table = one.from.split("/").at(-1) as string
        const [head = "", ...lines] = new TextDecoder().decode(one.bytes).trim().split("\n")
        const names = head.split(",")
        const at = names.indexOf("OBS_VALUE")
        const columns = names.slice(3, at).map((name) => (name === "TIME_PERIOD" ? "year" : name.toLowerCase()))
        const { dimensions = [] } = tables.find(({ name }) => name === table) ?? {}
        for (const line of lines) {
          const fields = line.split(",")
          const label = (column: string) => {
            const code = fields[3 + columns.indexOf(column)] as string
            return sdmxLabels.get(`CL_${table.toUpperCase()}_${column.toUpperCase()}`)?.get(code) ?? code
          }
          const [value, obs, conf, low, high] = fields.slice(at)
          claim(one.from, table, dimensions.map(label), sdmxStates[`${obs}${conf}`] ?? "", [value, low, high])
        }
      } else if (/^(?:GET \/v1\/|(?:bundle )?file .*\.json)/.test(one.from)) {
        const text = new TextDecoder().decode(one.bytes)
        if (!text.startsWith("{")) continue
        const body = JSON.parse(text) as {
          table?: string
          dimensions?: ReadonlyArray<string>
          choice?: { by: ReadonlyArray<string> }
          where?: Record<string, string>
          cells?: ReadonlyArray<Record<string, string | number>>
          series?: ReadonlyArray<Record<string, string | number>>
          panel?: { series: ReadonlyArray<Record<string, string | number>> } | null
        }
        const dimensions = body.dimensions ?? body.choice?.by ?? []
        const claimAll = (
          table: string,
          cells: ReadonlyArray<Record<string, string | number>>,
          by: typeof dimensions
        ) => {
          for (const { month, ...cell } of cells) {
            const when = month === undefined ? cell["year"] : `${cell["year"]}-${String(month).padStart(2, "0")}`
            const of: Record<string, string | number | undefined> = {
              panel: "Constant",
              ...body.where,
              ...cell,
              year: when
            }
            const numbers = [cell["victims"] ?? cell["persons"], cell["low"], cell["high"]]
            claim(
              one.from,
              table,
              by.map((name) => of[name] ?? ""),
              String(cell["state"]),
              numbers
            )
          }
        }
        const reported = (cells: ReadonlyArray<Record<string, string | number>> = []) =>
          cells.filter(({ state }) => state !== "not_reported")
        claimAll(body.table ?? "", [...(body.cells ?? []), ...reported(body.series)], dimensions)
        claimAll(`${body.table}_panel`, reported(body.panel?.series), [...dimensions, "panel"])
      } else if (/format=csv|file .*\.csv/.test(one.from)) {
        const table = /tables\/(\w+)|file ([\w-]+)\./
          .exec(one.from)
          ?.slice(1)
          .find((name) => name !== undefined)
        if (table === undefined) continue
        const [head = "", ...lines] = new TextDecoder().decode(one.bytes).trim().split("\n")
        const at = head.split(",").indexOf("state")
        // A dictionary of the columns has no cells.
        if (at < 0) continue
        for (const line of lines) {
          const fields = line.replaceAll('"', "").split(",")
          claim(one.from, table, fields.slice(0, at), fields[at] as string, fields.slice(at + 1, at + 4))
        }
      }
    }
    assert.deepStrictEqual(strange.slice(0, 5), [])
    assert.strictEqual(collected.size, known.size)
    // The attack uses what was collected, not the ledger: as readers, partners and pairs of partners see it.
    const audits = await rig.inside(
      Effect.gen(function* () {
        const vintages = vintagesIn(yield* readLedger())
        const [release] = yield* Releases.reconcileReleases()
        const vintage = vintages.find((one) => one.vintage === release?.vintage)
        const profile = profiles.get(release?.profile ?? "")
        if (release === undefined || vintage === undefined || profile === undefined) return assert.fail()
        const choices = release.choices ?? []
        const asked = {
          choices,
          vintage,
          vintages,
          disclosures: [],
          profile,
          id: 1,
          method: "suppression",
          key: undefined
        }
        const cells = [...collected.values()].filter(isDisclosedCell)
        const disclosure = {
          id: 1,
          vintage: vintage.vintage,
          threshold: profile.threshold,
          choices,
          cells,
          isExact: true
        }
        const honest = yield* auditChoices(asked, disclosure)
        // The attacker works: a disclosed hidden count would be found.
        const hidden = cells.findIndex(({ shown, labels }) => shown.state === "suppressed" && labels.includes("TJK"))
        const leaked = cells.map((cell, i) =>
          i === hidden ? { ...cell, shown: { state: "published" as const, victims: canaries[0], asOf: 1 } } : cell
        )
        return { honest, leaky: yield* auditChoices(asked, { ...disclosure, cells: leaked }) }
      })
    )
    assert.strictEqual(
      audits.honest.reduce((sum, audit) => sum + findingsOf(audit), 0),
      0
    )
    assert.isAbove(
      audits.leaky.reduce((sum, audit) => sum + findingsOf(audit), 0),
      0
    )
  })

  it("is the same, byte for byte, over a store without a single count: pages and files are made of published cells", async () => {
    await rig.close()
    await startRig(rig.port)
    const tables = await rig.inside(deleteCounts)
    for (const mart of ["partner_routes", "partner_victims", "coverage"]) assert.include(tables, mart)
    const files = new Map((await rig.inside(releaseFilesLeft)).map((one) => [one.from, one]))
    const strange: Array<string> = []
    let compared = 0
    const seen = new Set<string>()
    for (const one of left.slice()) {
      const [method, path = ""] = one.from.split(/ (.*)/)
      // A browser's own pictures have an address that no server has.
      const isServed = method === "GET" && path.startsWith("/") && path !== "/healthz"
      if (seen.has(one.from) || !(isServed || files.has(one.from))) continue
      seen.add(one.from)
      const again = isServed ? await fetchAll(path) : (files.get(one.from) as Left)
      if (!Buffer.from(again.bytes).equals(one.bytes)) strange.push(one.from)
      compared++
    }
    assert.deepStrictEqual(strange, [])
    assert.isAbove(compared, 400)
  })
})
