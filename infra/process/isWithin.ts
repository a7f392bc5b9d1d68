import { existsSync, realpathSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"

/** Returns the path without symbolic links; what does not exist yet keeps its name. */
const realPath = (path: string): string =>
  existsSync(path) || dirname(path) === path ? realpathSync(path) : join(realPath(dirname(path)), basename(path))

/** Returns whether an absolute path is `folder` or inside it, by the places that symbolic links lead to. */
export const isWithin = (path: string, folder: string): boolean =>
  !/^\.\.(\/|$)/.test(relative(realPath(folder), realPath(path)))
