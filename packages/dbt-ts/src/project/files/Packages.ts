/**
 * The packages that a project uses, and where they are: `local:` packages of `packages.yml` or `dependencies.yml`, and what
 * is installed in `dbt_packages`. Nothing is fetched.
 */
import { Effect, FileSystem, type PlatformError } from "effect"
import type { Jinja } from "../../jinja/Jinja.ts"
import type { Scope } from "../../jinja/Scope.ts"
import type { TemplateError } from "../../jinja/TemplateError.ts"
import { ProjectError } from "../../ProjectError.ts"
import { reading } from "../Reading.ts"
import { type PackageFolder, readPackageFolder } from "./PackageFolder.ts"
import { type ProjectFile, readProjectFile } from "./ProjectFile.ts"
import { renderSettings } from "./RenderSettings.ts"
import { readText } from "./readText.ts"
import { listOf, parseYaml, settings } from "./Yaml.ts"

/** What templates in a project's own files see. */
export interface FileContext {
  readonly jinja: Jinja
  readonly scope: Scope
}

interface Found {
  readonly dir: string
  readonly file: ProjectFile
}

const joined = (dir: string, path: string): string => {
  const parts: Array<string> = []
  for (const part of (path.startsWith("/") ? path : `${dir}/${path}`).split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop()
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part)
  }
  return parts.join("/")
}

const readProject = Effect.fn("Packages.readProject")(function* (context: FileContext, dir: string, shown: string) {
  const fs = yield* FileSystem.FileSystem
  const file = `${shown}dbt_project.yml`
  if (!(yield* fs.exists(`${dir}/dbt_project.yml`))) {
    return yield* new ProjectError({ subject: file, reason: "there is none in the project folder" })
  }
  const text = yield* readText(`${dir}/dbt_project.yml`)
  return { dir, file: yield* readProjectFile(context.jinja, context.scope, file, text) } satisfies Found
})

/** Returns the packages in a folder's `packages.yml` or `dependencies.yml`. */
const wanted = Effect.fn("Packages.wanted")(function* (context: FileContext, dir: string, shown: string) {
  const fs = yield* FileSystem.FileSystem
  const all: Array<{ readonly file: string; readonly entry: Readonly<Record<string, unknown>> }> = []
  for (const name of ["packages.yml", "dependencies.yml"]) {
    if (!(yield* fs.exists(`${dir}/${name}`))) continue
    const file = `${shown}${name}`
    const text = yield* readText(`${dir}/${name}`)
    const written = yield* reading(() => settings(file, file, parseYaml(file, text)))
    if (written["projects"] !== undefined && written["projects"] !== null) {
      return yield* new ProjectError({ subject: file, reason: "'projects' of other repositories are not supported" })
    }
    const content =
      name === "packages.yml" ? yield* renderSettings(context.jinja, context.scope, file, written) : written
    const packages = listOf(file, "packages", (content as { packages?: unknown }).packages)
    for (const each of packages) all.push({ file, entry: yield* reading(() => settings(file, "packages", each)) })
  }
  return all
})

const installed = Effect.fn("Packages.installed")(function* (context: FileContext, root: Found) {
  const fs = yield* FileSystem.FileSystem
  const folder = joined(root.dir, root.file.packagesPath)
  if (!(yield* fs.exists(folder))) return []
  const found: Array<Found> = []
  for (const name of (yield* fs.readDirectory(folder)).sort()) {
    if (name.startsWith("__") || name.startsWith(".")) continue
    if ((yield* fs.stat(`${folder}/${name}`)).type !== "Directory") continue
    found.push(yield* readProject(context, `${folder}/${name}`, `${root.file.packagesPath}/${name}/`))
  }
  return found
})

/** Keys of an entry that is not `local:` that give the package's name. */
const nameOf = (entry: Readonly<Record<string, unknown>>): string => {
  const written = String(
    entry["package"] ?? entry["git"] ?? entry["private"] ?? entry["tarball"] ?? entry["name"] ?? ""
  )
  return (written.split("/").at(-1) ?? "").replace(/\.git$/, "")
}

const same = (a: string, b: string): boolean => a.replaceAll("-", "_") === b.replaceAll("-", "_")

/** Local packages of `from`, and those that they use themselves. */
const locals = (
  context: FileContext,
  from: Found,
  shown: string,
  into: Map<string, Found>,
  present: ReadonlyArray<Found>
): Effect.Effect<void, ProjectError | TemplateError | PlatformError.PlatformError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    for (const { file, entry } of yield* wanted(context, from.dir, shown)) {
      const { local } = entry
      if (typeof local !== "string") {
        const name = nameOf(entry)
        if (present.some((each) => same(each.file.name, name) || same(each.dir.split("/").at(-1) as string, name))) {
          continue
        }
        return yield* new ProjectError({
          subject: file,
          reason: `the package '${name}' is not installed: 'dbt deps' puts it into dbt_packages, from where it is used`
        })
      }
      const found = yield* readProject(context, joined(from.dir, local), `${local}/`)
      if (into.has(found.file.name)) continue
      into.set(found.file.name, found)
      yield* locals(context, found, `${local}/`, into, present)
    }
  })

/** Reads the project in `dir` first, then every package that it uses, with their files. */
export const readPackages = Effect.fn("Packages.read")(
  function* (context: FileContext, dir: string) {
    const root = yield* readProject(context, dir, "")
    const present = yield* installed(context, root)
    const all = new Map<string, Found>()
    yield* locals(context, root, "", all, present)
    for (const each of present) if (!all.has(each.file.name)) all.set(each.file.name, each)
    if (all.has(root.file.name)) {
      return yield* new ProjectError({
        subject: root.file.packagesPath,
        reason: `the package '${root.file.name}' has the name of the project`
      })
    }
    const folders: Array<PackageFolder> = []
    for (const each of [root, ...all.values()]) folders.push(yield* readPackageFolder(each.dir, each.file))
    return folders
  },
  Effect.catchTag("PlatformError", (error) =>
    Effect.fail(new ProjectError({ subject: "project folder", reason: error.message }))
  )
)
