/** Files that commands write for their user: whole, or not at all. */
import { linkSync, realpathSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { Effect, Schema } from "effect"
import { writeFailure } from "./fileFailure.ts"
import { makeFolder } from "./makeFolder.ts"

/** A file or folder cannot be written. `message` says which, why and what to do. */
export class FileUnwritable extends Schema.TaggedError<FileUnwritable>()("FileUnwritable", {
  message: Schema.String
}) {}

interface OutputOptions {
  /** Whether a file of that name is replaced. Without it, the name must be new. */
  readonly replace: boolean
}

const systemError = (code: string) => Object.assign(new Error(code), { code })

/** Errors of file systems without hard links, such as those of most USB sticks. */
const linksMissing = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK"])

/** A link is atomic, and fails if the name exists. */
const publishNew = (aside: string, path: string): void => {
  try {
    linkSync(aside, path)
    rmSync(aside)
  } catch (error) {
    if (!linksMissing.has((error as NodeJS.ErrnoException).code ?? "")) throw error
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) throw systemError("EEXIST")
    renameSync(aside, path)
  }
}

/** A file that has another name until it is whole. Devices and pipes are written to as they are. Its functions throw what the system reports. */
export class OutputFile {
  /** Where to write the content. */
  readonly aside: string
  /** Whether `aside` is a file, and not a device or a pipe. */
  readonly isFile: boolean
  private readonly target: string
  private readonly replace: boolean

  constructor(path: string, { replace }: OutputOptions) {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw systemError("EISDIR")
    if (there !== undefined && !replace) throw systemError("EEXIST")
    // What a symbolic link leads to is replaced, and not the link.
    this.target = there === undefined ? path : realpathSync(path)
    this.isFile = there === undefined || there.isFile()
    this.aside = this.isFile ? `${this.target}.${process.pid}.new` : this.target
    this.replace = replace
  }

  /** Gives the whole file its name. */
  publish(): void {
    if (!this.isFile) return
    if (this.replace) renameSync(this.aside, this.target)
    else publishNew(this.aside, this.target)
  }

  /** Removes what was written, unless it was published. */
  discard(): void {
    if (this.isFile) rmSync(this.aside, { force: true })
  }
}

/** Runs `act`. Throws `FileUnwritable` with a sentence about `path` if the system refuses it. */
export const orThrowUnwritable = <A>(path: string, act: () => A): A => {
  try {
    return act()
  } catch (error) {
    const message = writeFailure(path, error)
    throw message === undefined ? error : new FileUnwritable({ message })
  }
}

const orUnwritable = <A>(path: string, act: () => A): Effect.Effect<A, FileUnwritable> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(orThrowUnwritable(path, act))
    } catch (error) {
      return error instanceof FileUnwritable ? Effect.fail(error) : Effect.die(error)
    }
  })

/** Writes a file that only its owner can read, whole also if the machine loses power. Nothing has its name if that fails. */
export const writeOutput = Effect.fn("writeOutput")(function* (
  path: string,
  content: string | Uint8Array,
  options: OutputOptions
) {
  yield* orUnwritable(path, () => {
    const file = new OutputFile(path, options)
    try {
      writeFileSync(file.aside, content, { mode: 0o600, flush: file.isFile })
      file.publish()
    } finally {
      file.discard()
    }
  })
})

/** Bytes that are written first: more than any secret has. */
const reserved = 4_096

/**
 * Runs `make` and writes a text of its result, for a secret that can be had only once: nothing is made if the file cannot be written, because its
 * space is taken first. Only the file's owner can read it.
 */
export const writeOnceMade = Effect.fn("writeOnceMade")(function* <A, E, R>(
  path: string,
  make: Effect.Effect<A, E, R>,
  textOf: (made: A) => string
) {
  return yield* Effect.acquireUseRelease(
    orUnwritable(path, () => {
      const file = new OutputFile(path, { replace: true })
      try {
        writeFileSync(file.aside, " ".repeat(reserved), { mode: 0o600, flush: file.isFile })
      } catch (error) {
        file.discard()
        throw error
      }
      return file
    }),
    (file) =>
      Effect.tap(make, (made) =>
        orUnwritable(path, () => {
          writeFileSync(file.aside, textOf(made), { flag: "r+", flush: file.isFile })
          truncateSync(file.aside, Buffer.byteLength(textOf(made)))
          file.publish()
        })
      ),
    (file) => Effect.sync(() => file.discard())
  )
})

/** Creates the folder and its parents, which only their owner may enter. */
export const makeOutputFolder = (folder: string): Effect.Effect<void, FileUnwritable> =>
  orUnwritable(folder, () => makeFolder(folder))
