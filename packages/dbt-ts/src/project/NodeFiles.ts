/** What the files of a package define, before property files speak of it. */
import { blockTags } from "./files/BlockTags.ts"
import type { PackageFolder, ProjectText } from "./files/PackageFolder.ts"
import { sha256 } from "./files/Sha256.ts"
import type { Identity } from "./Identity.ts"
import { baseName, fqnOf } from "./NodePath.ts"
import type { ResourceType } from "./ResourceType.ts"

const maxHashed = 1024 * 1024

/** A seed of more than 1 MB is known by its place: dbt does not read it for its hash. */
const seedChecksum = ({ path, text }: ProjectText): string =>
  Buffer.byteLength(text) > maxHashed ? path : sha256(text)

const identity = (
  packageName: string,
  resourceType: ResourceType,
  name: string,
  file: ProjectText,
  more: Pick<Identity, "path" | "fqn" | "rawCode" | "checksum">
): Identity => ({
  uniqueId: `${resourceType}.${packageName}.${name}`,
  resourceType,
  packageName,
  name,
  originalFilePath: file.path,
  ...more
})

const ofCode = (
  packageName: string,
  resourceType: ResourceType,
  files: ReadonlyArray<ProjectText>,
  pathOf: (file: ProjectText) => string = ({ below }) => below
): ReadonlyArray<Identity> =>
  files.map((file) => {
    const code = file.text.trim()
    return identity(packageName, resourceType, baseName(file.below), file, {
      path: pathOf(file),
      fqn: fqnOf(packageName, pathOf(file)),
      rawCode: code,
      checksum: sha256(code)
    })
  })

const ofSnapshots = (packageName: string, files: ReadonlyArray<ProjectText>): ReadonlyArray<Identity> =>
  files.flatMap((file) => {
    const text = file.text.trim()
    return blockTags(file.path, text, new Set(["snapshot"])).map(({ name, contents }) =>
      identity(packageName, "snapshot", name, file, {
        path: file.below,
        fqn: [...fqnOf(packageName, file.below), name],
        rawCode: contents,
        checksum: sha256(text)
      })
    )
  })

const ofSeeds = (packageName: string, files: ReadonlyArray<ProjectText>): ReadonlyArray<Identity> =>
  files.map((file) =>
    identity(packageName, "seed", baseName(file.below), file, {
      path: file.below,
      fqn: fqnOf(packageName, file.below),
      rawCode: "",
      checksum: seedChecksum(file)
    })
  )

/** Lines of `on-run-start` and `on-run-end`. */
const ofHooks = (
  packageName: string,
  { onRunStart, onRunEnd, checksum }: PackageFolder["file"]
): ReadonlyArray<Identity> =>
  [["on-run-start", onRunStart] as const, ["on-run-end", onRunEnd] as const].flatMap(([kind, lines]) =>
    lines.map((line, index): Identity => {
      const name = `${packageName}-${kind}-${index}`
      return {
        uniqueId: `operation.${packageName}.${name}`,
        resourceType: "operation",
        packageName,
        name,
        path: `hooks/${name}.sql`,
        originalFilePath: "./dbt_project.yml",
        fqn: [packageName, "hooks", name],
        rawCode: line,
        checksum,
        tags: [kind],
        index
      }
    })
  )

/** Everything that a package's own files define, in dbt's order. */
export const nodeFiles = (folder: PackageFolder): ReadonlyArray<Identity> => {
  const { name } = folder.file
  return [
    ...ofCode(name, "model", folder.models),
    ...ofSnapshots(name, folder.snapshots),
    ...ofCode(name, "analysis", folder.analyses, ({ below }) => `analysis/${below}`),
    ...ofCode(name, "test", folder.singularTests),
    ...ofSeeds(name, folder.seeds),
    ...ofHooks(name, folder.file)
  ]
}
