/** Files that commands write for their user: whole or not at all, and a refusal of the system is a sentence. */
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import {
  FileUnwritable,
  makeOutputFolder,
  orThrowUnwritable,
  writeOnceMade,
  writeOutput
} from "../../ports/files/OutputFile.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("output")

const failure = (path: string, replace = true) =>
  Effect.runPromise(Effect.flip(writeOutput(path, "whole", { replace }))).then(({ message }) => message)

describe("writeOutput", () => {
  it("writes for the owner alone, and replaces only where that is wanted", async () => {
    const file = join(folder, "table.csv")
    await Effect.runPromise(writeOutput(file, "one", { replace: false }))
    assert.strictEqual(statSync(file).mode & 0o777, 0o600)
    assert.strictEqual(
      await failure(file, false),
      `${file} cannot be written: a file with this name exists. Name another one, or remove it.`
    )
    assert.strictEqual(readFileSync(file, "utf8"), "one")
    await Effect.runPromise(writeOutput(file, "two", { replace: true }))
    assert.strictEqual(readFileSync(file, "utf8"), "two")
    assert.deepStrictEqual(readdirSync(folder), ["table.csv"])
  })

  it("says what is wrong with the path and what to do", async () => {
    const parent = join(folder, "parent")
    writeFileSync(parent, "")
    mkdirSync(join(folder, "taken"))
    const cases = [
      [join(folder, "missing", "x.csv"), "its folder does not exist. Create the folder first."],
      [join(parent, "x.csv"), "a parent of the path is a file. Check the path."],
      [join(folder, "taken"), "a folder has the name of one of its files. Name another one, or remove it."],
      [join(folder, "x".repeat(300)), "the name is too long. Use a shorter one."]
    ] as const
    for (const [path, said] of cases) assert.strictEqual(await failure(path), `${path} cannot be written: ${said}`)
    assert.deepStrictEqual(readdirSync(join(folder, "taken")), [])
  })

  it("replaces what a link leads to, and writes to a device as it is", async () => {
    const [real, link] = [join(folder, "real"), join(folder, "link")]
    writeFileSync(real, "old")
    symlinkSync(real, link)
    await Effect.runPromise(writeOutput(link, "new", { replace: true }))
    assert.strictEqual(readFileSync(real, "utf8"), "new")
    await Effect.runPromise(writeOutput("/dev/null", "nothing", { replace: true }))
    assert.isTrue(statSync("/dev/null").isCharacterDevice())
  })
})

describe("writeOnceMade", () => {
  const write = (path: string, made: () => string) => writeOnceMade(path, Effect.sync(made), (secret) => `${secret}\n`)

  it("makes nothing if the file cannot be written: its folder is missing, or its disk is full", async () => {
    for (const path of [join(folder, "missing", "token"), ...(existsSync("/dev/full") ? ["/dev/full"] : [])]) {
      const error = await Effect.runPromise(Effect.flip(write(path, () => assert.fail("made"))))
      assert.strictEqual(error._tag, "FileUnwritable")
    }
  })

  it("writes what was made and nothing more, for the owner alone", async () => {
    const file = join(folder, "token")
    assert.strictEqual(await Effect.runPromise(write(file, () => "sécret")), "sécret")
    assert.strictEqual(readFileSync(file, "utf8"), "sécret\n")
    assert.strictEqual(statSync(file).mode & 0o777, 0o600)
  })

  it("leaves the file as it was if nothing could be made", async () => {
    const file = join(folder, "kept")
    writeFileSync(file, "old")
    await Effect.runPromise(Effect.flip(writeOnceMade(file, Effect.fail("refused"), () => "")))
    assert.strictEqual(readFileSync(file, "utf8"), "old")
    assert.deepStrictEqual(
      readdirSync(folder).filter((name) => name.endsWith(".new")),
      []
    )
  })
})

it("names the file of a write without a path, and passes on what is not of the file system", () => {
  const refuse = (error: unknown) => () =>
    orThrowUnwritable("/backup/a", () => {
      throw error
    })
  // What Node says of a write to an open file.
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" })
  assert.throws(refuse(full), FileUnwritable, "/backup/a cannot be written: the disk is full. Free some space")
  assert.throws(refuse(new TypeError("canary")), TypeError, "canary")
})

it("makes folders with their parents, and returns where the system refuses them", async () => {
  const made = join(folder, "a", "b")
  await Effect.runPromise(makeOutputFolder(made))
  await Effect.runPromise(makeOutputFolder(made))
  assert.strictEqual(statSync(made).mode & 0o777, 0o700)
  // Node's own recursive mkdir never returns here.
  const { message } = await Effect.runPromise(Effect.flip(makeOutputFolder("/proc/corridor/backup")))
  assert.match(message, /^\/proc\/corridor\/backup cannot be written: /)
})

const unshare = ["-Ur", "-m", "bash", "-c"]
const canMount = spawnSync("unshare", [...unshare, "mount -t tmpfs tmpfs /mnt"]).status === 0

it.skipIf(!canMount)(
  "names a full disk, a read-only one and a limit for files, and leaves nothing there",
  { meta: { needs: "unshare and mount" } },
  () => {
    const [full, readOnly] = [join(folder, "full"), join(folder, "read-only")]
    const paths = [`${full}/x`, `${readOnly}/x`, `${readOnly}/a/b/`, `${folder}/x.long`]
    const script = fileURLToPath(new URL("fixtures/writeHere.ts", import.meta.url))
    const commands = [
      `mkdir ${full} ${readOnly}`,
      `mount -t tmpfs -o size=4k tmpfs ${full}`,
      `mount -t tmpfs -o ro tmpfs ${readOnly}`,
      `(ulimit -f 16; ${process.execPath} ${script} ${paths.join(" ")})`,
      `ls ${full} ${folder}`
    ]
    const lines = execFileSync("unshare", [...unshare, commands.join(" && ")], { encoding: "utf8" }).split("\n")
    assert.deepStrictEqual(lines.slice(0, 4), [
      `${full}/x cannot be written: the disk is full. Free some space, and run the command again.`,
      `${readOnly}/x cannot be written: the file system is read-only. Name a folder that you may write to.`,
      `${readOnly}/a/b cannot be written: the file system is read-only. Name a folder that you may write to.`,
      `${folder}/x.long cannot be written: it exceeds the size limit for files. Raise the limit (ulimit -f), or write to another disk.`
    ])
    assert.deepStrictEqual(
      lines.slice(4).filter((line) => /^x|new$/.test(line)),
      []
    )
  }
)
