/** `backup verify` accepts a backup that nobody touched, without a secret, and refuses it after any change. */
import { execFileSync } from "node:child_process"
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { runCli, runJson } from "./inProcess.ts"
import { runTogether } from "./runTogether.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-backup-verify-"))
const data = join(folder, "data")
const [plain, sealed, identity] = [join(folder, "plain"), join(folder, "sealed"), join(folder, "identity.txt")]
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

let recipient = ""
beforeAll(async () => {
  await Effect.runPromise(Effect.provide(migrate(), embeddedStores(data)))
  const keys = await runJson<{ recipient: string }>(["backup", "keygen", "--out", identity], { data })
  recipient = keys.recipient
  await runJson(["backup", plain], { data })
  await runJson(["backup", sealed, "--to", recipient], { data })
})

it("a folder inside the data or the keys is refused, also through a link", async () => {
  const link = join(folder, "link")
  symlinkSync(data, link)
  for (const inside of [data, join(data, "backups", "today"), join(link, "b"), join(data, "keys", "b")]) {
    const { code, stderr } = await runCli(["backup", inside], { data })
    assert.strictEqual(code, 1, inside)
    assert.match(stderr, /is inside .+ Name a folder elsewhere/)
  }
  assert.notInclude(readdirSync(data), "backups")
})

it("a secret that is read from an empty standard input is refused", async () => {
  const { code, stderr } = await runCli(["release", "create", "--token-file", "-"], { data, stdin: " \n" })
  assert.strictEqual(code, 2, stderr)
  assert.match(stderr, /Standard input, from which - reads, is empty/)
})

/** A disk in memory of this size, while `use` runs. */
const onSmallDisk = async (size: string, use: (disk: string) => Promise<void>) => {
  const disk = join(folder, "disk")
  mkdirSync(disk, { recursive: true })
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk])
  try {
    await use(disk)
  } finally {
    execFileSync("umount", ["-l", disk])
  }
}

const largestFile = (root: string) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((file) => join(root, file))
    .filter((file) => statSync(file).isFile())
    .sort((a, b) => statSync(b).size - statSync(a).size)[0] as string

it.each([
  ["plain", plain, []],
  ["encrypted", sealed, []],
  ["encrypted, opened", sealed, ["--identity", identity]]
] as const)("%s: intact, then a byte is changed", async (_, backup, flags) => {
  const verify = () => runCli(["backup", "verify", backup, ...flags, "--json"], { data })
  const intact = await verify()
  assert.strictEqual(intact.code, 0, intact.stderr)
  assert.deepInclude(JSON.parse(intact.stdout), {
    intact: true,
    signerKnown: true,
    opened: flags.length > 0 || backup === plain
  })
  const file = largestFile(backup)
  const bytes = readFileSync(file)
  const changed = Buffer.from(bytes)
  changed[Math.floor(bytes.length / 2)] = (changed[Math.floor(bytes.length / 2)] as number) ^ 1
  writeFileSync(file, changed)
  const refused = await verify()
  assert.notStrictEqual(refused.code, 0)
  assert.notMatch(refused.stderr, /\n\s+at /)
  assert.notInclude(refused.stdout, '"intact": true')
  writeFileSync(file, bytes)
  assert.strictEqual((await verify()).code, 0)
})

it.skipIf(process.getuid?.() !== 0 || process.platform !== "linux").each([
  ["plain", "24k", false],
  ["encrypted", "16k", true]
] as const)(
  "%s, onto a disk that is full: incomplete, and complete when there is space",
  { meta: { needs: "root on Linux, to mount a disk" } },
  (_, size, encrypted) =>
    onSmallDisk(size, async (disk) => {
      const backup = join(disk, "backup")
      const make = () => runCli(["backup", backup, ...(encrypted ? ["--to", recipient] : [])], { data })
      const verify = () => runCli(["backup", "verify", backup], { data })
      const cut = await make()
      assert.strictEqual(cut.code, 3, cut.stdout)
      assert.match(cut.stderr, /the disk is full/)
      assert.notMatch(cut.stderr, /\n\s+at /)
      assert.match((await verify()).stderr, /incomplete/)
      execFileSync("mount", ["-o", "remount,size=64m", disk])
      if (!encrypted) {
        const refused = await make()
        assert.strictEqual(refused.code, 1)
        assert.match(refused.stderr, /incomplete/)
        rmSync(backup, { recursive: true })
      }
      assert.strictEqual((await make()).code, 0)
      assert.strictEqual((await verify()).code, 0)
    })
)

it("a pipe, a folder or a link in the place of any file is named", async () => {
  const ways = {
    pipe: (file: string) => execFileSync("mkfifo", [file]),
    folder: (file: string) => mkdirSync(file),
    circle: (file: string) => symlinkSync(file, file)
  }
  const found = [
    [plain, []],
    [sealed, []],
    [sealed, ["--identity", identity]]
  ] as const
  const cases = found.flatMap(([backup, flags]) => {
    const files = readdirSync(backup, { recursive: true, encoding: "utf8" }).filter((file) =>
      statSync(join(backup, file)).isFile()
    )
    const few = files.filter((file, i) => file.endsWith(".json") || i % Math.ceil(files.length / 4) === 0)
    return few.flatMap((file) =>
      Object.entries(ways).map(([kind, put]) => {
        const copy = mkdtempSync(join(folder, "copy-"))
        cpSync(backup, copy, { recursive: true })
        rmSync(join(copy, file))
        put(join(copy, file))
        return { kind, file, args: ["backup", "verify", copy, ...flags] }
      })
    )
  })
  const runs = await runTogether(
    cases.map(({ args }) => args),
    data
  )
  for (const [i, { code, stdout, stderr }] of runs.entries()) {
    const { kind, file } = cases[i] as (typeof cases)[number]
    assert.strictEqual(code, 1, `${kind} ${file}: ${stdout}${stderr}`)
    assert.match(stderr, new RegExp(`^[^\\n]*${basename(file)}[^\\n]*\\.\\n$`))
  }
})
