/** The browser of the page tests: Debian's Chromium. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

export const chromiumPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium"

/** Installs Chromium from Debian's packages where it is absent and that can be done; the page tests say so when it is not. */
export const ensureChromium = (): void => {
  if (existsSync(chromiumPath) || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return
  console.error("installing Chromium for the page tests …")
  const apt = (...args: ReadonlyArray<string>) =>
    spawnSync("apt-get", args, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
  apt("update")
  apt("install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core")
}
