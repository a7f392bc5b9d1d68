/**
 * The partners' portal in a real browser, from sign-in to receipt: what is sent, what is never sent, and that everybody can use it.
 * With PORTAL_SHOTS=FOLDER pictures of it are kept, for people to look at.
 */
import { createHmac, hash, randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { createCode } from "../../infra/identity/createAccess.ts"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { firstPseudonym } from "../fixtures/firstPseudonym.ts"
import { sample } from "../fixtures/fullRun.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"
import { accessibilityFaults, launchBrowser, until, watchPage } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"
import { textFaults } from "./textFaults.ts"

const shots = process.env["PORTAL_SHOTS"]
const languages = ["en", "ru", "uk", "ro"] as const
/** The least is that of a window of 1,280 px at a zoom of 400 % (WCAG 1.4.10). */
const widths = [320, 360, 768, 1280, 1920] as const

/** A case reference that must be seen nowhere outside of the browser. */
const canary = "CANARY-4711-ZIMA"
const key = randomBytes(32)

const good = `caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year
${canary},true,Ukraine,Origin,2004,Russian Federation,Destination,2004
${canary}-2,true,MDA,Origin,2005,RUS,Destination,2005
${canary}-3,true,BLR,Origin,2005,FIN,Destination,2006
`
const flawed = `caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year,leg2.country,leg2.role,leg2.year,colour
${canary}-10,true,UKR,Origin,2004,RUS,Destination,2004,red
${canary}-11,true,Atlantis,Origin,2004,RUS,Destination,2004,blue
${canary}-12,true,UKR,Origin,2204,RUS,Target,2004,
`
const identifying = `caseReference,researchUseConsent,prs_FirstName,leg1.country,leg1.role,leg1.year
${canary}-20,true,Oksana,UKR,Origin,2004
`

/** Sign-ins of one account are limited, so the tests of each view in each language use separate partners. */
const reader = (language: string) => `reader-${language}`

/** One receipt in each state. */
const shownReceipts = (["received", "loaded", "quarantined", "withdrawn"] as const).map((state, i) => ({
  submission: `5f0c8f2e-0000-4000-8000-00000000000${i}`,
  receivedAt: `2026-11-2${i}T10:00:00.000Z`,
  records: 1200 + i,
  hash: `${i}`.repeat(64),
  state,
  loaded: state === "received" ? 0 : 1200,
  quarantined: state === "quarantined" ? 2 : 0,
  withdrawn: state === "withdrawn" ? 3 : 0,
  corrections: 0,
  heldBack: 0,
  refusals: state === "quarantined" ? [{ code: "date-in-future", messages: 2 }] : []
}))

/** What the reader's own systems sent, and a record that was corrected. */
const shownDirect = { loaded: 310, quarantined: 1, refusals: [{ code: "consent-missing", messages: 1 }] }
const corrected = "V-17"
const idOfRecord = (kind: string) => {
  const digest = createHmac("sha256", key).update(`record\0id\0${kind}\0${corrected}`).digest("hex")
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
const shownRevisions = [0, 1].map((revision) => ({
  record: idOfRecord("victim"),
  kind: "victim" as const,
  revision,
  at: `2026-11-2${revision}T10:00:00Z`,
  submission: shownReceipts[revision]?.submission ?? ""
}))

/** The quality of the reader's data: one kind compared with others, one that is not. */
const shownQuality = {
  mediansBefore: "2026-11-01",
  leastPeers: 5,
  kinds: [
    {
      kind: "victim" as const,
      records: 620,
      delay: { own: 4, median: 6 },
      fields: [
        { path: "gender", own: 100, median: 95 },
        { path: "regionOfExploitation", own: 63.9, median: null },
        { path: "maritalStatus", own: 0, median: 40 }
      ]
    },
    {
      kind: "route" as const,
      records: 1,
      delay: { own: null, median: null },
      fields: [{ path: "legs.region", own: 96.8, median: null }]
    }
  ],
  months: [
    { month: "2026-10", read: 1200, refused: 31, duplicates: 0 },
    { month: "2026-11", read: 40, refused: 0, duplicates: 2 }
  ],
  refused: { own: 2.6, median: 5 },
  duplicates: { own: 0, median: null },
  rules: [{ month: "2026-10", code: "consent-missing", messages: 31 }],
  editions: [
    {
      release: 2,
      edition: "main 2",
      publishedAt: "2026-11-20T10:00:00Z",
      kinds: [{ kind: "victim" as const, records: 600 }]
    },
    {
      release: 1,
      edition: "main 1",
      publishedAt: "2026-08-20T10:00:00Z",
      kinds: [{ kind: "route" as const, records: 20 }]
    }
  ]
}

/** An open round, and the page for taking part. */
const shownPage = "<!doctype html><title>round</title>"
const shownRounds = {
  rounds: [
    {
      round: "2026-autumn",
      purpose: "Persons known to several partners, 2023 to 2025",
      code: "H7KQ-2M4T-9XWD-P3RV",
      until: "2026-12-31",
      fields: ["givenNames", "familyNames", "birthDate", "sex", "citizenship", "documentNumber"],
      dimensions: ["year", "sex"],
      holders: ["holder-one", "holder-two", "holder-three"],
      threshold: 2,
      state: "agreed" as const
    }
  ],
  page: hash("sha256", shownPage),
  shared: {
    round: "2025-autumn",
    counts: [
      { knownTo: "any", persons: 148, low: 133, high: 163 },
      { knownTo: "LawEnforcement", low: 0, high: 83 }
    ]
  }
}

let browser: Browser | undefined
let rig: PortalRig

beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  rig = await startPortal([
    "shelter-north",
    "shelter-south",
    "shelter-east",
    "shelter-west",
    "shelter-review",
    ...languages.map(reader)
  ])
  for (const language of languages) {
    rig.desk.receipts.set(reader(language), shownReceipts)
    rig.desk.direct.set(reader(language), shownDirect)
    rig.desk.quality.set(reader(language), shownQuality)
    rig.desk.rounds.set(reader(language), shownRounds)
    rig.desk.revisions.set(reader(language), shownRevisions)
  }
  rig.desk.roundPage = { text: shownPage, sha256: shownRounds.page }
  browser = await launchBrowser()
  if (shots !== undefined) mkdirSync(shots, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  await rig?.close()
})

/** A page with everything that left it and everything that it complained of. */
interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Addresses, headers and bodies of all requests. */
  readonly sent: Array<string>
  readonly outside: Array<string>
  readonly errors: Array<string>
}

const visit = async (language: string, width: number): Promise<Visit> => {
  const context = await (browser as Browser).newContext({
    viewport: { width, height: 900 },
    locale: language,
    reducedMotion: "reduce"
  })
  const page = await context.newPage()
  const sent: Array<string> = []
  page.on("request", (request) =>
    sent.push(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ""}`)
  )
  const watched = watchPage(page, rig.address)
  await page.goto(`${rig.address}/portal?lang=${language}`)
  return { page, context, sent, ...watched }
}

const signIn = async (page: Page, account: string) => {
  await page.locator("input[name=account]").fill(account)
  await page.locator("input[name=password]").fill(rig.passwords.get(account) as string)
  await page.locator("button.main[type=submit]").click()
  await page.locator("nav").waitFor()
}

const giveKey = (page: Page) =>
  page
    .locator(".key input[type=file]")
    .setInputFiles({ name: "corridor.key", mimeType: "text/plain", buffer: Buffer.from(`${key.toString("base64")}\n`) })

const giveFile = (page: Page, name: string, text: string) =>
  page.locator("input.chooser").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) })

const cutOffTables = `[...document.querySelectorAll(".wide")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.querySelector("caption").textContent)`

/** What must hold at every width and in both colours. */
const heldAt = async (page: Page, name: string) => {
  assert.deepStrictEqual(await textFaults(page), [], name)
  assert.isTrue(
    await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
    `${name}: wider than the page`
  )
  assert.deepStrictEqual(await page.evaluate(cutOffTables), [], `${name}: a table is wider than the page`)
  assert.isTrue(
    await page.evaluate("document.querySelector('header').offsetHeight <= 0.3 * window.innerHeight"),
    `${name}: the header takes the first screen`
  )
}

/** Checks that apply to every view, at every width, light, dark and in print, and screenshots of it. */
const held = async ({ page }: Visit, name: string) => {
  const own = page.viewportSize() ?? { width: 1_280, height: 900 }
  const shoot = async (look: string) => {
    if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-${look}.png`), fullPage: true })
  }
  await page.emulateMedia({ media: "print" })
  await shoot("print")
  assert.deepStrictEqual(await textFaults(page), [], `${name} in print`)
  await page.emulateMedia({ media: "screen" })
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: own.height })
      await shoot(`${width}-${colorScheme}`)
      await heldAt(page, `${name} at ${width} px, ${colorScheme}`)
    }
    await page.setViewportSize(own)
    assert.deepStrictEqual(await accessibilityFaults(page), [], `${name}, ${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: null })
  assert.strictEqual(await page.locator('footer a[href^="/dictionary?lang="]').count(), 1, name)
}

const close = async ({ page, context, sent, outside, errors }: Visit, refused: ReadonlyArray<RegExp> = []) => {
  assert.deepStrictEqual(outside, [])
  assert.deepStrictEqual(
    errors.filter((error) => !refused.some((known) => known.test(error))),
    []
  )
  for (const one of sent) assert.notInclude(one, "CANARY")
  assert.notInclude(JSON.stringify(await context.storageState()), "CANARY")
  await page.close()
  await context.close()
}

/** The first pseudonym by its definition: HMAC-SHA-256 of "case", a zero byte and the reference. */
const pseudonym = (reference: string) => firstPseudonym(key, reference)

describe.skipIf(!existsSync(chromiumPath))("the partners' portal", { meta: { needs: "Chromium" } }, () => {
  it("from sign-in to receipt: sent are pseudonyms, and the same file has the same receipt", async () => {
    const seen = await visit("en", 1280)
    const { page } = seen
    await signIn(page, "shelter-north")
    await giveFile(page, "routes.csv", good)
    await page.locator(".notice.bad", { hasText: "key" }).waitFor()
    await giveKey(page)
    await page.locator("h2", { hasText: "Report on" }).waitFor()
    assert.deepStrictEqual(rig.desk.rows.get("shelter-north") ?? [], [], "a dry run sends nothing")
    await page.locator("button", { hasText: "Send all 3 records" }).click()
    await page.locator("h2", { hasText: "Sent" }).waitFor()
    const first = await page.locator(".below tbody th code").textContent()
    const rows = rig.desk.rows.get("shelter-north") ?? []
    assert.deepStrictEqual(
      rows.map(({ record }) => record["caseReference"]),
      [canary, `${canary}-2`, `${canary}-3`].map(pseudonym)
    )
    assert.strictEqual(rows[0]?.kind, "route")
    const legs = rows[0]?.record["legs"] as ReadonlyArray<object> | undefined
    assert.deepInclude(legs?.[0], {
      country: "UKR",
      role: "Origin",
      year: 2004
    })

    await giveFile(page, "the same under another name.csv", good)
    await page.locator("h2", { hasText: "another name" }).waitFor()
    await page.locator("button", { hasText: "Send all 3 records" }).click()
    await page.locator("h2", { hasText: "Sent" }).waitFor()
    assert.strictEqual(await page.locator(".below tbody th code").textContent(), first)

    // The columns of the last file were remembered.
    await giveFile(page, "changed.csv", good.replace("researchUseConsent", "Agreed to use for statistics"))
    await page.locator("h2", { hasText: "changed.csv" }).waitFor()
    const changes = page.locator(".below li")
    assert.deepStrictEqual(await changes.allTextContents(), [
      "renamed: researchUseConsent → Agreed to use for statistics"
    ])
    assert.include(await page.locator(".below details tbody tr").first().textContent(), "(hidden)")
    await page.locator("nav a", { hasText: "Receipts" }).click()
    // Sent records are in a table too, until the view changes.
    await page.locator(".below").waitFor({ state: "detached" })
    await page.locator("tbody tr").waitFor()
    assert.strictEqual(await page.locator("tbody tr").count(), 1)
    await page.locator("button", { hasText: "Sign out" }).click()
    await page.locator("input[name=account]").waitFor()
    await close(seen)
    const log = JSON.stringify(await rig.run(readAccessLog()))
    assert.include(log, "submission-sent")
    assert.notInclude(log, "CANARY")
    assert.notInclude(log, key.toString("base64"))
  })

  it("reports all problems together, returns the file, and sends only the good rows if the user agrees", async () => {
    const seen = await visit("en", 1280)
    const { page } = seen
    await signIn(page, "shelter-south")
    await giveKey(page)
    await giveFile(page, "flawed.csv", flawed)
    await page.locator("h2", { hasText: "Report on" }).waitFor()
    const report = (await page.locator(".below").textContent()) ?? ""
    for (const word of ["colour", "leg1.country", "leg1.year", "leg2.role", "column-unknown", "country-unknown"])
      assert.include(report, word)
    assert.notInclude(report, "Atlantis")
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("button", { hasText: "problem column" }).click()
    ])
    const back = readFileSync(await file.path(), "utf8")
    assert.include(back, "corridor_problems")
    assert.include(back, `${canary}-10`)
    assert.include(back, "Atlantis")
    await page.locator("button", { hasText: "Send only" }).click()
    await page.locator(".notice.bad", { hasText: "Confirm that" }).waitFor()
    assert.isUndefined(rig.desk.rows.get("shelter-south"))
    await page.locator(".below .tick input").check()
    await page.locator("button", { hasText: "Send only" }).click()
    await page.locator("h2", { hasText: "Sent" }).waitFor()
    assert.deepStrictEqual(
      rig.desk.rows.get("shelter-south")?.map(({ record }) => record["caseReference"]),
      [pseudonym(`${canary}-10`)]
    )
    const since = `caseReference,researchUseConsent,registeredOn\n${canary}-10,no,2019\n${canary}-14,no,2019\n`
    await giveFile(page, "refuses.csv", since)
    await page.locator("button", { hasText: "Look for earlier records" }).click()
    await page.locator(".notice.bad", { hasText: "Records of 1 case without consent" }).waitFor()
    const found = (await page.locator(".below").textContent()) ?? ""
    assert.lengthOf(found.match(/case-refused-since/g) ?? [], 1)
    assert.strictEqual(await page.locator(".below .notice a").getAttribute("href"), "#withdraw")
    const others = Array.from({ length: 20 }, (_, i) => `${canary}-${i + 20},no,2019`)
    await giveFile(page, "many refuse.csv", `caseReference,researchUseConsent,registeredOn\n${others.join("\n")}\n`)
    const withdrawals = "**/portal/api/withdrawals"
    const failing = (most: number) =>
      page.route(withdrawals, (route) =>
        route.request().postDataJSON().earlier.length < most ? route.fulfill({ status: 503 }) : route.continue()
      )
    const look = page.locator("button", { hasText: "Look for earlier records" })
    await failing(16)
    await look.click()
    await page.locator(".notice.bad", { hasText: "not responding" }).waitFor()
    await page.unroute(withdrawals)
    await failing(15)
    await look.click()
    await page.locator(".notice.bad", { hasText: "did not answer for 4 cases" }).waitFor()
    assert.strictEqual(await page.locator(".notice.good", { hasText: "No records" }).count(), 0)
    await page.unroute(withdrawals)
    await look.click()
    await page.locator(".notice.good", { hasText: "No records of the cases" }).waitFor()
    await page.locator("details summary", { hasText: "sent before" }).click()
    const compared = (text: string) =>
      page
        .locator("input.earlier")
        .setInputFiles({ name: "last year.csv", mimeType: "text/csv", buffer: Buffer.from(text) })
    await giveFile(page, "this year.csv", good)
    await page.locator("h2", { hasText: "this year" }).waitFor()
    await compared(good.replace(`${canary}-2`, `${canary}02`))
    await page.locator(".below", { hasText: "case-number-similar-earlier" }).waitFor()
    assert.isTrue(await page.locator("button", { hasText: "Send all 3 records" }).isVisible())
    await compared("")
    await page.locator(".notice.bad", { hasText: "sent before cannot be read" }).waitFor()
    await page.locator("input.earlier").setInputFiles([])
    await giveFile(page, "names.csv", identifying)
    await page.locator(".notice.bad", { hasText: "directly identifies a person" }).waitFor()
    assert.strictEqual(await page.locator("button", { hasText: "Send" }).count(), 0)
    assert.notInclude((await page.locator("main").textContent()) ?? "", "Oksana")
    await giveFile(page, "broken.xlsx", "this is no workbook")
    await page.locator(".notice.bad", { hasText: "cannot be read" }).waitFor()
    await close(seen, [/503/])
  })

  it("binds columns and values once and remembers them for the partner", async () => {
    const seen = await visit("en", 1280)
    const { page } = seen
    await signIn(page, "shelter-east")
    await giveKey(page)
    await page.locator("#kind").selectOption("route")
    const own = good
      .replace("caseReference", "Dossier")
      .replace("Ukraine", "Oukraina")
      .replace("researchUseConsent,", "agreed,")
    await giveFile(page, "own.csv", own)
    await page.locator("h2", { hasText: "Report on" }).waitFor()
    await page.locator("button", { hasText: "Map columns" }).click()
    await page.locator('select[aria-label^="Dossier"]').selectOption("caseReference")
    await page.locator('select[aria-label^="agreed"]').selectOption("researchUseConsent")
    await page.locator('select[aria-label^="Oukraina"]').selectOption("UKR")
    await page.locator("button", { hasText: "Save and check" }).click()
    await page.locator("button", { hasText: "Send all 3 records" }).waitFor()
    assert.deepStrictEqual(rig.desk.mappings.get("shelter-east"), {
      columns: { Dossier: "caseReference", agreed: "researchUseConsent" },
      values: { country: { Oukraina: "UKR" } },
      constants: {},
      ignore: []
    })
    await page.reload()
    await giveKey(page)
    await page.locator("#kind").selectOption("route")
    await giveFile(page, "own.csv", own)
    await page.locator("button", { hasText: "Send all 3 records" }).waitFor()
    await close(seen)
  })

  it("accepts one record by keyboard only, with its route on the map, and reports missing values next to the field", async () => {
    const seen = await visit("en", 1280)
    const { page } = seen
    await signIn(page, "shelter-east")
    // The map's file fails once: the map is drawn with the next change.
    await page.addInitScript(`{
      const { fetch } = window
      window.fetch = (address, ...rest) => {
        if (!String(address).includes("/world")) return fetch(address, ...rest)
        window.fetch = fetch
        window.hasFailed = true
        return Promise.reject(new TypeError("Failed to fetch"))
      }
    }`)
    await page.goto(`${rig.address}/portal#record`)
    await until(page, "window.hasFailed === true")
    await giveKey(page)
    await page.locator("button.main[type=submit]").focus()
    await page.keyboard.press("Enter")
    await page.locator(".fault").first().waitFor()
    assert.strictEqual(await page.evaluate("document.activeElement.getAttribute('aria-invalid')"), "true")
    await page.keyboard.type(`${canary}-30`)
    await page.keyboard.press("Tab")
    await page.keyboard.type("yes")
    const selects = page.locator(".legs select")
    const count = (await selects.count()) / 2
    for (const [leg, country, role] of [
      [0, "Ukraine", "Origin"],
      [1, "Russia", "Destination"]
    ] as const) {
      await selects.nth(leg * count).focus()
      await page.keyboard.type(country)
      await selects.nth(leg * count + 2).focus()
      await page.keyboard.type(role)
      await page.keyboard.press("Tab")
      await page.keyboard.type("2004")
    }
    await page.locator("svg.map path.way").waitFor({ state: "attached" })
    assert.include(await page.locator("figcaption").textContent(), "Ukraine → Russia")
    assert.strictEqual(await page.locator(".fault").count(), 0, "what was said of a field goes when it is changed")
    await page.locator("#record-own-id").fill("R-30")
    await held(seen, "record-filled-en")
    await page.locator("button.main[type=submit]").focus()
    await page.keyboard.press("Enter")
    await page.locator("h2", { hasText: "Sent" }).waitFor()
    const [row] = rig.desk.rows.get("shelter-east") ?? []
    assert.strictEqual(row?.record["caseReference"], pseudonym(`${canary}-30`))
    assert.isTrue(row?.revisable, "it can be corrected by its own id")
    for (const one of seen.sent) assert.notInclude(one, "R-30")
    await close(seen)
  })

  it("withdraws a case by its pseudonym alone", async () => {
    const seen = await visit("en", 1280)
    const { page } = seen
    await signIn(page, "shelter-east")
    await page.goto(`${rig.address}/portal#withdraw`)
    await giveKey(page)
    const find = async (typed: string) => {
      await page.locator("#case").fill(typed)
      await page.locator("button.main[type=submit]").click()
    }
    await find(`${canary}-3O`)
    await page.locator(".notice.bad", { hasText: "No record matches" }).waitFor()
    await held(seen, "withdraw-no-match-en")
    // However it is typed.
    await find(` ${canary.toLowerCase()} – 30 `)
    await page.locator(".notice.plain", { hasText: "1 stored row matches" }).waitFor()
    await page.locator("main li", { hasText: "Routes: 1" }).waitFor()
    const withdraw = page.locator("main button.main:not([type=submit])")
    await withdraw.click()
    await page.locator(".notice.bad", { hasText: "Select the box" }).waitFor()
    assert.isUndefined(rig.desk.withdrawn.get("shelter-east"))
    await page.locator("main .tick input").check()
    assert.strictEqual(await page.locator(".notice.bad").count(), 0, "what was asked for is done")
    await held(seen, "withdraw-found-en")
    await withdraw.click()
    await page.locator(".notice.good", { hasText: "1 row was erased" }).waitFor()
    assert.match((await page.locator("main code").first().textContent()) ?? "", /^[0-9a-f-]{36}$/)
    assert.strictEqual(await page.locator("main code").last().textContent(), "ABCDE-12345")
    await held(seen, "withdraw-done-en")
    assert.deepStrictEqual(rig.desk.withdrawn.get("shelter-east"), [pseudonym(`${canary}-30`)])
    await close(seen)
  })

  it("enrols an invited partner by a code: the key is made in the page, saved and never sent", async () => {
    const seen = await visit("en", 1280)
    const { page } = seen
    const { code } = await rig.run(createCode({ partner: "shelter-west" }, 1))
    await page.locator("details.enrol summary").click()
    await page.locator("input[name=code]").fill(code)
    await held(seen, "enrol-en")
    const saving = page.waitForEvent("download")
    await page.locator("details.enrol button").click()
    const made = readFileSync(await (await saving).path(), "utf8").trim()
    await page.locator("details.enrol dd").nth(1).waitFor()
    const [account, password] = await page.locator("details.enrol dd").allTextContents()
    await held(seen, "enrolled-en")
    const bytes = Buffer.from(made, "base64")
    assert.lengthOf(bytes, 32)
    for (const one of seen.sent)
      for (const form of [made, bytes.toString("hex"), bytes.toString("base64url")]) assert.notInclude(one, form)

    await page.locator("input[name=account]").fill(account as string)
    await page.locator("input[name=password]").fill(password as string)
    await page.locator("button.main").click()
    await page.locator("nav").waitFor()
    // Another key than the registered one is refused when it is chosen.
    await giveKey(page)
    await page.locator(".notice.bad", { hasText: "not the key" }).waitFor()
    await page
      .locator(".key input[type=file]")
      .setInputFiles({ name: "own.key", mimeType: "text/plain", buffer: Buffer.from(made) })
    await page.locator(".key .kept").waitFor()
    await close(seen)
  })

  it("reviews before sending: one account enters, another one approves, and the history says who did what", async () => {
    const manager = await visit("en", 1280)
    const { page } = manager
    await signIn(page, "shelter-review")
    await page.locator("nav a", { hasText: "Accounts" }).click()
    await page.locator("tbody tr").waitFor()
    await page.locator("#account-name").fill("bo")
    await page.locator("fieldset .tick input").nth(0).uncheck()
    await page.locator("fieldset .tick input").nth(1).check()
    await page.locator("form button.main").click()
    const code = (await page.locator("code.secret").textContent()) as string
    await held(manager, "accounts-en")
    // An account that gets access after an entry cannot approve it.
    const approver = await visit("ru", 360)
    await approver.page.locator("details.enrol summary").click()
    await approver.page.locator("input[name=code]").fill(code)
    await approver.page.locator("details.enrol .tick input").check()
    await approver.page.locator("details.enrol button").click()
    const shown = approver.page.locator("details.enrol dd")
    await shown.nth(1).waitFor()
    const [account, password] = await shown.allTextContents()
    assert.strictEqual(account, "shelter-review.bo")
    await approver.page.locator("input[name=account]").fill(account as string)
    await approver.page.locator("input[name=password]").fill(password as string)
    await approver.page.locator("button.main").click()
    await approver.page.locator("nav").waitFor()

    await page.locator("nav a", { hasText: "Review" }).click()
    await page.locator("button", { hasText: "Turn review on" }).click()
    await page.locator("button", { hasText: "Turn review off" }).waitFor()
    await page.locator("nav a", { hasText: "Send a file" }).click()
    await giveKey(page)
    await giveFile(page, "routes.csv", good)
    await page.locator("button", { hasText: "Send all 3 records" }).click()
    await page.locator("h2", { hasText: "Waits for approval" }).waitFor()
    assert.isUndefined(rig.desk.rows.get("shelter-review"), "nothing is sent")
    await page.locator("nav a", { hasText: "Review" }).click()
    await page.locator("button", { hasText: "Look at it" }).click()
    await page.locator(".notice", { hasText: "You entered this yourself" }).waitFor()
    assert.strictEqual(await page.locator("button", { hasText: "Approve" }).count(), 0)
    await held(manager, "review-own-en")

    // The approver has no key, and sees no case number and no pseudonym.
    assert.strictEqual(await approver.page.locator("nav a[href$='#send'], nav a[href$='#accounts']").count(), 0)
    await approver.page.locator("nav a[href$='#review']").click()
    await approver.page.locator("tbody button").click()
    await approver.page.locator("button.main").waitFor()
    const seen = (await approver.page.locator("main").textContent()) ?? ""
    assert.include(seen, "Украина")
    for (const value of [canary, pseudonym(canary)]) assert.notInclude(seen, value)
    await held(approver, "review-ru")
    await approver.page.locator("button.main").click()
    await approver.page.locator(".notice.good").waitFor()
    assert.deepStrictEqual(
      rig.desk.rows.get("shelter-review")?.map(({ record }) => record["caseReference"]),
      [canary, `${canary}-2`, `${canary}-3`].map(pseudonym)
    )
    await held(approver, "reviewed-ru")
    await close(approver)
    await page.reload()
    await page.locator("tbody tr", { hasText: "shelter-review.bo" }).first().waitFor()
    const history = (await page.locator("table").last().textContent()) ?? ""
    for (const event of ["entered", "approved", "turned review on"]) assert.include(history, event)
    await held(manager, "history-en")
    await close(manager)
  })

  it("says of a view that it is loading until the server answers, and why it cannot be shown", async () => {
    const seen = await visit("en", 360)
    const { page } = seen
    await signIn(page, "shelter-north")
    const views = {
      receipts: "receipts",
      quality: "quality",
      linkage: "linkage",
      accounts: "accounts",
      review: "review"
    }
    for (const [view, path] of Object.entries(views)) {
      const held = Promise.withResolvers<void>()
      const address = new RegExp(`/portal/api/${path}$`)
      await page.route(address, async (route) => {
        await held.promise
        await route.continue()
      })
      await page.locator(`nav a[href$='#${view}']`).click()
      await page.locator("main [aria-busy=true]", { hasText: "Loading …" }).waitFor()
      held.resolve()
      await page.locator("main [aria-busy=true]").waitFor({ state: "detached" })
      assert.notInclude(await page.locator("main").textContent(), "Loading")
      await page.unroute(address)
    }
    await page.locator("nav a[href$='#templates']").click()
    await page.route(/\/portal\/api\/quality$/, (route) => route.abort())
    await page.locator("nav a[href$='#quality']").click()
    await page.locator("main .notice.bad").waitFor()
    assert.notInclude(await page.locator("main").textContent(), "Loading")
    await close(seen, [/ERR_FAILED/])
  })

  it("refuses a wrong password with a message, and an invalid key file", async () => {
    const seen = await visit("en", 360)
    const { page } = seen
    await page.locator("input[name=account]").fill("shelter-north")
    await page.locator("input[name=password]").fill("guessed")
    await page.locator("button.main[type=submit]").click()
    await page.locator(".notice.bad", { hasText: "is wrong" }).waitFor()
    await held(seen, "sign-in-refused-en")
    await signIn(page, "shelter-north")
    await page
      .locator(".key input[type=file]")
      .setInputFiles({ name: "photo.key", mimeType: "text/plain", buffer: Buffer.from("no key at all") })
    await page.locator(".notice.bad", { hasText: "contains no key" }).waitFor()
    // The browser itself logs that a request was answered with 403.
    await close(seen, [/status of 403/])
  })

  for (const language of sample("languages of the portal", languages, 1))
    it(`is readable by everyone: ${language}`, async () => {
      // Axe sees a phone in two languages and a screen in two.
      const seen = await visit(language, language === "en" || language === "uk" ? 360 : 1_280)
      const { page } = seen
      const name = (view: string) => `${view}-${language}`
      assert.strictEqual(await page.evaluate("document.documentElement.lang"), language)
      await page.locator("input[name=account]").waitFor()
      await held(seen, name("sign-in"))
      await signIn(page, reader(language))
      assert.strictEqual(await page.locator(".invented").count(), 1)
      await held(seen, name("send"))
      await giveKey(page)
      await giveFile(page, "flawed.csv", flawed)
      await page.locator(".below h2").waitFor()
      await held(seen, name("report"))
      await page.locator(".below .actions button").nth(1).click()
      await page.locator(".below select").first().waitFor()
      await held(seen, name("mapping"))
      const views = ["record", "queue", "review", "receipts", "quality", "linkage", "withdraw", "templates", "accounts"]
      for (const view of views) {
        await page.goto(`${rig.address}/portal#${view}`)
        await page.locator("main h1").waitFor()
        if (view === "record") await page.locator("svg.map path.countries").first().waitFor({ state: "attached" })
        if (view === "queue") await page.locator("#passphrase-again").waitFor()
        if (view === "receipts") {
          await page.locator("tbody tr").first().waitFor()
          await giveKey(page)
          await page.locator("#record-name").fill(corrected)
          await page.locator(".history button[type=submit]").click()
          await page.locator(".history tbody tr").nth(1).waitFor()
          assert.include(await page.locator(".direct").textContent(), "310")
        }
        if (view === "linkage") {
          const link = page.locator("main a[download]")
          await link.waitFor()
          const [saved] = await Promise.all([page.waitForEvent("download"), link.click()])
          assert.strictEqual(readFileSync(await saved.path(), "utf8"), shownPage)
          const text = await page.locator("main").textContent()
          for (const words of [shownRounds.page, "148", "133", "163", "83"]) assert.include(text, words)
        }
        if (view === "quality") {
          const tables = page.locator(".quality table")
          await tables.first().waitFor()
          // Months, rules, two kinds, editions. Fields begin with the least complete; a kind without medians has no column for others.
          const cells = await tables.nth(2).locator("tbody td:nth-child(2)").allTextContents()
          assert.deepStrictEqual(
            cells.map((text) => Number.parseFloat(text.replace(",", "."))),
            [0, 63.9, 100]
          )
          assert.deepStrictEqual(
            await Promise.all([2, 3].map((i) => tables.nth(i).locator("thead th").count())),
            [3, 2]
          )
          assert.strictEqual(await page.locator(".quality a[href^='/?release=2']").count(), 1)
          assert.strictEqual(await tables.nth(4).locator("tbody tr").count(), 2)
        }
        await held(seen, name(view))
      }
      await close(seen)
    })

  it("is walked by keyboard: each stop of Tab can be seen, and the first leads past the way to the other views", async () => {
    const seen = await visit("en", 360)
    const { page } = seen
    await signIn(page, reader("en"))
    await page.reload()
    await page.locator("nav").waitFor()
    await page.keyboard.press("Tab")
    assert.strictEqual(await page.evaluate("document.activeElement.className"), "skip")
    await page.keyboard.press("Enter")
    assert.strictEqual(await page.evaluate("document.activeElement.id"), "content")
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press("Tab")
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
      assert.notStrictEqual(outline, "none")
    }
    await close(seen)
  })
})
