import type { ContextBase } from "../context/NodeContext.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { PackageFolder } from "../project/files/PackageFolder.ts"
import type { ProjectFile } from "../project/files/ProjectFile.ts"
import type { Target } from "../TransformOptions.ts"

/** What is known of a project while its nodes are read. */
export interface Parsing {
  readonly base: ContextBase
  readonly target: Target
  /** Milliseconds since 1970. */
  readonly now: number
  /** `dbt_project.yml` of the project that is built. */
  readonly root: ProjectFile
  readonly packages: ReadonlyMap<string, PackageFolder>
  /** What templates in property files of a package see. */
  readonly fileScope: (packageName: string) => Scope
  readonly warn: (subject: string, message: string) => void
}

/** Returns the project file of a package; that of the project itself if the package has none. */
export const fileOf = (parsing: Parsing, packageName: string): ProjectFile =>
  parsing.packages.get(packageName)?.file ?? parsing.root
