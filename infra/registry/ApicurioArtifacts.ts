/** The registry's program, fetched from Maven Central with the user's own Maven. */
import { join } from "node:path"
import { Effect } from "effect"
import { mavenFolder } from "../maven/MavenFolder.ts"

/** The newest version that runs on Java 17. */
const version = "3.0.9"

const folderOf = (which: string) => `apicurio-${which}`

/** Folder name in the cache. */
export const apicurioFolder = folderOf(version)

/** Returns the folder of a version's program. Downloads and unpacks it (over 100 MB) if it is not in the cache. */
export const apicurioProgram = (cache: string, which: string) =>
  mavenFolder(cache, {
    name: folderOf(which),
    title: `Apicurio Registry ${which}`,
    dependencies: "",
    goal: [
      "dependency:copy",
      `-Dartifact=io.apicurio:apicurio-registry-app:${which}:tar.gz:all`,
      "-Dmdep.useBaseVersion=true"
    ],
    unpack: true
  })

/** Returns the class path of the registry. Downloads the program if it is not in the cache. */
export const apicurioClassPath = Effect.fn("ApicurioArtifacts.apicurioClassPath")(function* (cache: string) {
  const folder = yield* apicurioProgram(cache, version)
  return [join(folder, `apicurio-registry-app-${version}-runner.jar`), join(folder, "lib", "*")].join(":")
})
