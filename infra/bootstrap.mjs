#!/usr/bin/env node
// Entry point of every npm script. Plain JavaScript, because the system's Node may be version 20. Installs missing packages, then runs the
// script with the Node 24 of the dependencies, which runs TypeScript directly.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const marker = join(root, "node_modules", ".corridor-installed")
const ownNode = join(root, "node_modules", "node", "bin", "node")

const print = (line) => process.stderr.write(`${line}\n`)

const exitWith = (line) => {
  print(line)
  process.exit(3)
}

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")

const isInstalled = () => {
  if (existsSync(marker) && readFileSync(marker, "utf8") === lockHash()) return true
  // npm was run without this script: it writes its own copy of the lock file at the end.
  const copy = join(root, "node_modules", ".package-lock.json")
  return existsSync(copy) && statSync(copy).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs
}

const install = () => {
  print("Installing packages (only once, about 30 seconds) …")
  // `npm ci` takes the lock file exactly, but first removes what is there.
  const command = existsSync(join(root, "node_modules")) ? "install" : "ci"
  const { status } = spawnSync("npm", [command, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2]
  })
  if (status !== 0) exitWith("The packages could not be installed. See npm's messages above.")
  writeFileSync(marker, lockHash())
}

/** Returns why Node 24, which a package's install script sets up, is missing. */
const nodeProblem = () => {
  const { stdout } = spawnSync("npm", ["config", "get", "ignore-scripts"], { cwd: root, encoding: "utf8" })
  return stdout?.trim() === "true"
    ? "npm is set to run no install scripts (ignore-scripts=true), and one of them sets up Node 24. Run 'npm rebuild node --ignore-scripts=false', then this command again."
    : "Node 24 was not set up. Run 'npm rebuild node', then this command again."
}

/** Returns why Java or Maven cannot be used, or undefined if both can. */
const javaProblem = () => {
  const java = spawnSync("java", ["-version"], { encoding: "utf8", timeout: 30_000, killSignal: "SIGKILL" })
  if (java.error?.code === "ETIMEDOUT")
    return "'java -version' did not end within 30 seconds. Check which 'java' is first in PATH, and that it runs."
  const version = Number(/version "(\d+)/.exec(java.stderr ?? "")?.[1] ?? 0)
  if (version < 17)
    return `Kafka and the schema registry need Java 17 or later, but ${version > 0 ? `the installed version is ${version}` : "Java was not found"}. Install it, for example with 'apt install openjdk-17-jre-headless'.`
  if (spawnSync("mvn", ["-v"]).status !== 0)
    return "Maven was not found. It downloads Kafka and the schema registry. Install it, for example with 'apt install maven'."
  return undefined
}

const args = process.argv.slice(2)
const needsJava = args[0] === "up" || args[0] === "--test" || args[0] === "--bench"
const isHelp = args.includes("--help") || args.includes("-h")

if (needsJava && !isHelp) {
  const reason = javaProblem()
  if (reason !== undefined) exitWith(reason)
}
if (!isInstalled()) install()
if (!existsSync(ownNode)) exitWith(nodeProblem())

const scripts = new Map([
  ["--test", "../test/run.ts"],
  ["--bench", "../test/bench/run.ts"],
  ["--notebooks", "../notebooks/build.ts"]
])
const script = scripts.get(args[0]) ?? "./cli/main.ts"

if (Number(process.versions.node.split(".")[0]) >= 24) {
  // Cache compiled modules, so that later commands start faster.
  const { enableCompileCache } = await import("node:module")
  enableCompileCache(join(root, "node_modules", ".cache", "node-compile"))
  await import(script)
} else {
  // These variables must be set before the process starts. glibc then allocates each large buffer separately and returns it to the system
  // when it is freed, instead of keeping fragmented memory. A process that uses the store gets more threads for parallel statements and a
  // small space for young objects, of which a batch creates few. The image in infra/cluster sets the same variables.
  const own =
    args[0] === "ingest" || args[0] === "up" ? readFileSync(join(root, "infra/process/environment.json"), "utf8") : "{}"
  const child = spawn(ownNode, [fileURLToPath(import.meta.url), ...args], {
    stdio: "inherit",
    env: { ...JSON.parse(own), ...process.env }
  })
  const asked = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }
  for (const signal of Object.keys(asked)) process.on(signal, () => child.kill(signal))
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? asked[signal] ?? 3
    if (code !== null || signal in asked) return
    print(
      `The command was ended by the system (${signal}), most likely because a limit was reached: of memory (a container's limit, ulimit -v, NODE_OPTIONS=--max-old-space-size) or of processor time (ulimit -t). Raise the limit, and run the command again: what was begun is completed or left out.`
    )
  })
}
