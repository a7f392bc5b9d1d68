import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"
import { build, type Plugin } from "esbuild"
import { browserModules } from "../../../schemas/BrowserModules.ts"

export class BundleFailed extends Schema.TaggedError<BundleFailed>()("BundleFailed", { message: Schema.String }) {}

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

/** A script or style and all that it imports, as one small file for browsers. Takes half a second. */
export const bundled = (entry: URL) =>
  Effect.tryPromise({
    try: async () => {
      const { outputFiles } = await build({
        entryPoints: [fileURLToPath(entry)],
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
    catch: () => new BundleFailed({ message: "a page could not be made from its modules" })
  })
