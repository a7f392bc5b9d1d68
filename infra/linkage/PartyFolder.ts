/** Where a party of linkage rounds keeps what is its own: keys, registered callers, one state per round, and a log of counts. */
import { appendFileSync, existsSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { makeOwnerOnlyFolder, readTextFile, removeUnfinished, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { Unavailable } from "../process/Unavailable.ts"

/** What happened, with counts and never with content. */
interface LogEntry {
  readonly event: string
  readonly round?: string
  readonly caller?: string
  readonly count?: number
  /** How often it has happened since the party was started. */
  readonly times?: number
}

export class PartyFolder {
  readonly path: string

  constructor(path: string) {
    const rounds = join(path, "rounds")
    makeOwnerOnlyFolder(rounds)
    for (const folder of [path, rounds]) removeUnfinished(folder)
    this.path = path
  }

  /** Returns the JSON of a file; undefined if there is none. Throws `Unavailable` if it is damaged. */
  read<A>(name: string): A | undefined {
    const text = readTextFile(join(this.path, `${name}.json`))
    try {
      return text === undefined ? undefined : JSON.parse(text)
    } catch {
      throw new Unavailable({
        part: "linkage",
        message: `${name}.json in ${this.path} is damaged. Stop this party and repair the file. If that is not possible, move it away: a round is destroyed and announced again, a connection is made again with 'link connect'.`
      })
    }
  }

  write(name: string, value: unknown): void {
    writeOwnerOnlyFile(join(this.path, `${name}.json`), `${JSON.stringify(value)}\n`)
  }

  remove(name: string): void {
    rmSync(join(this.path, `${name}.json`), { force: true })
  }

  /** Names of the rounds that have a state, in order. */
  get rounds(): ReadonlyArray<string> {
    const folder = join(this.path, "rounds")
    return existsSync(folder)
      ? readdirSync(folder)
          .flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? [])
          .sort()
      : []
  }

  /** Adds a line to `log.ndjson`. */
  log(at: Date, entry: LogEntry): void {
    appendFileSync(join(this.path, "log.ndjson"), `${JSON.stringify({ at: at.toISOString(), ...entry })}\n`, {
      mode: 0o600
    })
  }
}
