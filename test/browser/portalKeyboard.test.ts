/** The portal by keyboard alone, from sign-in to receipt and out again: what has the focus is seen at every stop. */

import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import type { Browser, FileChooser, Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { firstPseudonym } from "../fixtures/firstPseudonym.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"
import { launchBrowser } from "./chromiumPage.ts"
import { chromiumPath } from "./ensureChromium.ts"

const key = randomBytes(32)
const routes = `caseReference,researchUseConsent,leg1.country,leg1.role,leg1.year
K-1,true,UKR,Origin,2004
K-2,true,MDA,Origin,2005
K-3,true,UKR,Origin,2204
`
const pseudonym = (reference: string) => firstPseudonym(key, reference)

let browser: Browser
let rig: PortalRig
beforeAll(async () => {
  if (!existsSync(chromiumPath)) return
  rig = await startPortal(["shelter"])
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await rig?.close()
})

/** The focused element: its text, whether its focus ring is drawn, and whether it is in view and not covered. */
const stop = (page: Page) =>
  page.evaluate(`(() => {
    const at = document.activeElement
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at)
    const { left, right, top, bottom } = at.getBoundingClientRect()
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2]
    return {
      words: at.labels?.[0]?.textContent ?? at.textContent,
      nothing: at === document.body,
      ring: at.matches(":focus-visible") && outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 && !/, 0\\)$/.test(outlineColor),
      inView: at.contains(document.elementFromPoint(x, y))
    }
  })()`) as Promise<{ words: string; nothing: boolean; ring: boolean; inView: boolean }>

/** Tabs to the element with this name and checks each stop on the way. */
const goTo = async (page: Page, words: string, press: "Tab" | "Shift+Tab" = "Tab") => {
  const passed: Array<string> = []
  while (passed.length < 30) {
    await page.keyboard.press(press)
    const at = await stop(page)
    if (at.nothing) continue
    assert.isTrue(at.ring, `the focus is not seen on: ${at.words}`)
    assert.isTrue(at.inView, `out of view or covered: ${at.words}`)
    if (at.words.includes(words)) return passed
    passed.push(at.words)
  }
  return assert.fail(`"${words}" is not reached: ${passed.join(" | ")}`)
}

/**
 * Opens the browser's own way to choose a file, and chooses. Choosers are listened for from the start: one that begins to listen as the
 * key is pressed may miss the one that opens.
 */
const chooserOf = (page: Page) => {
  let chosen: ((chooser: FileChooser) => void) | undefined
  page.on("filechooser", (chooser) => chosen?.(chooser))
  return async (press: "Enter" | "Space", name: string, text: string) => {
    const opened = new Promise<FileChooser>((resolve) => {
      chosen = resolve
    })
    await page.keyboard.press(press)
    await (await opened).setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) })
  }
}

const focused = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor()

describe.skipIf(!existsSync(chromiumPath))("the portal by keyboard alone", { meta: { needs: "Chromium" } }, () => {
  it("goes from sign-in to receipt, and the focus is never lost nor unseen", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 700 }, locale: "en" })
    const choose = chooserOf(page)
    await page.goto(`${rig.address}/portal?lang=en`)
    await page.locator("input[name=account]").waitFor()
    await goTo(page, "Account")
    await page.keyboard.type("shelter")
    assert.deepStrictEqual(await goTo(page, "Password"), [])
    await page.keyboard.type(rig.passwords.get("shelter") as string)
    await page.keyboard.press("Enter")
    await focused(page, "main")

    assert.deepStrictEqual(await goTo(page, "key"), [], "the key is the first thing that is asked")
    await choose("Enter", "not a key.txt", "this is none")
    await page.locator(".key .notice.bad").waitFor()
    await focused(page, ".key input")
    await choose("Enter", "corridor.key", key.toString("base64"))
    await focused(page, ".key button")

    await goTo(page, (await page.locator("label[for=kind]").textContent()) ?? "")
    for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowDown")
    assert.strictEqual(await page.locator("#kind").inputValue(), "route")
    assert.deepStrictEqual(await goTo(page, (await page.locator(".drop label").textContent()) ?? ""), [])
    await choose("Space", "routes.csv", routes)
    await focused(page, ".below h2")

    await goTo(page, (await page.locator(".below .tick label").textContent()) ?? "")
    await focused(page, ".below .tick input")
    assert.deepStrictEqual(await goTo(page, "Send"), [])
    await page.keyboard.press("Enter")
    await focused(page, ".below .tick input")
    assert.isUndefined(rig.desk.rows.get("shelter"), "sent without the partner's agreement")
    await page.keyboard.press("Space")
    await goTo(page, "Send")
    await page.keyboard.press("Enter")
    await page.locator("h2:focus", { hasText: "Sent" }).waitFor()
    assert.deepStrictEqual(
      rig.desk.rows.get("shelter")?.map(({ record }) => record["caseReference"]),
      ["K-1", "K-2"].map(pseudonym)
    )
    const receipt = rig.desk.receipts.get("shelter")?.[0]?.submission as string
    await goTo(page, receipt)

    await goTo(page, "Receipts", "Shift+Tab")
    await page.keyboard.press("Enter")
    await focused(page, "main")
    await page.locator("tbody tr").waitFor()
    await goTo(page, receipt)
    await goTo(page, "Sign out", "Shift+Tab")
    await page.keyboard.press("Enter")
    await page.locator("input[name=account]").waitFor()
    await focused(page, "main")
    await goTo(page, "Account")
    await page.close()
  })
})
