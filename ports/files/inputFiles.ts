import { Effect, FileSystem, Layer, PlatformError, Stream } from "effect"
import { readInput, statInput } from "./InputFile.ts"

const asPlatformError =
  (method: string, path: string) =>
  (cause: unknown): PlatformError.PlatformError =>
    PlatformError.systemError({
      _tag: (cause as NodeJS.ErrnoException).code === "ENOENT" ? "NotFound" : "Unknown",
      module: "FileSystem",
      method,
      pathOrDescriptor: path,
      cause
    })

/** The file system of the command line, whose files are read as `InputFile.ts` says. */
export const inputFiles = Layer.effect(
  FileSystem.FileSystem,
  Effect.map(FileSystem.FileSystem, (own) => {
    const made = FileSystem.make({
      ...own,
      readFile: (path) => Effect.try({ try: () => readInput(path), catch: asPlatformError("readFile", path) })
    })
    return FileSystem.FileSystem.of({
      ...made,
      // A file is read up to the size that it has now: another program may write to it without an end.
      stream: (path, options) =>
        Effect.try({ try: () => statInput(path), catch: asPlatformError("stream", path) }).pipe(
          Effect.map((stat) =>
            made.stream(path, stat.isFile() ? Object.assign({ bytesToRead: stat.size }, options) : options)
          ),
          Stream.unwrap
        )
    })
  })
)
