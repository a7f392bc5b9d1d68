/** The registry's program, from Maven Central through the user's own Maven. */
import { join } from "node:path"
import { Effect } from "effect"
import { mavenFolder } from "../maven/MavenFolder.ts"

/** The newest line that runs on Java 17. */
const version = "3.0.9"

/** Name of the folder in the cache. */
export const apicurioFolder = `apicurio-${version}`

/** The registry's folder of jars, unpacked; fetched (109 MB) when it is not in the cache. */
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
