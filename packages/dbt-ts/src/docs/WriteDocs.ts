/** Writes the pages of a project into a folder that needs nothing else: no network, no other file. */
import { fileURLToPath } from "node:url"
import { Effect, FileSystem } from "effect"
import type { Document } from "../Documents.ts"
import { ProjectError } from "../ProjectError.ts"
import { readText } from "../project/files/readText.ts"
import { writeTargetFile } from "../run/WriteArtefacts.ts"
import { docsProject } from "./DocsProject.ts"
import { indexPage } from "./IndexPage.ts"
import { nodePage } from "./NodePage.ts"
import { pageName } from "./PageName.ts"

const fixedFiles = ["docs.css", "docs.js", "icon.svg"]
const fixedFolder = fileURLToPath(new URL("./page", import.meta.url))

const unreadable = (file: string) => () => new ProjectError({ subject: file, reason: "cannot be read as JSON" })

const readOptional = Effect.fn("WriteDocs.read")(function* (file: string) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* Effect.orElseSucceed(fs.exists(file), () => false))) return undefined
  const text = yield* Effect.mapError(readText(file), unreadable(file))
  return yield* Effect.try({ try: () => JSON.parse(text) as Document, catch: unreadable(file) })
})

/** Writes `docs/` from the artefacts in `targetPath`; returns the folder and the number of pages. */
export const writeDocs = Effect.fn("WriteDocs.write")(function* (targetPath: string) {
  const fs = yield* FileSystem.FileSystem
  const manifest = yield* readOptional(`${targetPath}/manifest.json`)
  if (manifest === undefined) {
    return yield* new ProjectError({ subject: targetPath, reason: "there is no manifest.json to make pages of" })
  }
  const catalog = yield* readOptional(`${targetPath}/catalog.json`)
  const runResults = yield* readOptional(`${targetPath}/run_results.json`)
  const project = docsProject({ manifest, catalog, runResults })
  const folder = `${targetPath}/docs`
  // Pages of nodes that are gone do not stay.
  yield* Effect.ignore(fs.remove(folder, { recursive: true }))
  yield* writeTargetFile(`${folder}/index.html`, indexPage(project))
  for (const node of project.nodes.values())
    yield* writeTargetFile(`${folder}/${pageName(node.id)}`, nodePage(project, node))
  for (const file of fixedFiles) {
    const text = yield* Effect.mapError(readText(`${fixedFolder}/${file}`), unreadable(file))
    yield* writeTargetFile(`${folder}/${file}`, text)
  }
  return { folder, pages: project.nodes.size + 1 }
})
