import { existsSync } from "node:fs"
import { dirname, join } from "node:path"

/** Returns the path of the archive of loaded classes (class data sharing) for the jars on this class path: next to their folder. */
export const classArchive = (classPath: string): string =>
  join(dirname(dirname(classPath.split(":").at(-1) as string)), "classes.jsa")

/** Returns the JVM flag that uses the archive, or nothing if there is no archive. Java ignores the archive of another version. */
export const classArchiveFlags = (classPath: string): ReadonlyArray<string> => {
  const archive = classArchive(classPath)
  return existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : []
}
