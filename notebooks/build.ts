/**
 * `npm run notebooks`: each notebook as a page that loads nothing from elsewhere. Notebook Kit takes its built-in libraries from a CDN;
 * notebooks here import what they use, so the built-ins give way to nothing.
 */
import { readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { config, observable } from "@observablehq/notebook-kit/vite"
import { build, type Plugin } from "vite"

const root = import.meta.dirname

const cdn = /^https?:\/\//

/**
 * What Notebook Kit would fetch when it is used gives way to a module that says that it is not packed; a notebook that imports such a
 * thing itself, and an address that is left in a page, end the build.
 */
const offline: Plugin = {
  name: "offline",
  enforce: "pre",
  resolveId: (id, importer) => {
    if (!cdn.test(id)) return null
    if (importer?.includes("/notebook-kit/")) return `\0absent:${id}`
    throw new Error(`a notebook loads something from elsewhere: ${new URL(id).host}`)
  },
  load: (id) => {
    if (/\/stdlib\/(?:recommendedLibraries|sampleDatasets)\.js$/.test(id)) return "export {}"
    return id.startsWith("\0absent:") ? 'throw new Error("not packed")\nexport default undefined' : null
  },
  generateBundle: (_, files) => {
    for (const file of Object.values(files)) {
      const text = file.type === "chunk" ? file.code : String(file.source)
      if (/(?:import|url)\(\s*["']?https?:|(?:from|src=|href=)\s*["']https?:/.test(text))
        throw new Error(`an address of elsewhere is left in ${file.fileName}`)
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
    plugins: [offline, observable({ template: join(root, "template.html") })],
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rollupOptions: { input: notebooks.map((file) => join(root, file)) }
    }
  })

/** Into `dist`, which is there as a whole or not at all. */
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
  await makePages()
  console.log(`${notebooks.length} notebooks are in notebooks/dist; 'npm start' serves them at /notebooks/.`)
}
