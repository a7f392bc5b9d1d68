/** Charts on other sites, pictures of link previews, and files for reports and slides. */

import { existsSync, readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import type { Browser } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { drawn, views } from "./explorerVisit.ts"

const addressOf = (server: Server) => {
  const { address, port } = server.address() as AddressInfo
  return `http://${address}:${port}`
}

/** Width and height of a PNG. */
const sizeOf = (png: Buffer): readonly [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)]

const chunksOf = (png: Buffer): ReadonlyArray<string> => {
  const found = new Set<string>()
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) found.add(png.toString("latin1", at + 4, at + 8))
  return [...found]
}

describe.skipIf(!existsSync(chromiumPath))("pictures elsewhere", { meta: { needs: "Chromium" } }, () => {
  let browser: Browser
  let rig: ExplorerRig
  let allowed: Server
  let other: Server
  beforeAll(async () => {
    // The site that is allowed has its address before the explorer starts; where the frame leads is written later.
    const frames = { src: "" }
    /** A foreign site, which shows a chart in a frame. */
    const site = (host: string) =>
      new Promise<Server>((resolve) => {
        const server = createServer((_, answer) => {
          answer.setHeader("content-type", "text/html")
          answer.end(`<!doctype html><title>News</title><iframe src="${frames.src}" width="700" height="600"></iframe>`)
        })
        server.listen(0, host, () => resolve(server))
      })
    allowed = await site("127.0.0.2")
    other = await site("127.0.0.3")
    rig = await startExplorer(0, undefined, undefined, { CORRIDOR_EMBED_ALLOWED: addressOf(allowed) })
    frames.src = `${rig.address}embed?view=map&release=1&lang=en`
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await rig?.close()
    allowed?.close()
    other?.close()
  })

  it("a chart is shown in frames of allowed sites, and of no other", async () => {
    for (const [site, isShown] of [
      [allowed, true],
      [other, false]
    ] as const) {
      const page = await browser.newPage()
      await page.goto(addressOf(site), { waitUntil: "load" })
      const frame = page.frames().find((one) => one !== page.mainFrame())
      const text =
        (await frame
          ?.locator("body")
          .textContent()
          .catch(() => "")) ?? ""
      assert.strictEqual(text.includes("Persons by country of origin and destination"), isShown, addressOf(site))
      await page.close()
    }
    // The page itself is in no frame, not even of an allowed site.
    const policy = (await fetch(rig.address)).headers.get("content-security-policy") ?? ""
    assert.include(policy, "frame-ancestors 'none'")
  })

  it("a chart has no script, no control and no outside address, the figures of its page, and a link to it", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    const requested: Array<string> = []
    page.on("request", (request) => requested.push(request.url()))
    const answer = await page.goto(`${rig.address}embed?view=victims&release=1&lang=uk`)
    assert.strictEqual(
      answer?.headers()["content-security-policy"],
      `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self' ${addressOf(allowed)}`
    )
    assert.strictEqual(await page.locator("script, button, select, input, nav").count(), 0)
    assert.deepStrictEqual(
      requested.filter((one) => !one.startsWith(rig.address) && !one.startsWith("data:")),
      []
    )
    assert.include(await page.locator("h2").textContent(), "Форма, вік і\u00a0стать")
    const link = page.locator("a")
    assert.strictEqual(await link.count(), 1)
    assert.strictEqual(await link.getAttribute("href"), "/?view=victims&release=1&lang=uk")
    // As on the page itself: each published figure is written in the picture.
    const cells = (
      (await (await fetch(`${rig.address}v1/releases/1/tables/victims?size=10000`)).json()) as {
        cells: ReadonlyArray<Record<string, string | number>>
      }
    ).cells.filter(({ state }) => state === "published")
    assert.include((await page.locator("main p").allTextContents()).join(), "S: приховано")
    const written = new Set(await page.locator("svg.wide text").allTextContents())
    for (const cell of cells) assert.isTrue(written.has(String(cell["victims"])), JSON.stringify(cell))
    await context.close()
  })

  it("any picture of a view can be shown; anything else is 404, and repeats nothing of the address", async () => {
    // What its colours and arrows mean is below it.
    for (const [view, key] of [
      ["map", "Transit"],
      ["matrix", "\\d to \\d"]
    ] as const)
      assert.match(
        await (await fetch(`${rig.address}embed?view=${view}&lang=en`)).text(),
        new RegExp(`class="keys wide".*${key}`)
      )
    const cycles = await (await fetch(`${rig.address}embed?view=season&picture=season-cycles&lang=en`)).text()
    assert.include(cycles, "Each month over the years")
    // A frame cannot say that it shows another year, place or series than the one that is asked.
    const others = [
      "release=99",
      "release=secret",
      "release=",
      "lang=secret",
      "theme=secret",
      "view=map",
      "year=2005&year=2006"
    ]
      .concat(["year=1777secret", "year=1777", "place=secret", "place=ATA"])
      .map((one) => `embed?view=map&${one}`)
    for (const path of [
      ...["embed?view=season&picture=secret", "preview.png?view=map&picture=secret", "embed?view=secret"],
      ...["preview.png?view=map&release=secret", "preview.png?view=map&release=99"],
      ...["embed?view=season&picture=season-cycles&picture=season-cycles"],
      ...["embed?view=trend&series=flows&label=UKR~secret", "embed?view=victims&question=secret"],
      ...others
    ]) {
      const answer = await fetch(`${rig.address}${path}`)
      assert.strictEqual(answer.status, 404, path)
      assert.notInclude(await answer.text(), "secret")
    }
    // The frame of another site says so too, in the reader's language.
    const missing = await fetch(`${rig.address}embed?view=map&year=1777&lang=ro`)
    assert.include(await missing.text(), "Nu există o asemenea imagine")
    const shown = await fetch(`${rig.address}embed?view=map&lang=ro`)
    const policyOf = ({ headers }: Response) => headers.get("content-security-policy")
    assert.strictEqual(policyOf(missing), policyOf(shown))
    const unknown = await (await fetch(`${rig.address}embed?view=map&zoom=spy&year=2008&origin=UKR`)).text()
    assert.notInclude(unknown, "spy")
    assert.include(unknown, "year=2008&amp;origin=UKR")
    const odd = await fetch(`${rig.address}embed?view=spy&year=x'%3Cscript%3E&lang=en`)
    assert.notInclude(await odd.text(), "<script")
  })

  it("a shared link names a picture of its own figures, of the size that sites expect", async () => {
    const html = await (await fetch(`${rig.address}?view=trend&release=1&series=flows&label=UKR~RUS&lang=ru`)).text()
    assert.match(html, /property="og:description" content="[^"{]*[а-яё]{4}/)
    assert.match(html, /property="og:title" content="Вымышленные данные: Динамика/)
    assert.match(html, /property="og:url" content="[^"]*view=trend[^"]*label=UKR/)
    const image = /property="og:image" content="([^"]+)"/
      .exec(html)?.[1]
      ?.replaceAll("&#38;", "&")
      .replaceAll("&amp;", "&")
    assert.isTrue(image?.startsWith("http"), image)
    const pictures = new Set<string>()
    for (const address of [
      image as string,
      (image as string).replace("UKR", "MDA"),
      (image as string).replace("lang=ru", "lang=ro")
    ]) {
      const { pathname, search } = new URL(address)
      const answer = await fetch(new URL(pathname + search, rig.address))
      assert.strictEqual(answer.headers.get("content-type"), "image/png")
      const png = Buffer.from(await answer.arrayBuffer())
      assert.deepStrictEqual(sizeOf(png), [1_200, 630])
      // No time, no program, and no text but one with the licence.
      assert.deepStrictEqual([...chunksOf(png)].sort(), ["IDAT", "IEND", "IHDR", "tEXt"])
      const licence = "Copyright\0https://creativecommons.org/licenses/by/4.0/"
      assert.strictEqual(png.toString("latin1", 41, 41 + png.readUInt32BE(33)), licence)
      pictures.add(png.toString("base64"))
    }
    assert.strictEqual(pictures.size, 3)
  })

  it("letters of all four languages are drawn, not boxes", async () => {
    // A letter that the font lacks is drawn as the same box as any other.
    const { pngOf } = await import("../../site/explorer/server/pngOf.ts")
    const draw = async (letter: string) =>
      Buffer.from(
        await pngOf(
          `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" font-family="system-ui, sans-serif"><text x="5" y="30" font-size="24">${letter}</text></svg>`,
          40
        )
      ).toString("base64")
    const letters = ["S", "Ж", "ї", "ґ", "ș", "ă", "→", "≥", "–"]
    const drawnLetters = await Promise.all([...letters, "", "\u{10fffd}"].map(draw))
    assert.strictEqual(
      new Set(drawnLetters).size,
      letters.length + 2 - (drawnLetters.at(-1) === drawnLetters.at(-2) ? 1 : 0)
    )
  })

  it("files have the size of a report or a slide, and the reader's language", async () => {
    const page = await browser.newPage({ acceptDownloads: true })
    await page.goto(`${rig.address}?view=victims&release=1&lang=ro`)
    await drawn(page)
    const saved = async (ending: string) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(`button[data-file="victims.${ending}"]`).click()
      ])
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
    }
    for (const [size, wanted] of [
      ["report", [2_007, undefined]],
      ["slide", [1_920, 1_080]]
    ] as const) {
      await page.locator("select[data-focus=size]").selectOption(size)
      const png = await saved("png")
      assert.strictEqual(png.name, `corridor-release1-victims-${size}.png`)
      const [width, height] = sizeOf(png.bytes)
      assert.strictEqual(width, wanted[0])
      if (wanted[1] !== undefined) assert.strictEqual(height, wanted[1])
      const svg = (await saved("svg")).bytes.toString()
      assert.include(svg, "Date inventate")
      assert.notMatch(svg, /data-|<script|var\(|NaN|undefined/)
    }
    await page.close()
  })

  it("the HTML to copy shows the same picture", async () => {
    const page = await browser.newPage()
    await page.goto(`${rig.address}?view=map&release=1&year=2005&lang=en`)
    await drawn(page)
    await page.locator("summary", { hasText: "another site" }).click()
    const code = (await page.locator("pre", { hasText: "<iframe" }).first().textContent()) as string
    assert.match(
      code,
      /^<iframe src="http[^"]+\/embed\?view=map&#38;release=1&#38;year=2005&#38;lang=en" title="Persons by country[^"]+"/
    )
    await page.close()
  })

  it("a frame of the copied size has room for the wide drawing and all words, in the longest language", async () => {
    for (const view of sample("views in frames", views, 3, views.length)) {
      const page = await browser.newPage()
      await page.goto(`${rig.address}?view=${view}&release=1&lang=ru`)
      await drawn(page)
      await page.locator("summary", { hasText: "другом сайте" }).click()
      const codes = (await page.locator("pre", { hasText: "<iframe" }).allTextContents()) as ReadonlyArray<string>
      assert.isNotEmpty(codes, view)
      for (const code of codes) {
        const of = (name: string) => new RegExp(` ${name}="([^"]+)"`).exec(code)?.[1]?.replaceAll("&#38;", "&") ?? ""
        await page.setViewportSize({ width: Number(of("width")), height: Number(of("height")) })
        await page.goto(of("src"))
        const [seen, whole, wide] = (await page.evaluate(
          "[innerHeight, document.documentElement.scrollHeight, document.querySelector('svg.wide').getBoundingClientRect().width]"
        )) as [number, number, number]
        assert.isAtMost(whole, seen, code)
        assert.isAbove(wide, 600, code)
        // Not much of the frame is empty.
        const end = (await page.evaluate("document.querySelector('main').getBoundingClientRect().bottom")) as number
        assert.isBelow(seen - end, 300, code)
      }
      await page.close()
    }
  })

  it("a picture explains its own numbers, letters and lines, and no others", async () => {
    const textOf = async (path: string) => (await fetch(`${rig.address}embed?release=1&lang=en&${path}`)).text()
    const svgOf = async (address: string) => {
      const page = await browser.newPage({ acceptDownloads: true })
      await page.goto(`${rig.address}${address}`)
      await drawn(page)
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator("button[data-file$='.svg']").first().click()
      ])
      const svg = readFileSync(await download.path(), "utf8")
      await page.close()
      return svg
    }
    const trend = "view=trend&series=flows&label=UKR~RUS"
    for (const shown of [await textOf(trend), await svgOf(`?${trend}&release=1&lang=en`)]) {
      assert.match(shown, /1: Criminal Code/)
      assert.match(shown, /2: Ratification/)
    }
    assert.match(await textOf("view=map"), /General Assembly resolution 68\/262/)
    // The months of the calendar have letters and colours, those of the panels have signs that need a key.
    const keys = /<ul class="keys wide".*?<\/ul>/s.exec(await textOf("view=season"))?.[0] ?? ""
    assert.match(keys, /<li>.*<li>/s)
    assert.notInclude(keys, "suppressed")
    assert.match(await textOf("view=season&picture=season-cycles"), /class="keys wide".*suppressed/)
  })
})
