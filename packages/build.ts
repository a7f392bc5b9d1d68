/**
 * Builds a package to JavaScript for its tarball. Run by `npm pack` in the package's folder:
 *
 *     "prepack": "node ../build.ts pack", "postpack": "node ../build.ts restore"
 *
 * `pack` compiles `src/` to `dist/` (JavaScript and `.d.ts`), copies all other files of `src/`, and points `exports` and
 * `bin` of `package.json` at them. `restore` puts back the `package.json` of the repository, which names the sources.
 */
import { spawnSync } from "node:child_process"
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const folder = process.cwd()
const at = (...path: ReadonlyArray<string>) => join(folder, ...path)
const [manifest, original, dist, config] = [
  at("package.json"),
  at(".package.json.original"),
  at("dist"),
  at("tsconfig.build.json")
]

const restore = () => {
  if (existsSync(original)) renameSync(original, manifest)
}

const compile = () => {
  rmSync(dist, { recursive: true, force: true })
  const compilerOptions = {
    composite: false,
    emitDeclarationOnly: false,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    rootDir: "src",
    outDir: "dist"
  }
  writeFileSync(
    config,
    JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions, include: ["src"], exclude: [] })
  )
  const { status } = spawnSync("tsc", ["--checkers", "1", "--project", config], { stdio: ["ignore", 2, 2] })
  rmSync(config)
  if (status !== 0) process.exit(status ?? 1)
}

/** A worker is started, and an asset is read, by a URL relative to its module: the compiler leaves these as they are. */
const moduleUrl = /(new URL\("[^"]+)\.ts(", import\.meta\.url\))/g

const completeDist = () => {
  cpSync(at("src"), dist, {
    recursive: true,
    filter: (path) => !/\.(?:ts|md|py)$/.test(path)
  })
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue
    const path = join(entry.parentPath, entry.name)
    const text = readFileSync(path, "utf8")
    const rewritten = text.replace(moduleUrl, "$1.js$2")
    if (rewritten !== text) writeFileSync(path, rewritten)
  }
}

type Target = string | { readonly [condition: string]: Target }

const compiled = (path: string, ending: string) => path.replace("./src/", "./dist/").replace(/\.ts$/, ending)

/** Returns a source as its compiled module and types; anything else as a copied file. */
const exported = (target: Target): Target => {
  if (typeof target !== "string")
    return Object.fromEntries(Object.entries(target).map(([condition, each]) => [condition, exported(each)]))
  return target.endsWith(".ts")
    ? { types: compiled(target, ".d.ts"), default: compiled(target, ".js") }
    : compiled(target, "")
}

const rewriteManifest = () => {
  const text = readFileSync(manifest, "utf8")
  const { exports = {}, bin = {}, devDependencies: _, ...rest } = JSON.parse(text)
  writeFileSync(original, text)
  const packed = {
    ...rest,
    exports: exported(exports),
    bin: Object.fromEntries(Object.entries<string>(bin).map(([name, path]) => [name, compiled(path, ".js")]))
  }
  writeFileSync(manifest, `${JSON.stringify(packed, null, 2)}\n`)
}

restore()
if (process.argv[2] === "pack") {
  compile()
  completeDist()
  rewriteManifest()
} else if (process.argv[2] !== "restore") {
  console.error("usage: node ../build.ts pack|restore")
  process.exit(2)
}
