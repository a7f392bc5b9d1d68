/** For tests of packages: installs a tarball in an empty folder, and runs its README's examples. */
import { execFileSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { npm } from "../packTarball.ts"
import { full } from "./fullRun.ts"

const root = join(import.meta.dirname, "../..")

const link = (target: string, path: string) => {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
}

/**
 * Unpacks a tarball as npm does, and links the packages that its `package.json` declares, and `others`, from the tree: it finds no package
 * that it does not declare.
 */
const unpack = (tarball: string, folder: string, others: ReadonlyArray<string>) => {
  const modules = join(folder, "node_modules")
  const unpacked = join(modules, ".unpacked")
  mkdirSync(unpacked, { recursive: true })
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", unpacked])
  const { name, dependencies, bin } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as Manifest
  mkdirSync(dirname(join(modules, name)), { recursive: true })
  renameSync(unpacked, join(modules, name))
  const nested = join(root, "packages", basename(name), "node_modules")
  for (const one of [...Object.keys(dependencies ?? {}), ...others])
    link(join(existsSync(join(nested, one)) ? nested : join(root, "node_modules"), one), join(modules, one))
  for (const [command, file] of Object.entries(bin ?? {})) {
    chmodSync(join(modules, name, file), 0o755)
    link(join(modules, name, file), join(modules, ".bin", command))
  }
}

/**
 * Installs a tarball, and `others`, in a new folder below `work`, and returns that folder: in a full run by npm, from the registry, otherwise
 * with the packages of the tree.
 */
export const installTarball = (
  tarball: string,
  work: string,
  others: Readonly<Record<string, string>> = {}
): string => {
  const folder = join(work, "installed")
  mkdirSync(folder)
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  if (full) npm(["install", tarball, ...Object.entries(others).map(([name, version]) => `${name}@${version}`)], folder)
  else unpack(tarball, folder, Object.keys(others))
  return folder
}

/** The first fenced block of each language in a package's README: ```` ```ts ````, ```` ```sh ````. */
export const firstExamples = (name: string): Readonly<Record<string, string>> => {
  const text = readFileSync(join(root, "packages", name, "README.md"), "utf8")
  const found: Record<string, string> = {}
  for (const [, language = "", block = ""] of text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) found[language] ??= block
  return found
}

/** Runs a TypeScript or JavaScript example in the installed folder and returns what it prints. */
export const runExample = (folder: string, source: string): string => {
  const file = join(folder, "example.ts")
  writeFileSync(file, source)
  return execFileSync(process.execPath, [file], { cwd: dirname(file), encoding: "utf8" })
}
