/**
 * Checks the licences of all packages that the lock file names: `node test/lint/licences.ts`, part of `npm run check`. Exits with 1 and lists
 * every package whose licence is not allowed below.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** Licences under which a package may be used and passed on with this project (Apache-2.0). MPL-2.0 covers single files. */
const allowed: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "OFL-1.1",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense"
])

/** Packages that name no licence of the SPDX list. Each was read: what it says, and why it is allowed. */
const read: ReadonlyMap<string, string> = new Map([
  ["dejavu-fonts-ttf", "Bitstream Vera Fonts Copyright: may be embedded and passed on under its own name"]
])

/** A licence expression without parentheses inside parentheses, as SPDX and npm write it. */
const isAllowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((licence) => allowed.has(licence)))

interface LockedPackage {
  readonly license?: string
  readonly link?: boolean
}

/** One line for each package whose licence is missing or not allowed. */
export const licenceProblems = (packages: Readonly<Record<string, LockedPackage>>): ReadonlyArray<string> =>
  Object.entries(packages).flatMap(([path, { license = "none", link = false }]) => {
    const [, name] = /.*node_modules\/(.+)$/.exec(path) ?? []
    if (name === undefined || link || read.has(name) || isAllowed(license)) return []
    return [`${name}: the licence "${license}" is not allowed (test/lint/licences.ts)`]
  })

if (import.meta.main) {
  const lock = readFileSync(join(import.meta.dirname, "../../package-lock.json"), "utf8")
  const problems = licenceProblems(JSON.parse(lock).packages)
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? "licences: all allowed" : `licences: ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
