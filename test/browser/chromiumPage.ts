/** Chromium as the tests of pages use it, and what they check of every page. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core"
import { assert } from "vitest"
import { patience } from "../fixtures/patience.ts"
import { chromiumPath } from "./ensureChromium.ts"

/** A browser that asks for nothing of its own and draws one pixel for each of a picture. */
export const launchBrowser = async (): Promise<Browser> => {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-device-scale-factor=1"]
  })
  return browser.on("context", (context) => context.setDefaultTimeout(patience))
}

/** What went wrong on a page. Tests expect both lists to stay empty. */
export interface Watched {
  /** Addresses of other sites that the page asked. */
  readonly outside: Array<string>
  /** Errors that the browser reported. */
  readonly errors: Array<string>
}

/** Watches a page from now on. Its own requests are those whose address begins with `own`, and data within the page. */
export const watchPage = (page: Page, own: string): Watched => {
  const watched: Watched = { outside: [], errors: [] }
  page.on("request", (request) => {
    if (!request.url().startsWith(own) && !/^(?:data|blob):/.test(request.url())) watched.outside.push(request.url())
  })
  page.on("console", (message) => {
    if (message.type() === "error") watched.errors.push(message.text())
  })
  page.on("pageerror", (error) => watched.errors.push(error.message))
  return watched
}

/** Returns the number of bytes of everything that the session's page has loaded from now on, as they were sent. */
export const countBytes = async (session: CDPSession): Promise<() => number> => {
  let bytes = 0
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await session.send("Network.enable")
  return () => bytes
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** What axe finds against WCAG 2.2 AA and good practice: rules and elements. It is put in past the page's policy. */
export const accessibilityFaults = async (page: Page): Promise<unknown> => {
  await page.evaluate(axe)
  return page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html.slice(0, 300))]))"
  )
}

/** Waits until an expression is true. It is evaluated from outside: Playwright's own waiting needs `eval`, which the page's policy refuses. */
export const until = async (page: Page, condition: string): Promise<void> => {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    if ((await page.evaluate(condition)) === true) return
    await page.waitForTimeout(25)
  }
  const seen = await page.evaluate("document.body?.innerText.slice(0, 300)")
  assert.fail(`never: ${condition}\nat ${page.url()}, which says: ${seen}`)
}
