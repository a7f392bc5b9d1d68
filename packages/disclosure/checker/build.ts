/**
 * Builds the checker, one HTML file that needs nothing else: `node checker/build.ts [FILE]` in the package's folder;
 * by default `dist/checker.html`.
 *
 * The worker and the solver are text in the page. The content security policy names the page's only script and its
 * only style by their hashes and allows no connection.
 */
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { gzipSync } from "node:zlib"
import { build, type Plugin } from "esbuild"

const at = (path: string) => join(import.meta.dirname, path)

/** JavaScript in place of modules that only Node can run. None of it is reached without a worker thread or a method that needs it. */
const inBrowser: ReadonlyMap<RegExp, () => string> = new Map([
  [
    /src\/rules\/profileRows\.ts$/,
    () => `export const profileRows = ${JSON.stringify(readFileSync(at("../src/rules/profiles.csv"), "utf8"))}`
  ],
  [/src\/worker\/WorkerThread\.ts$/, () => "export class WorkerThread {}"],
  // The page suppresses; the other methods need hashes of Node.
  [
    /src\/methods\/protectionMethods\.ts$/,
    () =>
      `import { suppressionMethod } from "./suppressionMethod.ts"
export const protectionMethods = new Map([[suppressionMethod.name, suppressionMethod]])`
  ]
])

const withoutNode: Plugin = {
  name: "without Node",
  setup: ({ onLoad, onResolve, resolve }) => {
    for (const [filter, source] of inBrowser)
      onLoad({ filter }, ({ path }) => ({ contents: source(), loader: "js", resolveDir: dirname(path) }))
    onResolve({ filter: /^node:os$/ }, ({ path }) => ({ path, namespace: "os" }))
    onLoad({ filter: /./, namespace: "os" }, () => ({ contents: "export const availableParallelism = () => 1" }))
    onResolve({ filter: /^csv-parse$/ }, () => ({ path: at("csvParse.ts") }))
    onResolve({ filter: /^csv-parse\/sync$/ }, ({ resolveDir, kind }) =>
      resolve("csv-parse/browser/esm/sync", { resolveDir, kind })
    )
    // HiGHS asks for it in Node only.
    onResolve({ filter: /^node:module$/ }, ({ path }) => ({ path, external: true }))
  }
}

const bundle = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [at(entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: ["chrome120", "firefox121", "safari17"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    // Addresses of modules are made and never loaded: there is no worker thread, and the solver's code is given.
    define: { "import.meta.url": '"file:///"' },
    banner: { js: 'Symbol.dispose ??= Symbol.for("Symbol.dispose");' },
    plugins: [withoutNode]
  })
  return outputFiles[0]?.text ?? ""
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/** Returns the page as text. */
const checkerPage = async (): Promise<string> => {
  const style = readFileSync(at("checker.css"), "utf8")
  const [script, worker] = [await bundle("page.ts"), await bundle("worker.ts")]
  const wasm = readFileSync(createRequire(import.meta.url).resolve("highs/runtime"))
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'"
  ].join("; ")
  const parts: Readonly<Record<string, string>> = {
    policy,
    style,
    script,
    worker,
    solver: gzipSync(wasm, { level: 9 }).toString("base64")
  }
  return readFileSync(at("checker.html"), "utf8").replace(/\/\*(\w+)\*\//g, (_, name: string) => parts[name] ?? "")
}

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
  writeFileSync(file, await checkerPage())
}
