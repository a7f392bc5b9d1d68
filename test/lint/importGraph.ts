/**
 * The imports of a tree: which file names which. Types, re-exports and dynamic imports count as imports.
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { parseSync } from "oxc-parser"

export interface Import {
  /** Path of the importing file, relative to the root. */
  readonly from: string
  /** The specifier as written. */
  readonly specifier: string
  /** Path of the imported file, relative to the root; absent when it is an npm package or a built-in module. */
  readonly to?: string
}

const specifiersOf = (path: string, text: string): ReadonlyArray<string> => {
  const { staticImports, staticExports, dynamicImports } = parseSync(path, text).module
  const dynamic = dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
  return [
    ...staticImports.map((statement) => statement.moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...dynamic.flatMap((written) => /^["'`]([^"'`$]+)["'`]$/.exec(written)?.[1] ?? [])
  ]
}

/** A package of this repository is imported by its name; `exports` maps `./*` to `./src/*.ts`. */
const packageFile = (specifier: string): string | undefined => {
  const [, name, path] = /^@corridor\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
  return name === undefined ? undefined : `packages/${name}/src/${path ?? "index"}.ts`
}

/** Paths of the tracked and new files under `root` that match a pattern, relative to it. */
export const trackedFiles = (root: string, ...patterns: ReadonlyArray<string>): ReadonlyArray<string> =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], {
    cwd: root,
    encoding: "utf8"
  })
    .split("\n")
    .filter((path) => path !== "" && existsSync(join(root, path)))

/** Every import of the tracked and new TypeScript files under `root`. */
export const importsOf = (root: string): ReadonlyArray<Import> =>
  trackedFiles(root, "*.ts", "*.mjs").flatMap((from) =>
    [...new Set(specifiersOf(from, readFileSync(join(root, from), "utf8")))].map((specifier) => {
      const to = specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : packageFile(specifier)
      return to === undefined ? { from, specifier } : { from, specifier, to }
    })
  )
