/** The program with other rules than it has: a copy of its folders in which a code list lacks a code. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")
const folders = ["infra", "ingest", "ports", "release", "schemas", "transform"]

/** Copies the program to `folder` and removes `code` from the code list there. Returns the copy's entry point. */
export const programWithout = (folder: string, codeList: string, code: string): string => {
  for (const name of folders) cpSync(join(root, name), join(folder, name), { recursive: true })
  cpSync(join(root, "package.json"), join(folder, "package.json"))
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  const file = join(folder, "schemas", "codelists", `${codeList}.csv`)
  const lines = readFileSync(file, "utf8").split("\n")
  const left = lines.filter((line) => !line.startsWith(`${code},`))
  if (left.length !== lines.length - 1) throw new Error(`${codeList} has no single ${code}`)
  writeFileSync(file, left.join("\n"))
  return join(folder, "infra", "cli", "main.ts")
}
