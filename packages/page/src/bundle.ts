import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"
import { type BuildOptions, build, type Plugin } from "esbuild"

/** A page could not be bundled. `message` has what the bundler found. */
export class BundleError extends Schema.TaggedError<BundleError>()("BundleError", { message: Schema.String }) {}

/** A module to replace in a bundle, for modules that a browser cannot run. */
export interface ModuleReplacement {
  /** The module to replace: a file, or a module of Node, such as `node:os`. */
  readonly module: URL
  /** Returns JavaScript with the same exports. */
  readonly source: () => string
}

const replace = (replacements: ReadonlyArray<ModuleReplacement>): Plugin => ({
  name: "replace",
  setup: ({ onLoad, onResolve }) => {
    for (const { module, source } of replacements) {
      const isFile = module.protocol === "file:"
      const path = isFile ? fileURLToPath(module) : module.href
      const filter = new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`)
      const namespace = isFile ? "file" : "replaced"
      if (!isFile) onResolve({ filter }, ({ path }) => ({ path, namespace }))
      onLoad({ filter, namespace }, () => ({ contents: source(), loader: "js" }))
    }
  }
})

/** A module, or a script for a worker that is made from text: a page that is a file may start no worker that is a module. */
export type BundleFormat = "module" | "script"

const formats = {
  module: { format: "esm" },
  // Addresses of modules are made and never loaded.
  script: { format: "iife", define: { "import.meta.url": '"file:///"' } }
} as const

/** Bundles an entry and everything that it imports into one minified file. */
const oneFile = (what: string, entry: URL, replacements: ReadonlyArray<ModuleReplacement>, options: BuildOptions) =>
  Effect.tryPromise({
    try: async () => {
      const { outputFiles } = await build({
        ...options,
        entryPoints: [fileURLToPath(entry)],
        bundle: true,
        minify: true,
        write: false,
        charset: "utf8",
        logLevel: "silent",
        plugins: [replace(replacements)]
      })
      return outputFiles?.[0]?.contents ?? new Uint8Array()
    },
    catch: () => new BundleError({ message: `Could not bundle a ${what}'s modules` })
  })

/** What modules that are written for CommonJS expect. */
const forNode = `import { createRequire as __createRequire } from "node:module"
const require = __createRequire(import.meta.url)`

/**
 * Bundles a program and everything that it imports into one minified module for Node 22 and later.
 *
 * Fails with a `BundleError` if a module is missing or does not compile.
 */
export const bundleForNode = (entry: URL, replacements: ReadonlyArray<ModuleReplacement>) =>
  oneFile("program", entry, replacements, {
    format: "esm",
    platform: "node",
    target: "node22",
    banner: { js: `#!/usr/bin/env node\n${forNode}` },
    legalComments: "eof"
  })

/**
 * Bundles a script or style sheet and everything that it imports into one minified file for browsers.
 *
 * Fails with a `BundleError` if a module is missing or does not compile.
 */
export const bundle = (
  entry: URL,
  replacements: ReadonlyArray<ModuleReplacement> = [],
  format: BundleFormat = "module"
) =>
  oneFile("page", entry, replacements, {
    ...formats[format],
    platform: "browser",
    target: ["chrome120", "firefox121", "safari17"],
    legalComments: "none"
  })
