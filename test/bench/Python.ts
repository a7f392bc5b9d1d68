/** Python with the packages of `requirements.txt`, in a folder of its own in the cache; made once. */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { say } from "./Say.ts"

const folder = join(process.env["CORRIDOR_CACHE"] ?? join(homedir(), ".cache", "corridor"), "bench-python")

export const pythonBinary = (): string => join(folder, "bin", "python3")

const requirements = join(import.meta.dirname, "requirements.txt")
const marker = join(folder, "requirements.txt")

const isMade = () =>
  existsSync(pythonBinary()) &&
  existsSync(marker) &&
  readFileSync(marker, "utf8") === readFileSync(requirements, "utf8")

/** Makes the folder when it is not there; answers in one sentence why it can't be made. */
export const ensurePython = (): string | undefined => {
  if (isMade()) return undefined
  say("fetching Python's packages, once …")
  rmSync(folder, { recursive: true, force: true })
  const made = spawnSync("python3", ["-m", "venv", folder], { stdio: ["ignore", "ignore", "pipe"] })
  if (made.status !== 0)
    return "Python 3 with venv is needed for the candidate 'python': install it, for example with 'apt install python3-venv', or leave the candidate out with --only."
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
  const installed = spawnSync(pythonBinary(), args, { stdio: ["ignore", 2, 2] })
  if (installed.status !== 0) return "Python's packages could not be installed: see pip's words above."
  writeFileSync(marker, readFileSync(requirements, "utf8"))
  return undefined
}
