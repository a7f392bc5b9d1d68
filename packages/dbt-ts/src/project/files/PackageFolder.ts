/** The files of one package: the project itself, or one that it uses. */
import { Effect, FileSystem } from "effect"
import { ProjectError } from "../../ProjectError.ts"
import { ignoredBy } from "./IgnoreFile.ts"
import type { ProjectFile } from "./ProjectFile.ts"
import { readText } from "./readText.ts"

export interface ProjectText {
  /** Path below the package's folder, with `/`. */
  readonly path: string
  /** Path below the folder of its kind. */
  readonly below: string
  readonly text: string
}

/** Every file of a package that counts, as text. */
export interface PackageFolder {
  readonly file: ProjectFile
  readonly models: ReadonlyArray<ProjectText>
  readonly snapshots: ReadonlyArray<ProjectText>
  readonly analyses: ReadonlyArray<ProjectText>
  readonly singularTests: ReadonlyArray<ProjectText>
  readonly seeds: ReadonlyArray<ProjectText>
  /** Macros, and generic tests of the project's own. */
  readonly macros: ReadonlyArray<ProjectText>
  /** Given and expected rows of unit tests. */
  readonly fixtures: ReadonlyArray<ProjectText>
  readonly docs: ReadonlyArray<ProjectText>
  readonly properties: ReadonlyArray<ProjectText>
}

const ofInterest = /(^|\/)[^.#~/][^/]*\.(sql|py|csv|md|ya?ml)$/i

const filesBelow = Effect.fn("PackageFolder.filesBelow")(function* (
  dir: string,
  folder: string,
  ignored: (path: string) => boolean
) {
  const fs = yield* FileSystem.FileSystem
  const root = folder === "." ? dir : `${dir}/${folder}`
  if (!(yield* fs.exists(root))) return []
  const found: Array<ProjectText> = []
  for (const entry of (yield* fs.readDirectory(root, { recursive: true })).sort()) {
    const below = entry.replaceAll("\\", "/")
    const path = folder === "." ? below : `${folder}/${below}`
    if (!ofInterest.test(below) || ignored(path)) continue
    if ((yield* fs.stat(`${root}/${below}`)).type === "Directory") continue
    found.push({ path, below, text: yield* readText(`${root}/${below}`) })
  }
  return found
})

/** Reads the files of the package whose `dbt_project.yml` is read already. */
export const readPackageFolder = Effect.fn("PackageFolder.read")(
  function* (dir: string, file: ProjectFile) {
    const fs = yield* FileSystem.FileSystem
    const ignore = `${dir}/.dbtignore`
    const ignored = (yield* fs.exists(ignore)) ? ignoredBy(yield* readText(ignore)) : () => false
    const read = new Map<string, ReadonlyArray<ProjectText>>()
    const below = (folders: ReadonlyArray<string>, pattern: RegExp) =>
      Effect.map(
        Effect.forEach(folders, (folder) =>
          Effect.gen(function* () {
            const files = read.get(folder) ?? (yield* filesBelow(dir, folder, ignored))
            read.set(folder, files)
            return files.filter((each) => pattern.test(each.path))
          })
        ),
        (lists) => lists.flat()
      )
    const [python] = yield* below(file.modelPaths, /\.py$/i)
    if (python !== undefined) {
      return yield* new ProjectError({ subject: python.path, reason: "Python models are not supported" })
    }
    const tests = yield* below(file.testPaths, /\.(sql|csv)$/i)
    const inFolder = (each: ProjectText, name: string): boolean => each.below.startsWith(`${name}/`)
    const sql = /\.sql$/i
    const propertyFolders = [
      ...[file.modelPaths, file.seedPaths, file.snapshotPaths, file.analysisPaths, file.macroPaths, file.testPaths]
    ].flat()
    return {
      file,
      models: yield* below(file.modelPaths, sql),
      snapshots: yield* below(file.snapshotPaths, sql),
      analyses: yield* below(file.analysisPaths, sql),
      singularTests: tests.filter(
        (each) => sql.test(each.path) && !inFolder(each, "generic") && !inFolder(each, "fixtures")
      ),
      seeds: yield* below(file.seedPaths, /\.csv$/i),
      macros: [
        ...(yield* below(file.macroPaths, sql)),
        ...tests.filter((each) => sql.test(each.path) && inFolder(each, "generic"))
      ],
      fixtures: tests.filter((each) => inFolder(each, "fixtures")),
      docs: yield* below(file.docsPaths, /\.md$/i),
      properties: yield* below([...new Set(propertyFolders)], /\.ya?ml$/i)
    } satisfies PackageFolder
  },
  Effect.catchTag("PlatformError", (error) =>
    Effect.fail(new ProjectError({ subject: "project folder", reason: error.message }))
  )
)
