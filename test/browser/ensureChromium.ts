/** The browser of the page tests: Debian's Chromium. */
import { ensureDebian } from "../fixtures/ensureDebian.ts"

export const chromiumPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium"

export const ensureChromium = (): void =>
  ensureDebian(chromiumPath, "Chromium for the page tests", ["chromium", "fonts-dejavu-core"])
