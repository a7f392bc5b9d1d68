import { existsSync } from "node:fs"
import { dirname, join } from "node:path"

/** Returns where the archive of loaded classes (class data sharing) of the jars on this class path is kept: beside their folder. */
export const classArchive = (classPath: string): string =>
  join(dirname(dirname(classPath.split(":").at(-1) as string)), "classes.jsa")

/** Returns the JVM flag that uses the archive, or nothing when there is none. Java ignores an archive that another version made. */
export const classArchiveFlags = (classPath: string): ReadonlyArray<string> => {
  const archive = classArchive(classPath)
  return existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : []
}
