/** What can be checked without the stack: programs, files, disk space, and processes that an earlier start left. */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, statfsSync } from "node:fs"
import { join } from "node:path"
import { sharedLimit } from "../../http/behindProxies.ts"
import { kafkaFolder } from "../../kafka/KafkaArtifacts.ts"
import { recordedServers } from "../../process/ChildServer.ts"
import { childEnvironment } from "../../process/childEnvironment.ts"
import { isHeldElsewhere, lockHolder } from "../../process/DataLock.ts"
import { installJava, javaProblem, javaVersion } from "../../process/javaProblem.ts"
import { isOpenToOthers } from "../../process/OwnerOnlyFile.ts"
import { unnamedProxy } from "../../process/unnamedProxy.ts"
import { apicurioFolders } from "../../registry/ApicurioArtifacts.ts"
import { finishRestore, restoredBackup } from "../restoring.ts"
import { type Finding, passed, problem } from "./Finding.ts"

/** Finds the version of Node. It passes: an older one does not get this far. */
export const node = (): Finding => passed("node", `Node ${process.versions.node}`)

/** Checks that Java 17 or later is installed, which Kafka and the registry need. */
export const java = (): Finding => {
  const version = javaVersion()
  const found = javaProblem(version)
  return found === undefined ? passed("java", `Java ${version}`) : problem("java", found, installJava)
}

/** Checks that Maven is installed, unless what it fetches is cached. */
export const maven = (cache: string): Finding => {
  if ([kafkaFolder, ...apicurioFolders].every((folder) => existsSync(join(cache, folder))))
    return passed("maven", "not needed: Kafka and the registry are cached")
  if (spawnSync("mvn", ["-v"], { env: childEnvironment() }).status === 0) return passed("maven", "Maven is installed")
  return problem("maven", "Maven was not found", "Install Maven, for example with 'apt install maven'.")
}

/** Returns `folder` and everything in it that users other than the owner can read or write. */
const openFiles = (folder: string): ReadonlyArray<string> =>
  existsSync(folder)
    ? [folder, ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))].filter(
        isOpenToOthers
      )
    : []

/** Checks that no file in folders of keys and secrets can be read by other users. */
export const keys = (folders: ReadonlyArray<string>): Finding => {
  const open = folders.flatMap(openFiles)
  if (open.length === 0) return passed("keys", "only the owner can read keys and secrets")
  return problem(
    "keys",
    `other users can read ${open.length} of the keys and secrets, including ${open[0]}`,
    `Run: chmod -R go= ${folders.join(" ")}`
  )
}

/** Free bytes below which a batch may no longer fit. */
const minRoom = 1_000_000_000

/** Free inodes below which a build of the marts may not create its files. */
const minInodes = 10_000

/** Checks that the data folder's disk has enough free space. */
export const disk = (data: string): Finding => {
  const folder = existsSync(data) ? data : "."
  const { bavail, bsize, files, ffree } = statfsSync(folder)
  // Some file systems make inodes as they are needed, and say that they have none.
  if (files > 0 && ffree < minInodes)
    return problem(
      "disk",
      `only ${ffree} inodes free`,
      "Remove files that are not needed (df -i), or use another disk."
    )
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`
  return bavail * bsize >= minRoom
    ? passed("disk", free)
    : problem("disk", `only ${free}`, "Free disk space, or use a data folder on another disk with --data.")
}

/** Checks that no server of an earlier start still runs without the process that started it. */
export const leftovers = (data: string): Finding => {
  if (isHeldElsewhere(data))
    return problem(
      "processes",
      "the stack of this data folder runs in another container or on another machine",
      "Run 'doctor' there, or stop it there first."
    )
  const left = lockHolder(data) === undefined ? recordedServers(join(data, "run")) : []
  return left.length === 0
    ? passed("processes", "no servers of an earlier start")
    : problem(
        "processes",
        `left running by an earlier start: ${left.map(({ name }) => name).join(", ")}`,
        "Run 'npm run -s corridor -- down', or start the stack again, which stops them."
      )
}

/** Returns the proxy that leads to a running page without being named in the settings. */
export const proxies = (data: string): ReadonlyArray<Finding> => {
  const address = unnamedProxy(data)
  if (address === undefined) return []
  return [
    problem(
      "proxies",
      `requests with the headers of a proxy come from ${address}, which CORRIDOR_TRUSTED_PROXIES does not name: ${sharedLimit}`,
      `If your own proxy is there, set CORRIDOR_TRUSTED_PROXIES=${address} and start the server again. If not, a program of that machine sent the header, and starting the server again removes this.`
    )
  ]
}

/** Returns a restore that has not completed: until it has, nothing else opens the stores. */
export const restores = (data: string): ReadonlyArray<Finding> =>
  restoredBackup(data) === undefined
    ? []
    : [problem("restore", "has not completed, so records are missing", finishRestore)]
