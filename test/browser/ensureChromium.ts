/** The browser of the page tests: Debian's Chromium without windows, which takes half the processor time of the whole one. */
import { existsSync } from "node:fs"
import { ensureDebian } from "../fixtures/ensureDebian.ts"

const shell = "/usr/bin/chromium-headless-shell"
const whole = "/usr/bin/chromium"

export const ensureChromium = (): void =>
  ensureDebian(shell, "Chromium for the page tests", ["chromium-headless-shell", "fonts-dejavu-core"])

export const chromiumPath = process.env["CHROMIUM"] ?? [shell, whole].find((one) => existsSync(one)) ?? shell
