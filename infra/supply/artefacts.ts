/**
 * Builds and verifies what is released:
 *
 *     npm run artefacts -- build FOLDER [--key private.pem]
 *     npm run artefacts -- verify FOLDER --key public.pem
 *
 * `build` writes a tarball of each library, the partner's program, the bill of materials and the signed list of their SHA-256 to an empty folder. A key pair:
 * `openssl genpkey -algorithm ed25519 -out private.pem`, `openssl pkey -in private.pem -pubout -out public.pem`.
 */

import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { homedir, tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { Effect } from "effect"
import { partnerProgramName } from "../../ingest/portal/api/partnerProgram.ts"
import { packTarball } from "../../packages/packTarball.ts"
import { scriptArguments } from "../../packages/scriptArguments.ts"
import { counted } from "../../ports/counted.ts"
import { partnerProgram } from "../partnerProgram/build.ts"
import { makeBom } from "./Bom.ts"
import { sumProblems, writeSums } from "./Sums.ts"

const root = join(import.meta.dirname, "../..")

/** The libraries that are released on their own. */
export const libraries: ReadonlyArray<string> = globSync("packages/*/package.json", { cwd: root })
  .filter((file) => JSON.parse(readFileSync(join(root, file), "utf8")).private !== true)
  .map((file) => basename(dirname(file)))
  .sort()

/** Packs a library into a folder. Returns the tarball's name. */
export const packInto = (folder: string, library: string): string => {
  const work = mkdtempSync(join(tmpdir(), "corridor-pack-"))
  try {
    const tarball = packTarball(library, work)
    copyFileSync(tarball, join(folder, basename(tarball)))
    return basename(tarball)
  } finally {
    rmSync(work, { recursive: true })
  }
}

const exitWith = (line: string): never => {
  console.error(line)
  process.exit(3)
}

const main = async () => {
  const {
    values,
    positionals: [command, folder = ""]
  } = scriptArguments(import.meta.filename, { allowPositionals: true, options: { key: { type: "string" } } }, 2)
  if (command !== "build" && command !== "verify") return exitWith("Name 'build' or 'verify': see --help.")
  const key = values.key === undefined ? undefined : readFileSync(values.key, "utf8")
  if (command === "build") {
    mkdirSync(folder, { recursive: true })
    if (readdirSync(folder).length > 0) return exitWith(`${folder} is not empty. Name an empty folder.`)
    for (const library of libraries) console.log(packInto(folder, library))
    const program = await Effect.runPromise(partnerProgram(partnerProgramName))
    writeFileSync(join(folder, partnerProgramName), program, { mode: 0o755 })
    console.log(partnerProgramName)
    const cache = process.env["CORRIDOR_CACHE"] || join(homedir(), ".cache", "corridor")
    writeFileSync(join(folder, "bom.cdx.json"), `${JSON.stringify(makeBom(root, cache), null, 2)}\n`)
    writeSums(folder, key)
    return console.log(key === undefined ? "Not signed: no --key was given." : "Signed.")
  }
  if (key === undefined) return exitWith("verify needs the public key: --key public.pem")
  const problems = sumProblems(folder, key)
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? "The files are those that were signed." : counted(problems.length, "problem"))
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (import.meta.main) await main()
