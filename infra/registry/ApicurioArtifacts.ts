/** The registry's program, fetched from Maven Central with the user's own Maven. */
import { join } from "node:path"
import { Effect } from "effect"
import { mavenFolder } from "../maven/MavenFolder.ts"

/** The newest version that runs on Java 17. */
const version = "3.0.9"

/** Folder name in the cache. */
export const apicurioFolder = `apicurio-${version}`

/** Returns the registry's folder of jars. Downloads and unpacks it (109 MB) if it is not in the cache. */
export const apicurioClassPath = Effect.fn("ApicurioArtifacts.apicurioClassPath")(function* (cache: string) {
  const folder = yield* mavenFolder(cache, {
    name: apicurioFolder,
    title: `Apicurio Registry ${version}`,
    dependencies: "",
    goal: [
      "dependency:copy",
      `-Dartifact=io.apicurio:apicurio-registry-app:${version}:tar.gz:all`,
      "-Dmdep.useBaseVersion=true"
    ],
    unpack: true
  })
  return [join(folder, `apicurio-registry-app-${version}-runner.jar`), join(folder, "lib", "*")].join(":")
})
