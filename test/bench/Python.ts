/** Python with the packages of `requirements.txt`, for the candidate 'python'. */
import { join } from "node:path"
import { pythonFolder } from "../../packages/test/PythonFolder.ts"
import { say } from "./Say.ts"

const { python, has } = pythonFolder("bench-python", join(import.meta.dirname, "requirements.txt"))

export const pythonBinary = python

/** Installs the packages if they are missing. Returns why this is not possible, in one sentence. */
export const ensurePython = (): string | undefined => {
  if (has(false)) return undefined
  say("Installing Python's packages (only once) …")
  return has(true)
    ? undefined
    : "The candidate 'python' needs Python 3 with venv, and PyPI. Install it, for example with 'apt install python3-venv', or leave the candidate out with --only."
}
