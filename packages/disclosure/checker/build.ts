/**
 * Builds the checker, one HTML file that needs nothing else: `node checker/build.ts [FILE]` in the package's folder;
 * by default `dist/checker.html`.
 *
 * The worker and the solver are text in the page. The content security policy names the page's only script and its
 * only style by their hashes and allows no connection.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { gzipSync } from "node:zlib"
import { type BundleFormat, bundle, type ModuleReplacement } from "@corridor/page/bundle"
import { dark, light, paletteCss } from "@corridor/page/palette"
import { singleFile } from "@corridor/page/singleFile"
import { Effect } from "effect"

const at = (path: string) => join(import.meta.dirname, path)

const source = (path: string) => new URL(`../src/${path}`, import.meta.url)

const library = (name: string) => new URL(import.meta.resolve(name))

/** Modules that only Node can run. The page reaches none of them without a worker thread or a method that needs it. */
const inBrowser: ReadonlyArray<ModuleReplacement> = [
  {
    module: source("rules/profileRows.ts"),
    source: () => `export const profileRows = ${JSON.stringify(readFileSync(at("../src/rules/profiles.csv"), "utf8"))}`
  },
  { module: source("worker/WorkerThread.ts"), source: () => "export class WorkerThread {}" },
  {
    // The page suppresses; the other methods need hashes of Node.
    module: source("methods/protectionMethods.ts"),
    source: () => `import { suppressionMethod } from "./suppressionMethod.ts"
export const protectionMethods = new Map([[suppressionMethod.name, suppressionMethod]])`
  },
  { module: library("csv-parse"), source: () => `export { parse } from ${JSON.stringify(at("csvParse.ts"))}` },
  { module: library("csv-parse/sync"), source: () => 'export { parse } from "csv-parse/browser/esm/sync"' },
  { module: new URL("node:os"), source: () => "export const availableParallelism = () => 1" },
  // HiGHS imports it in Node only.
  { module: new URL("node:module"), source: () => "" }
]

const file = (name: string, format?: BundleFormat) =>
  bundle(new URL(name, import.meta.url), inBrowser, format).pipe(
    Effect.map((bytes) => Buffer.from(bytes).toString("utf8"))
  )

/** Returns the page as text. */
const checkerPage = Effect.fn("checkerPage")(function* () {
  const [script, worker, style] = yield* Effect.all([file("page.ts"), file("worker.ts", "script"), file("checker.css")])
  const wasm = readFileSync(createRequire(import.meta.url).resolve("highs/runtime"))
  return singleFile({
    title: "Disclosure checker",
    body: readFileSync(at("checker.html"), "utf8"),
    script,
    style: `${paletteCss(light, dark)}${style}`,
    data: [
      { id: "solver", type: "text/plain", text: gzipSync(wasm, { level: 9 }).toString("base64") },
      { id: "worker", type: "text/plain", text: worker }
    ],
    policy: { "script-src": ["'wasm-unsafe-eval'"], "worker-src": ["blob:"] }
  })
})

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } }
  })
  const [file = at("../dist/checker.html")] = positionals
  if (values.help) {
    console.log("node checker/build.ts [FILE]: builds the checker; by default dist/checker.html")
    process.exit(0)
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await Effect.runPromise(checkerPage()))
}
