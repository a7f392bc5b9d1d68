import { Effect, FileSystem } from "effect"
import { TemplateError } from "../jinja/TemplateError.ts"
import { ProjectError } from "../ProjectError.ts"
import { type ProjectFile, parseProjectFile } from "./ProjectFile.ts"

export interface ProjectText {
  /** Path below the project folder, with `/`. */
  readonly path: string
  /** Path below the folder of its kind. */
  readonly below: string
  readonly text: string
}

/** Every file of a project that counts, as text. */
export interface ProjectFolder {
  readonly project: ProjectFile
  readonly models: ReadonlyArray<ProjectText>
  readonly seeds: ReadonlyArray<ProjectText>
  readonly singularTests: ReadonlyArray<ProjectText>
  readonly macros: ReadonlyArray<ProjectText>
  readonly properties: ReadonlyArray<ProjectText>
}

/** Runs plain functions that refuse by throwing. */
export const reading = <A>(read: () => A): Effect.Effect<A, ProjectError | TemplateError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(read())
    } catch (thrown) {
      if (thrown instanceof ProjectError || thrown instanceof TemplateError) return Effect.fail(thrown)
      throw thrown
    }
  })

const filesBelow = Effect.fn("ProjectFolder.filesBelow")(function* (projectDir: string, folder: string) {
  const fs = yield* FileSystem.FileSystem
  const root = `${projectDir}/${folder}`
  if (!(yield* fs.exists(root))) return []
  const found: Array<ProjectText> = []
  for (const entry of (yield* fs.readDirectory(root, { recursive: true })).sort()) {
    const below = entry.replaceAll("\\", "/")
    if (!/\.(sql|ya?ml|csv|py|md)$/.test(below)) continue
    const text = yield* fs.readFileString(`${root}/${below}`)
    found.push({ path: `${folder}/${below}`, below, text })
  }
  return found
})

/** Reads the project in `projectDir`; files of kinds that are not supported are refused by name. */
export const readProjectFolder = Effect.fn("ProjectFolder.read")(
  function* (projectDir: string) {
    const fs = yield* FileSystem.FileSystem
    const file = `${projectDir}/dbt_project.yml`
    if (!(yield* fs.exists(file))) {
      return yield* new ProjectError({ subject: "dbt_project.yml", reason: "there is none in the project folder" })
    }
    const text = yield* fs.readFileString(file)
    const project = yield* reading(() => parseProjectFile("dbt_project.yml", text))
    const all = (folders: ReadonlyArray<string>) =>
      Effect.map(
        Effect.forEach(folders, (folder) => filesBelow(projectDir, folder)),
        (lists) => lists.flat()
      )
    for (const folder of project.otherPaths) {
      const [first] = yield* filesBelow(projectDir, folder)
      if (first !== undefined) {
        return yield* new ProjectError({ subject: first.path, reason: `files in '${folder}' are not supported` })
      }
    }
    for (const packages of ["packages.yml", "dependencies.yml"]) {
      if (yield* fs.exists(`${projectDir}/${packages}`)) {
        return yield* new ProjectError({ subject: packages, reason: "packages are not supported" })
      }
    }
    const models = yield* all(project.modelPaths)
    const seeds = yield* all(project.seedPaths)
    const tests = yield* all(project.testPaths)
    const macros = yield* all(project.macroPaths)
    const python = models.find((each) => each.below.endsWith(".py"))
    if (python !== undefined) {
      return yield* new ProjectError({ subject: python.path, reason: "Python models are not supported" })
    }
    const ending = (files: ReadonlyArray<ProjectText>, pattern: RegExp) =>
      files.filter((each) => pattern.test(each.path))
    const generic = (each: ProjectText) => each.below.startsWith("generic/")
    return {
      project,
      models: ending(models, /\.sql$/),
      seeds: ending(seeds, /\.csv$/),
      singularTests: ending(tests, /\.sql$/).filter((each) => !generic(each)),
      macros: [...ending(macros, /\.sql$/), ...ending(tests, /\.sql$/).filter(generic)],
      properties: ending([...models, ...seeds, ...tests, ...macros], /\.ya?ml$/)
    } satisfies ProjectFolder
  },
  Effect.catchTag("PlatformError", (error) =>
    Effect.fail(new ProjectError({ subject: "project folder", reason: error.message }))
  )
)
