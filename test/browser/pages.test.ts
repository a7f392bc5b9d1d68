/** The pages of corridors, countries and regions: equal to the API, read without a script, by everyone, at every width, in four languages. */

import { existsSync } from "node:fs"
import type { Page } from "playwright-core"
import { assert, describe, it } from "vitest"
import { countryName } from "../../schemas/CountryNames.ts"
import { languages } from "../../schemas/Languages.ts"
import { sample } from "../fixtures/fullRun.ts"
import { until } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { everyPage } from "./everyPage.ts"
import { cellsOfApi, held, openStage, type ApiCell as Row } from "./explorerVisit.ts"
import { textFaults } from "./textFaults.ts"

const stage = openStage()

const cellsOf = cellsOfApi(stage)

const write = (value: unknown) => new Intl.NumberFormat("en").format(Number(value))

interface Look {
  readonly width?: number
  readonly isDark?: boolean
}

/** Opens a page in a browser that runs no script of it, and collects what went wrong. */
const open = async (path: string, { width = 1280, isDark = false }: Look = {}) => {
  const context = await stage.browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: isDark ? "dark" : "light",
    reducedMotion: "reduce"
  })
  const page = await context.newPage()
  const problems: Array<string> = []
  page.on("request", (request) => {
    if (!request.url().startsWith(stage.rig.address) && !request.url().startsWith("data:")) problems.push(request.url())
  })
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) problems.push(message.text())
  })
  const answer = await page.goto(`${stage.rig.address}${path}`)
  return {
    page,
    status: answer?.status(),
    close: async () => {
      assert.deepStrictEqual(problems, [], path)
      await context.close()
    }
  }
}

const textsOf = (page: Page, selector: string) => page.locator(selector).allTextContents()

describe.skipIf(!existsSync(chromiumPath))("pages of places", { meta: { needs: "Chromium" } }, () => {
  it("the first page answers how many, from where to where, rising or not, and who", async () => {
    const { page, close } = await open("?lang=en", { width: 360 })
    const flows = (await cellsOf("flows")).filter(({ year }) => year === 2008)
    const largest = flows.toSorted((a, b) => Number(b["victims"] ?? 0) - Number(a["victims"] ?? 0))[0] as Row
    const facts = await textsOf(page, ".fact .figure")
    const records = (await cellsOf("coverage", "&record_kind=victim")).filter(({ state }) => state === "published")
    assert.deepStrictEqual(facts.slice(0, 2), [
      `${write(records.at(-1)?.["persons"])} persons`,
      `${countryName("en", String(largest["origin"]))} → ${countryName("en", String(largest["destination"]))}`
    ])
    const groups = (await cellsOf("victims")).filter(({ year }) => year === 2008)
    const group = groups.toSorted((a, b) => Number(b["victims"] ?? 0) - Number(a["victims"] ?? 0))[0] as Row
    assert.include((await textsOf(page, ".fact")).at(2), `${write(group["victims"])} persons in 2008`)
    // The answers come before any control but the search and the pages.
    assert.isBelow((await page.locator(".fact .figure").first().boundingBox())?.y ?? 9_999, 500)
    const rows = await textsOf(page, "table.corridors tbody tr")
    assert.isAtMost(rows.length, 10)
    assert.include(rows[0], `${write(largest["victims"])} persons`)
    // Two steps to the answer for one corridor, by the keyboard: the search and its first result.
    await page.locator("input[type=search]").fill("ukrane russa")
    await page.keyboard.press("Enter")
    await page.locator(".found a").first().click()
    assert.include(page.url(), "/corridor/UKR/RUS")
    assert.strictEqual(await page.locator(".number strong").textContent(), "356 persons")
    await close()
  })

  it("arrows and places of the map on the first page lead to their pages", async () => {
    const { page, close } = await open("?lang=en")
    const links = (await page.evaluate(
      "Array.from(document.querySelectorAll('#map-chart'), (one) => one.closest('figure')).flatMap((one) => Array.from(one.querySelectorAll('svg.wide a'), (link) => link.getAttribute('href')))"
    )) as ReadonlyArray<string>
    assert.isTrue(links.some((href) => href.startsWith("/corridor/UKR/RUS?")))
    assert.isTrue(links.some((href) => href.startsWith("/country/UKR?")))
    for (const href of links) assert.strictEqual((await fetch(new URL(href, stage.rig.address))).status, 200, href)
    await close()
  })

  it("a corridor's page has its figures, verdict, routes and files, and is linked to its ends", async () => {
    const { page, status, close } = await open("corridor/UKR/RUS?lang=en")
    assert.strictEqual(status, 200)
    const flows = await cellsOf("flows", "&origin=UKR&destination=RUS")
    const latest = flows.at(-1) as Row
    assert.strictEqual(await page.locator(".number strong").textContent(), `${write(latest["victims"])} persons`)
    assert.include(await page.locator(".number").textContent(), String(latest["year"]))
    assert.deepStrictEqual(
      await textsOf(page, ".withTable td:nth-of-type(1)"),
      flows.map(({ victims }) => write(victims))
    )
    // Below the years is the series that the verdict was decided by: half-years, where they are published.
    const halfYears = await cellsOf("flows_by_half_year", "&origin=UKR&destination=RUS")
    assert.deepStrictEqual(
      await textsOf(page, ".tableBelow td:nth-of-type(1)"),
      halfYears.map(({ victims }) => write(victims))
    )
    const trend = (await (
      await fetch(`${stage.rig.address}v1/trends?table=flows&origin=UKR&destination=RUS`)
    ).json()) as {
      verdict: { direction: string }
      reporting: ReadonlyArray<{ partners: number }>
    }
    assert.strictEqual(trend.verdict.direction, "no detectable change")
    assert.strictEqual(
      await page.locator(".verdict .sentence").first().textContent(),
      "No large change: over the series the number neither doubled nor halved."
    )
    assert.include(
      await page.locator("main").textContent(),
      `${trend.reporting.at(-1)?.partners} partners reported routes`
    )
    const routes = (await cellsOf("corridors", "&origin=UKR&destination=RUS")).filter(({ year }) => year === 2008)
    const shown = (await page.evaluate(
      "Array.from(document.querySelectorAll('table.bars[aria-labelledby=routes] tr'), (row) => Array.from(row.children, (cell) => cell.textContent))"
    )) as ReadonlyArray<ReadonlyArray<string>>
    assert.deepStrictEqual(
      shown.map(([route, figure]) => `${route} ${figure}`).sort(),
      routes
        .map(({ corridor, victims }) => {
          const names = String(corridor)
            .split(" > ")
            .map((code) => countryName("en", code))
          return `${names.join(" → ")} ${write(victims)}`
        })
        .sort()
    )
    for (const path of ["/country/UKR", "/country/RUS", "/country/BLR", "/corridor/RUS/UKR"])
      assert.isAbove(await page.locator(`main a[href^="${path}?"]`).count(), 0, path)
    const files = (await page.evaluate(
      "Array.from(document.querySelectorAll('.files a'), (link) => link.getAttribute('href'))"
    )) as ReadonlyArray<string>
    assert.lengthOf(files, 9)
    for (const href of files) {
      const file = await fetch(new URL(href, stage.rig.address))
      assert.strictEqual(file.status, 200, href)
    }
    await close()
  })

  it("describes itself to sites that link to it, in each language", async () => {
    for (const language of languages) {
      const text = await (await fetch(`${stage.rig.address}corridor/UKR/RUS?lang=${language}`)).text()
      const names = `${countryName(language, "UKR")} → ${countryName(language, "RUS")}`
      const contentOf = (name: string) =>
        new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`).exec(text)?.[1]
      assert.include(contentOf("og:title"), names, language)
      assert.include(contentOf("og:description"), "356", language)
      assert.strictEqual(contentOf("description"), contentOf("og:description"))
      assert.match(contentOf("og:url") ?? "", new RegExp(`^https?://[^/]+/corridor/UKR/RUS\\?lang=${language}$`))
      assert.strictEqual(/<link rel="canonical" href="([^"]*)"/.exec(text)?.[1], contentOf("og:url"))
      assert.match(contentOf("og:locale") ?? "", new RegExp(`^${language}_[A-Z]{2}$`))
      const image = new URL(String(contentOf("og:image")).replaceAll(/&#38;|&amp;/g, "&"))
      const picture = await fetch(new URL(image.pathname + image.search, stage.rig.address))
      assert.deepStrictEqual([picture.status, picture.headers.get("content-type")], [200, "image/png"])
      assert.include(text, `<html lang="${language}"`)
      assert.notMatch(text, /\{\w+\}/, language)
      assert.notInclude(text, "undefined")
    }
  })

  it("a link to a comparison shows its corridors, and says in each language what the picture shows", async () => {
    const pictures = new Set<string>()
    const contentsOf = (text: string, name: string) =>
      [...text.matchAll(new RegExp(`<meta property="${name}" content="([^"]*)"`, "g"))].map(([, content = ""]) =>
        content.replaceAll(/&#38;|&amp;/g, "&").replaceAll(/[\u00a0\u202f]/g, " ")
      )
    const shares = async (path: string) => {
      const text = await (await fetch(`${stage.rig.address}${path}`)).text()
      const [image = ""] = contentsOf(text, "og:image")
      const { pathname, search } = new URL(image)
      const picture = await fetch(new URL(pathname + search, stage.rig.address))
      assert.deepStrictEqual([picture.status, picture.headers.get("content-type")], [200, "image/png"], path)
      pictures.add(Buffer.from(await picture.arrayBuffer()).toString("base64"))
      const shown = [...text.matchAll(/<p class="quiet">([^<]*?) · /g)].map(([, figure = ""]) => figure)
      return {
        search,
        words: contentsOf(text, "og:image:alt").join(),
        shown: shown.map((one) => one.replaceAll(/[\u00a0\u202f]/g, " "))
      }
    }
    const own = "corridor=UKR~RUS&corridor=TJK~TUR"
    for (const language of languages) {
      const { words, shown } = await shares(`compare?${own}&lang=${language}`)
      for (const code of ["UKR", "RUS", "TJK", "TUR"]) assert.include(words, countryName(language, code))
      for (const part of ["356", "2008"]) assert.include(words, part, language)
      // The page says the same of each corridor: of a suppressed figure its range, if it has one.
      assert.lengthOf(shown, 2)
      for (const part of shown) assert.include(words, part, language)
      assert.notMatch(words, /\{\w+\}|undefined|: 0/)
    }
    assert.strictEqual(pictures.size, languages.length)
    const { search, words } = await shares(`compare?${own}&unit=origin&lang=en`)
    assert.include(decodeURIComponent(search), own)
    // 356 persons of 46.9 million inhabitants.
    assert.include(words, "0.76")
    await shares("compare?corridor=UKR~RUS&lang=en")
    await shares("compare?lang=en")
    assert.strictEqual(pictures.size, languages.length + 3)
    const missing = await fetch(`${stage.rig.address}preview.png?page=compare&release=99&corridor=UKR~RUS`)
    assert.strictEqual(missing.status, 404)
  })

  it("shows a suppressed figure as its range and a missing one as not reported, never as 0", async () => {
    const { page, close } = await open("corridor/TJK/TUR?lang=en")
    const flows = await cellsOf("flows", "&origin=TJK&destination=TUR")
    const { low, high } = flows.at(-1) as Row
    assert.strictEqual(
      await page.locator(".number strong").textContent(),
      high === undefined
        ? Number(low) <= 1
          ? "suppressed"
          : `at least ${write(low)} persons`
        : `between ${write(low)} and ${write(high)} persons`
    )
    assert.include(await page.locator(".headline").textContent(), "2008: not reported")
    assert.isTrue((await page.locator(".withTable td[data-state=suppressed]").count()) > 0)
    assert.notInclude(await textsOf(page, "main td"), "0")
    await close()
    const none = await open("corridor/FRA/ESP?lang=en")
    assert.strictEqual(none.status, 200)
    assert.include(await none.page.locator("main").textContent(), "no records of the corridor France → Spain")
    assert.notMatch((await none.page.locator("main").textContent()) ?? "", /\b0\b/)
    await none.close()
  })

  it("a country's page has its roles and corridors", async () => {
    const { page, close } = await open("country/RUS?lang=en")
    for (const [role, table, where] of [
      ["origin", "region_roles_origin", "&origin=RUS"],
      ["transit", "region_roles_transit", "&corridor=via+RUS"],
      ["destination", "region_roles_destination", "&destination=RUS"]
    ] as const) {
      const latest = (await cellsOf(table, where)).at(-1) as Row
      assert.strictEqual(
        await page.locator(`.role.${role} .number strong`).textContent(),
        `${write(latest["victims"])} persons`
      )
      const [figure, when] = await page.locator(`.roles .${role} dd`).allTextContents()
      assert.strictEqual(figure, `${write(latest["victims"])} persons`)
      assert.match(when ?? "", new RegExp(`^${latest["year"]}, \\w+`))
    }
    const arriving = (await cellsOf("flows", "&destination=RUS")).filter(({ year }) => year === 2008)
    for (const { origin } of arriving)
      assert.isAbove(await page.locator(`main a[href^="/corridor/${origin}/RUS?"]`).count(), 0, String(origin))
    await close()
  })

  it("a pilot region's page compares what was expected with what was reported in the newest reported year", async () => {
    for (const [region, table, label, expected] of [
      ["RU-KR", "first_level_origin", "origin=RU-KR", ["origin"]],
      ["RU-AST", "first_level_transit", "corridor=via+RU-AST", ["transit"]],
      ["RU-MOS", "first_level_destination", "destination=RU-MOS", ["transit", "destination"]]
    ] as const) {
      const { page, close } = await open(`region/${region}?lang=en`)
      const latest = (await cellsOf(table, `&${label}`)).at(-1) as Row
      const own = table.replace("first_level_", "")
      assert.strictEqual(await page.locator(`.roles .${own} dd`).textContent(), `${write(latest["victims"])} persons`)
      assert.include((await page.locator("section:has(> .roles) h2").textContent()) ?? "", String(latest["year"]))
      for (const role of ["origin", "transit", "destination"])
        assert.strictEqual(
          await page.locator(`.roles .${role} .tag`).count(),
          (expected as ReadonlyArray<string>).includes(role) ? 1 : 0,
          `${region} ${role}`
        )
      await close()
    }
  })

  it("a comparison shows up to six corridors at its own address, as persons and as rates", async () => {
    const chosen = ["UKR~RUS", "TJK~TUR"]
    const address = `compare?${chosen.map((one) => `corridor=${one}`).join("&")}&lang=en`
    const { page, close } = await open(address)
    const cells = await cellsOf("flows")
    const rows = await textsOf(page, ".wide tbody tr")
    assert.lengthOf(rows, 2)
    for (const { victims } of cells.filter(({ origin, destination }) => origin === "UKR" && destination === "RUS"))
      assert.include(rows[0], write(victims))
    assert.strictEqual(await page.locator(".multiples svg").count(), 2)
    assert.strictEqual(await page.locator(".wide td[data-state=not_reported]").count(), 4)
    await page.locator(".choose summary").click()
    await page.locator("input[value=origin]").check()
    await page.locator("form.compare button").click()
    for (const one of [...chosen, "unit=origin"]) assert.include(decodeURIComponent(page.url()), one)
    const ukraine = (await fetch(`${stage.rig.address}country/UKR?lang=en`)).text()
    const [, rate] = /([\d.]+) per 100,000 inhabitants \(([\d,]+) in 2008\)/.exec(await ukraine) ?? []
    assert.isDefined(rate)
    // 356 persons of 46.9 million inhabitants.
    assert.include((await textsOf(page, ".wide tbody tr"))[0], "0.76")
    assert.notInclude(await page.locator("main").textContent(), "NaN")
    await close()
    const many = await open(
      `compare?${["UKR", "MDA", "UZB", "KGZ", "KAZ", "BLR"].map((one) => `corridor=${one}~RUS`).join("&")}&corridor=RUS~FIN&corridor=QQQ~QQQ&lang=en`
    )
    assert.strictEqual(await many.page.locator(".multiples svg").count(), 6)
    // A corridor that is not offered is found by its ends, and those of one country are offered.
    await many.page.locator(".choose summary").click()
    await many.page.locator("input[name=find]").fill("Thailand Tajikistan")
    await many.page.locator("form.compare button").click()
    assert.include((await textsOf(many.page, ".wide tbody th")).join(), "Thailand → Tajikistan")
    await many.page.locator(".choose summary").click()
    await many.page.locator("input[name=find]").fill("Swedan")
    await many.page.locator("form.compare button").click()
    assert.isTrue(await many.page.locator("input[value='RUS~SWE']").isVisible())
    await many.close()
  })

  it("an unknown place is a 404 with the search, and another spelling leads to the place", async () => {
    const unknown = [
      "country/QQQ",
      "region/QQ-QQ",
      "corridor/UKR/QQQ",
      "country/%3Cb%3E",
      "corridor/UKR",
      "nothing/at/all"
    ]
    const unreleased = [
      "?release=99",
      "?view=map&release=99",
      "editions?release=99",
      "request?release=99",
      "?view=trend&release=b",
      "corridor/UKR/RUS?release=99",
      "compare?release=",
      "search?q=ukraine&release=b"
    ]
    for (const path of [...unknown, ...unreleased]) {
      const { page, status, close } = await open(path)
      assert.strictEqual(status, 404, path)
      assert.strictEqual(await page.locator("form[role=search]").count(), 1)
      assert.notInclude(await page.locator("main").textContent(), "QQ")
      await close()
    }
    const { page, close } = await open("corridor/ukr/rus?lang=ro")
    assert.include(page.url(), "/corridor/UKR/RUS?lang=ro")
    await close()
    const slash = await fetch(`${stage.rig.address}compare/?corridor=UKR~RUS&lang=ro`, { redirect: "manual" })
    assert.deepStrictEqual([slash.status, slash.headers.get("location")], [301, "/compare?corridor=UKR~RUS&lang=ro"])
    for (const path of ["/evil.example/", "%2F%2Fevil.example/"])
      assert.notInclude(
        (await fetch(`${stage.rig.address}${path}`, { redirect: "manual" })).headers.get("location") ?? "",
        "//"
      )
  })

  it("suggests while the reader types what the page of results shows, in four languages, with errors, and sends nothing", async () => {
    const texts = { en: "ukrane russa", ru: "карелея", uk: "Казахстн", ro: "moldva" }
    for (const language of languages) {
      const results = await open(`search?q=${encodeURIComponent(texts[language])}&lang=${language}`)
      const hrefs = await results.page.evaluate(
        "Array.from(document.querySelectorAll('.found a'), ({ pathname }) => pathname)"
      )
      await results.close()
      const { page, close } = await open(`country/RUS?lang=${language}`, { width: language === "ru" ? 360 : 1280 })
      const field = page.locator("input[type=search]")
      await field.focus()
      await field.pressSequentially("a")
      await page.locator(".suggestions li").first().waitFor()
      const asked: Array<string> = []
      page.on("request", (request) => asked.push(request.url()))
      await field.fill("")
      await field.pressSequentially(texts[language])
      const paths = "Array.from(document.querySelectorAll('.suggestions li'), ({ dataset }) => dataset.path)"
      await until(
        page,
        `JSON.stringify(${paths}) === ${JSON.stringify(JSON.stringify((hrefs as Array<string>).slice(0, 8)))}`
      )
      assert.deepStrictEqual(asked, [])
      await held({ page } as never, `suggestions-${language}`)
      await page.keyboard.press("Escape")
      assert.strictEqual(await field.getAttribute("aria-expanded"), "false")
      assert.strictEqual(await field.inputValue(), texts[language])
      await close()
    }
  })

  it("leads to a suggestion by keyboard and by pointer, and to the results without one", async () => {
    const type = async (text: string, path: string) => {
      const seen = await open("compare?release=1&lang=ru&theme=dark")
      await seen.page.locator("input[type=search]").pressSequentially(text)
      await seen.page.locator(`.suggestions li[data-path='${path}']`).waitFor()
      return seen
    }
    const byKeys = await type("украина россия", "/corridor/UKR/RUS")
    await byKeys.page.keyboard.press("ArrowDown")
    const active = await byKeys.page.locator("input[type=search]").getAttribute("aria-activedescendant")
    assert.match((await byKeys.page.locator(`#${active}`).textContent()) ?? "", /^Украина → Россия/)
    await byKeys.page.keyboard.press("Enter")
    await byKeys.page.waitForURL(/corridor\/UKR\/RUS\?release=1&lang=ru&theme=dark$/)
    await byKeys.close()
    const byPointer = await type("карел", "/region/RU-KR")
    await byPointer.page.locator(".suggestions li[data-path='/region/RU-KR']").click()
    await byPointer.page.waitForURL(/region\/RU-KR/)
    await byPointer.close()
    const plain = await type("карел", "/region/RU-KR")
    await plain.page.keyboard.press("Enter")
    await plain.page.waitForURL(/search\?q=/)
    await plain.close()
    const context = await stage.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${stage.rig.address}country/RUS?lang=en`)
    await page.locator("input[type=search]").fill("ukrane russa")
    await page.keyboard.press("Enter")
    await page.locator(".found a").first().click()
    assert.include(page.url(), "/corridor/UKR/RUS")
    await context.close()
  })

  it("suggests what was typed before its script came", async () => {
    const context = await stage.browser.newContext()
    const page = await context.newPage()
    const held = Promise.withResolvers<void>()
    await page.route(/suggest-[^/]*\.js$/, async (route) => {
      await held.promise
      await route.continue()
    })
    await page.goto(`${stage.rig.address}country/RUS?lang=en`, { waitUntil: "commit" })
    await page.locator("input[type=search]").pressSequentially("ukr")
    held.resolve()
    await page.locator(".suggestions li").first().waitFor()
    await context.close()
  })

  it("draws the suggestions once for the keys that waited for the names", async () => {
    const context = await stage.browser.newContext()
    const page = await context.newPage()
    const held = Promise.withResolvers<void>()
    await page.route(/search\/places/, async (route) => {
      await held.promise
      await route.continue()
    })
    await page.goto(`${stage.rig.address}country/RUS?lang=en`)
    await page.locator(".suggestions").waitFor({ state: "attached" })
    await page.evaluate(`new MutationObserver(() => { window.drawn = (window.drawn ?? 0) + 1 })
      .observe(document.querySelector(".suggestions"), { childList: true })`)
    await page.locator("input[type=search]").pressSequentially("ukraine")
    held.resolve()
    await page.locator(".suggestions li[data-path='/country/UKR']").waitFor()
    // Another key is answered after those that waited.
    await page.keyboard.type(" ru")
    await page.locator(".suggestions li[data-path='/corridor/UKR/RUS']").waitFor()
    assert.isAtMost(Number(await page.evaluate("window.drawn")), 4)
    await context.close()
  })

  it("every page of the site links the data dictionary", async () => {
    const paths = Object.values(everyPage).filter((path) => !path.startsWith("embed"))
    for (const path of [...paths, "dictionary", "receipts/withdrawal", "country/QQQ"]) {
      const text = await (await fetch(`${stage.rig.address}${path}`, { headers: { "accept-language": "uk" } })).text()
      assert.include(text, '<a href="/dictionary?lang=uk">Словник даних', path)
    }
  })

  it("a phone shows each choice of the request form in full, in four languages", async () => {
    for (const language of languages)
      for (const subject of ["journeys", "victims"]) {
        const { page, close } = await open(`request?subject=${subject}&lang=${language}`, { width: 320 })
        for (const select of await page.locator("main select").all())
          for (const text of await select.locator("option").allTextContents()) {
            await select.selectOption({ label: text })
            assert.deepStrictEqual(await textFaults(page), [], `${language}: ${text}`)
          }
        await close()
      }
  })

  it("a phone with letters twice as large scrolls no page sideways", async () => {
    for (const path of ["?lang=uk", "request?lang=ru", "search?q=karelia&lang=ro", "?view=trend&release=1&lang=ro"]) {
      const { page, close } = await open(path, { width: 360 })
      await page.evaluate("document.documentElement.style.fontSize = '200%'")
      assert.isAtMost(Number(await page.evaluate("document.documentElement.scrollWidth")), 360, path)
      await close()
    }
    // As a setting of the browser, which queries of the window's width follow.
    for (const path of ["country/RUS?lang=uk", "country/UKR?lang=ro", "corridor/UKR/RUS?lang=ru", "persons?lang=en"]) {
      const { page, close } = await open(path, { width: 360 })
      const session = await page.context().newCDPSession(page)
      await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } })
      await page.reload()
      assert.strictEqual(await page.evaluate("getComputedStyle(document.documentElement).fontSize"), "32px")
      assert.isAtMost(Number(await page.evaluate("document.documentElement.scrollWidth")), 360, path)
      await close()
    }
  })

  it("everyone can read them: axe, and no page wider than its window", async () => {
    const paths = [
      "",
      "search?q=karelia",
      "corridor/UKR/RUS",
      "corridor/TJK/TUR",
      "country/RUS",
      "region/RU-AST",
      "country/FRA",
      "country/QQQ"
    ]
    const settings = [
      [360, false, "ru"],
      [768, true, "uk"],
      [1280, false, "en"],
      [1920, true, "ro"]
    ] as const
    for (const path of sample("pages of places", paths, 4))
      for (const [width, isDark, language] of sample(`settings of /${path}`, settings, 1)) {
        const seen = await open(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`, { width, isDark })
        await held(seen as never, `${path.replaceAll(/[/?=~]/g, "-")}-${width}`)
        await seen.close()
      }
  })
})
