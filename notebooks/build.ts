/**
 * `npm run notebooks`: builds each notebook as a page that loads nothing from other servers. Notebook Kit would load its built-in libraries
 * from a CDN. The notebooks import what they use, so the built-ins are replaced by empty modules.
 */

import { readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { config, observable } from "@observablehq/notebook-kit/vite"
import { build, type Plugin } from "vite"
import { scriptArguments } from "../packages/scriptArguments.ts"
import { nameFile } from "../site/explorer/server/nameFile.ts"

const root = import.meta.dirname

/** The names of labels, which are made from files, are put into the pages when they are built. */
const names: Plugin = {
  name: "names",
  enforce: "pre",
  load: (id) =>
    id.endsWith("/explorer/server/nameFile.ts")
      ? `const names = ${JSON.stringify({ ...nameFile("en"), milestones: [], series: [], pilots: [] })}\nexport const nameFile = () => names`
      : null
}

const cdn = /^https?:\/\//

/**
 * Replaces modules that Notebook Kit would load from a CDN by modules that fail when they are used. Fails the build if a notebook imports
 * from another server, or if a page still contains such an address.
 */
const offline: Plugin = {
  name: "offline",
  enforce: "pre",
  resolveId: (id, importer) => {
    if (!cdn.test(id)) return null
    if (importer?.includes("/notebook-kit/")) return `\0absent:${id}`
    throw new Error(`A notebook imports from ${new URL(id).host}. Import from an installed package instead.`)
  },
  load: (id) => {
    if (/\/stdlib\/(?:recommendedLibraries|sampleDatasets)\.js$/.test(id)) return "export {}"
    return id.startsWith("\0absent:")
      ? 'throw new Error("This module is not included.")\nexport default undefined'
      : null
  },
  generateBundle: (_, files) => {
    for (const file of Object.values(files)) {
      const text = file.type === "chunk" ? file.code : String(file.source)
      if (/(?:import|url)\(\s*["']?https?:|(?:from|src=|href=)\s*["']https?:/.test(text))
        throw new Error(`${file.fileName} loads from another server. Import from an installed package instead.`)
    }
  }
}

export const notebooks = readdirSync(root).filter((file) => file.endsWith(".html") && file !== "template.html")

export const buildNotebooks = (outDir = join(root, "dist")) =>
  build({
    ...config(),
    configFile: false,
    root,
    base: "./",
    logLevel: "warn",
    plugins: [names, offline, observable({ template: join(root, "template.html") })],
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rollupOptions: { input: notebooks.map((file) => join(root, file)) }
    }
  })

/** Builds into `dist`, which is replaced only when the build is complete. */
const makePages = async () => {
  const made = join(root, `dist-${process.pid}`)
  try {
    await buildNotebooks(made)
    rmSync(join(root, "dist"), { recursive: true, force: true })
    renameSync(made, join(root, "dist"))
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

if (process.argv[1]?.endsWith("build.ts") || process.argv.includes("--notebooks")) {
  scriptArguments(import.meta.filename, { options: { notebooks: { type: "boolean" } } })
  await makePages()
  console.log(`Built ${notebooks.length} notebooks in notebooks/dist. 'npm start' serves them at /notebooks/.`)
}
