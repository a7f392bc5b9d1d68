/**
 * Folders of jars that Maven downloads once into the cache.
 *
 * A download fills a temporary folder, which is renamed when it is complete. So an interrupted download leaves no incomplete folder under
 * the final name. If two processes download at the same time, both use the folder of the first to finish.
 */
import { spawn } from "node:child_process"
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { makeFolder } from "../../ports/files/makeFolder.ts"
import { childEnvironment } from "../process/childEnvironment.ts"
import { Progress } from "../process/Progress.ts"
import { Unavailable } from "../process/Unavailable.ts"

interface MavenRequest {
  /** Folder name in the cache. It contains the version, because the content of a folder never changes. */
  readonly name: string
  /** Display name. */
  readonly title: string
  /** What the generated POM names, as XML; "" if `goal` names the artifact. */
  readonly content: string
  /** Maven's goal and its arguments, without the output folder. */
  readonly goal: ReadonlyArray<string>
  /** True if the artifact is an archive that must be unpacked. */
  readonly unpack: boolean
}

interface Libraries {
  readonly group: string
  readonly version: string
  readonly names: ReadonlyArray<string>
}

/** Returns what a POM names, so that `dependency:copy` gets these libraries, without any that they depend on. */
export const copiedLibraries = (libraries: ReadonlyArray<Libraries>): string => {
  const items = libraries.flatMap(({ group, version, names }) =>
    names.map(
      (name) =>
        `<artifactItem><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></artifactItem>`
    )
  )
  return `<build><plugins><plugin><artifactId>maven-dependency-plugin</artifactId><configuration>
    <artifactItems>${items.join("\n")}</artifactItems>
  </configuration></plugin></plugins></build>`
}

const pom = (request: MavenRequest) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>corridor</groupId><artifactId>${request.name}</artifactId><version>1</version><packaging>pom</packaging>
  ${request.content}
</project>
`

interface Ran {
  readonly code: number | null
  readonly output: string
}

/** Runs a command and keeps the end of its output. `code` is null if it could not be started. */
const run = (command: string, args: ReadonlyArray<string>): Effect.Effect<Ran> =>
  Effect.callback<Ran>((resume) => {
    let output = ""
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-20_000)
    }
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: childEnvironment() })
    child.stdout.on("data", keep)
    child.stderr.on("data", keep)
    child.once("error", () => resume(Effect.succeed({ code: null, output })))
    child.once("close", (code) => resume(Effect.succeed({ code: code ?? 1, output })))
    return Effect.sync(() => child.kill("SIGTERM"))
  })

const failed = (request: MavenRequest, ran: Ran) =>
  new Unavailable({
    part: "maven",
    message:
      ran.code === null
        ? "Maven was not found. It downloads Kafka and the schema registry. Install Maven 3.6 or later (`mvn`) and try again."
        : `Maven could not download ${request.title}: ${/\[ERROR\] (.*?)(?: -> \[Help|\n|$)/.exec(ran.output)?.[1] ?? "it gave no reason"}`
  })

const sizeOf = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder).reduce(
        (sum, file) => sum + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
        0
      )
    : 0

const fetchInto = Effect.fn("MavenFolder.fetchInto")(function* (request: MavenRequest, aside: string) {
  const print = yield* Progress
  const lib = join(aside, "lib")
  makeFolder(aside)
  writeFileSync(join(aside, "pom.xml"), pom(request))
  print(`${request.title}: downloading with Maven (only once) …`)
  const mvn = run("mvn", ["-B", "-q", "-f", join(aside, "pom.xml"), ...request.goal, `-DoutputDirectory=${lib}`])
  const tick = Effect.sync(() => {
    const megabytes = Math.round(sizeOf(lib) / 1e6)
    print(`${request.title}: ${megabytes === 0 ? "still downloading" : `${megabytes} MB so far`}`)
  })
  const ran = yield* Effect.raceFirst(mvn, Effect.forever(Effect.andThen(Effect.sleep("5 seconds"), tick)))
  if (ran.code !== 0) return yield* failed(request, ran)
  if (!request.unpack) return
  for (const file of readdirSync(lib).filter((name) => name.endsWith(".tar.gz"))) {
    const unpacked = yield* run("tar", ["xzf", join(lib, file), "-C", aside])
    if (unpacked.code !== 0)
      return yield* new Unavailable({
        part: "maven",
        message: `${request.title}: the archive could not be unpacked with tar.`
      })
    rmSync(join(lib, file))
  }
})

/** Returns the folder for `request` in `cache`. Downloads it if it is missing. */
export const mavenFolder = Effect.fn("MavenFolder.mavenFolder")(function* (cache: string, request: MavenRequest) {
  const folder = join(cache, request.name)
  if (existsSync(folder)) return folder
  const aside = join(cache, `.${request.name}.${process.pid}.${Date.now()}`)
  yield* fetchInto(request, aside).pipe(
    Effect.tap(() =>
      Effect.sync(() => {
        try {
          renameSync(aside, folder)
        } catch (error) {
          // Another process finished first. Use its folder.
          if (!existsSync(folder)) throw error
        }
      })
    ),
    Effect.ensuring(Effect.sync(() => rmSync(aside, { recursive: true, force: true })))
  )
  return folder
})
