/** Files that commands read: whatever is in their place, nothing waits, fills the memory, or ends without a sentence. */
import { execFileSync } from "node:child_process"
import { appendFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, FileSystem, Stream } from "effect"
import { assert, describe, it } from "vitest"
import { orUnreadable, readInput, readInputText, streamInput } from "../../ports/files/InputFile.ts"
import { inputFiles } from "../../ports/files/inputFiles.ts"
import { makeOddFiles } from "../fixtures/oddFiles.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("input")
const odd = makeOddFiles(join(folder, "odd"))
const said: Readonly<Record<string, string>> = {
  pipe: "it is a pipe, a socket or a device. Name a file, or put one in its place.",
  "a link to a pipe": "it is a pipe, a socket or a device. Name a file, or put one in its place.",
  socket: "it is a pipe, a socket or a device. Name a file, or put one in its place.",
  folder: "it is a folder. Name a file, or put one in its place.",
  "an endless device": "it is a pipe, a socket or a device. Name a file, or put one in its place.",
  "a full device": "it is a pipe, a socket or a device. Name a file, or put one in its place.",
  "an empty device": "it is a pipe, a socket or a device. Name a file, or put one in its place.",
  "a broken link": "it does not exist. Check the path.",
  "a link to itself": "symbolic links lead in a circle. Check the path.",
  "a name below a file": "a parent of the path is a file. Check the path.",
  "a terabyte of nothing": "it is larger than any file of its kind. Name a file, or put one in its place.",
  "no file": "it does not exist. Check the path.",
  "a file of another user":
    "permission denied. Run the command as the user who owns it, or give it to the user who runs Corridor (chown, then chmod 600)."
}
const refused = Object.entries(odd).filter(([kind]) => kind !== "an empty file")

const withFiles = <A, E>(use: (fs: FileSystem.FileSystem) => Effect.Effect<A, E>) =>
  Effect.flatMap(FileSystem.FileSystem, use).pipe(Effect.provide(inputFiles), Effect.provide(NodeServices.layer))

describe("a file that is read", () => {
  it.each(refused)("%s: one sentence says what it is and what to do", async (kind, path) => {
    const { message } = await Effect.runPromise(Effect.flip(orUnreadable(() => readInput(path))))
    assert.strictEqual(message, `${path} cannot be read: ${said[kind]}`)
  })

  it.each(refused)("%s: refused by the file system of the command line", async (_, path) => {
    await Effect.runPromise(Effect.flip(withFiles((fs) => fs.readFileString(path))))
    if (path !== odd["a terabyte of nothing"])
      await Effect.runPromise(Effect.flip(withFiles((fs) => Stream.runDrain(fs.stream(path)))))
  })

  it("is read whole, and an empty one is empty", async () => {
    const file = join(folder, "whole")
    for (const content of ["", "x", "è".repeat(100_000)]) {
      writeFileSync(file, content)
      assert.strictEqual(readInputText(file), content)
      assert.strictEqual(await text(streamInput(file)), content)
      assert.strictEqual(await Effect.runPromise(withFiles((fs) => fs.readFileString(file))), content)
      assert.strictEqual(
        await Effect.runPromise(withFiles((fs) => Stream.mkString(Stream.decodeText(fs.stream(file))))),
        content
      )
    }
    assert.throws(() => readInput(file, 199_999), /ERR_FS_FILE_TOO_LARGE/)
  })

  it("is read up to the size that it has, if another program writes to it without an end", async () => {
    const file = join(folder, "growing")
    writeFileSync(file, "0123456789")
    let read = 0
    for await (const piece of streamInput(file)) {
      read += piece.length
      appendFileSync(file, piece)
    }
    assert.strictEqual(read, 10)
    truncateSync(file, 10)
    const grow = Stream.tap(
      Stream.unwrap(withFiles((fs) => Effect.succeed(fs.stream(file, { chunkSize: 5 })))),
      (piece) => Effect.sync(() => appendFileSync(file, piece))
    )
    assert.strictEqual(await Effect.runPromise(Stream.mkString(Stream.decodeText(grow))), "0123456789")
  })

  it("may be a pipe that the shell opened, whose writer is slow", () => {
    const module = JSON.stringify(new URL("../../ports/files/InputFile.ts", import.meta.url).href)
    const script = `import(${module}).then(({ readInputText }) => process.stdout.write(readInputText(process.argv[1])))`
    const read = (shell: string) =>
      execFileSync("bash", ["-c", shell, process.execPath, script, odd.pipe], { encoding: "utf8", timeout: 20_000 })
    const slow = "{ echo one; sleep 0.3; echo two; }"
    assert.strictEqual(read(`"$0" -e "$1" <(${slow})`), "one\ntwo\n")
    assert.strictEqual(read(`${slow} | "$0" -e "$1" /dev/stdin`), "one\ntwo\n")
    assert.strictEqual(read(`{ ${slow} > "$2" & } ; "$0" -e "$1" /dev/fd/3 3< "$2"`), "one\ntwo\n")
  })
})
