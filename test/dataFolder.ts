import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const memory = "/dev/shm"
const prefix = "corridor-test-"

/** Bytes that must be free in memory: for the data of four files that run at once, a tenth of it, and for their processes. */
const room = 8 * 2 ** 30

/** True where Linux has a file system in memory with room, from which programs can be started. */
const hasRoom = (): boolean => {
  if (!existsSync(memory) || process.availableMemory() < room) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= room && !/^\S+ \/dev\/shm \S+ \S*noexec/m.test(readFileSync("/proc/mounts", "utf8"))
}

/** Removes the folders of runs that were killed: they would occupy memory. */
const removeLeft = () => {
  for (const name of readdirSync(memory).filter((one) => one.startsWith(prefix)))
    if (!existsSync(join("/proc", name.slice(prefix.length)))) rmSync(join(memory, name), { recursive: true })
}

/**
 * Makes the folder in which tests put their data, to be removed after the run. It is in memory where there is room: on a disk a file that
 * starts a stack takes a tenth longer and a twentieth more processor time.
 */
export const makeDataFolder = (): string => {
  if (!hasRoom()) return mkdtempSync(join(tmpdir(), prefix))
  removeLeft()
  const folder = join(memory, `${prefix}${process.pid}`)
  mkdirSync(folder)
  // PostgreSQL runs as another user, with a folder of its own in this one.
  chmodSync(folder, 0o711)
  return folder
}
