import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")

/** Runs npm in a folder, without questions and advertisements. */
export const npm = (args: ReadonlyArray<string>, cwd: string) =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, encoding: "utf8" })

/**
 * Packs `packages/<name>` as `npm pack` does and returns the tarball's path. The package is copied below `work` first:
 * while it is packed its `package.json` does not name the sources, and other tests run from these.
 */
export const packTarball = (name: string, work: string): string => {
  const copy = join(work, "tree")
  mkdirSync(join(copy, "packages"), { recursive: true })
  for (const file of ["tsconfig.base.json", "packages/build.ts"]) cpSync(join(root, file), join(copy, file))
  const folder = join(copy, "packages", name)
  const source = join(root, "packages", name)
  const leftOut = ["node_modules", "dist", "test"].map((each) => join(source, each))
  cpSync(source, folder, { recursive: true, filter: (path) => !leftOut.includes(path) })
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"))
  npm(["pack", "--pack-destination", work], folder)
  const tarball = readdirSync(work).find((file) => file.endsWith(".tgz"))
  if (tarball === undefined) throw new Error("npm pack left no tarball")
  return join(work, tarball)
}
