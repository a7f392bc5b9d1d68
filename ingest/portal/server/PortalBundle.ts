/** The page's script, style and map, made when the server starts; each under a name with the hash of its content. */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, constants } from "node:zlib"
import { Effect, Schema } from "effect"
import { build, type Plugin } from "esbuild"
import { browserModules } from "../../../schemas/BrowserModules.ts"

export class BundleFailed extends Schema.TaggedError<BundleFailed>()("BundleFailed", { message: Schema.String }) {}

export interface Asset {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly brotli: Uint8Array
}

export interface Bundle {
  readonly script: Asset
  readonly style: Asset
  readonly maps: Readonly<Record<"world" | "points", Asset>>
}

const page = (name: string) => fileURLToPath(new URL(`../page/${name}`, import.meta.url))

/** Modules that read files give way to those that carry what was read. */
const carried: Plugin = {
  name: "carried",
  setup: ({ onLoad }) => {
    for (const { file, source } of browserModules) {
      const path = fileURLToPath(file)
      const filter = new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`)
      onLoad({ filter }, () => ({ contents: source(), loader: "js" }))
    }
  }
}

const asset = (name: string, end: string, type: string, bytes: Uint8Array): Asset => ({
  name: `${name}-${hash("sha256", bytes).slice(0, 16)}.${end}`,
  type,
  bytes,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
})

const built = (entry: string) =>
  Effect.tryPromise({
    try: async () => {
      const { outputFiles } = await build({
        entryPoints: [page(entry)],
        bundle: true,
        minify: true,
        write: false,
        format: "esm",
        platform: "browser",
        target: ["chrome120", "firefox121", "safari17"],
        charset: "utf8",
        legalComments: "none",
        logLevel: "silent",
        plugins: [carried]
      })
      return outputFiles[0]?.contents ?? new Uint8Array()
    },
    catch: () => new BundleFailed({ message: "the portal's page could not be made from its modules" })
  })

const map = (name: string) =>
  asset(
    name.replace(/\..*$/, ""),
    "json",
    "application/json",
    readFileSync(new URL(`../../../schemas/map/${name}`, import.meta.url))
  )

/** Makes everything that the page is of. Takes half a second. */
export const makeBundle = Effect.fn("PortalBundle.make")(function* () {
  const [script, style] = yield* Effect.all([built("main.ts"), built("portal.css")])
  return {
    script: asset("portal", "js", "text/javascript; charset=utf-8", script),
    style: asset("portal", "css", "text/css; charset=utf-8", style),
    maps: { world: map("world.topo.json"), points: map("points.json") }
  } satisfies Bundle
})
