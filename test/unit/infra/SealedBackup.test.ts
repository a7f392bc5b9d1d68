/** Encrypted backups: what comes out is what went in, only changes are added, and an attacker's every change is found without any secret. */
import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto"
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption"
import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { openBackupFolder } from "../../../infra/backup/BackupFolder.ts"
import { backupSigner } from "../../../infra/backup/BackupSigner.ts"
import type { BackupRefused, Manifest } from "../../../infra/backup/Manifest.ts"
import { openBackup } from "../../../infra/backup/OpenBackup.ts"
import { pruneBackups } from "../../../infra/backup/PruneBackups.ts"
import { openSealedFolder } from "../../../infra/backup/SealedFolder.ts"
import { listFile } from "../../../infra/backup/SealedRepository.ts"
import { isPresent, knownBackups, noteBackup } from "../../../infra/erasure/KnownBackups.ts"
import { makeIdentity, readIdentity, sealingTo, writeIdentity } from "../../../infra/keys/AgeKeys.ts"
import { Progress } from "../../../infra/process/Progress.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const root = testFolder("sealed")

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)
const [keys, folder, identityFile] = [join(root, "keys"), join(root, "backups"), join(root, "identity.txt")]
const signer = backupSigner(keys)

/** Content that differs in every piece, and begins with a mark that must not be found anywhere. */
const canary = "CANARY-4711"
const contentOf = (seed: string, bytes: number) => {
  const all = Buffer.alloc(bytes)
  for (let at = 0; at < bytes; at += 32) createHash("sha256").update(`${seed}${at}`).digest().copy(all, at)
  all.write(canary)
  return all
}
const long = contentOf("kafka", 4 * 1024 * 1024 + 17)
const pathOf = (name: string) => `kafka/${name}-of-${canary}.log`

let recipient = ""
const manifestOf = (files: Manifest["files"], id: string): Manifest => ({
  format: 1,
  id,
  createdAt: "2026-11-28T10:00:00.000Z",
  program: "0",
  store: { version: "", migrations: [] },
  group: "",
  offsets: [],
  tables: [],
  keys: true,
  folders: ["kafka"],
  files
})

/** Adds a backup of these files. */
const backUp = async (to: string, id: string, files: Readonly<Record<string, Buffer>>, keysFolder = keys) => {
  const backup = await run(
    Effect.flatMap(sealingTo([recipient]), (sealing) => openSealedFolder(to, sealing, backupSigner(keysFolder)))
  )
  for (const [path, bytes] of Object.entries(files)) {
    const source = join(root, "source")
    writeFileSync(source, bytes)
    if (bytes.length > 1_000_000) await backup.copy(source, path)
    else await backup.write(path, bytes)
  }
  return backup.finish(manifestOf(backup.files, id))
}

const open = async (
  from: string,
  given: { identity?: string; signer?: string; head?: string; keysFolder?: string; which?: number } = {}
) =>
  run(
    Effect.gen(function* () {
      const identity =
        given.identity === undefined
          ? undefined
          : yield* readIdentity(given.identity, Effect.die("asked for a passphrase"))
      const expected = { keysFolder: given.keysFolder ?? keys, signer: given.signer, head: given.head, identity }
      return yield* openBackup(from, expected, given.which ?? "all")
    }).pipe(Effect.provideService(Progress, () => {}))
  )

const refusalOf = async (opening: Promise<unknown>): Promise<string> => {
  try {
    await opening
  } catch (error) {
    assert.include(["BackupRefused", "AgeKeyRefused"], (error as BackupRefused)._tag, String(error))
    return (error as BackupRefused).message
  }
  return assert.fail("was accepted")
}

const filesOf = (where: string) =>
  readdirSync(where, { recursive: true, encoding: "utf8" }).filter((file) => statSync(join(where, file)).isFile())

const first = {
  [pathOf("a")]: long,
  "keys/partners/north.json": contentOf("secret", 500),
  "store/empty": Buffer.alloc(0)
}
const second = {
  ...first,
  [pathOf("a")]: Buffer.concat([long, Buffer.from("more")]),
  "store/new": contentOf("new", 300)
}
const older = join(root, "older")
let heads: Array<string> = []

beforeAll(async () => {
  mkdirSync(root, { recursive: true })
  const made = await run(makeIdentity(signer.signing.key))
  recipient = made.recipient
  await run(writeIdentity(identityFile, made.text))
  const one = await backUp(folder, "one", first)
  cpSync(folder, older, { recursive: true })
  const two = await backUp(folder, "two", second)
  heads = [one, two].map(({ repository }) => repository?.head ?? "")
  for (const { repository } of [one, two])
    if (repository !== undefined)
      await run(noteBackup(keys, { id: "", createdAt: "2026-11-28T10:00:00.000Z", folder, repository }))
})

describe("encrypted backups", () => {
  it("return every file of every backup, byte for byte", async () => {
    for (const [which, files] of [first, second].entries()) {
      const { source } = await open(folder, { identity: identityFile, which: which + 1 })
      for (const [path, bytes] of Object.entries(files)) {
        const read = await run(source?.read(path) ?? Effect.die("closed"))
        assert.isTrue(bytes.equals(read), path)
        const to = join(root, "copy")
        rmSync(to, { force: true })
        await run(source?.copy(path, to) ?? Effect.die("closed"))
        assert.isTrue(bytes.equals(readFileSync(to)), path)
        assert.strictEqual(statSync(to).mode & 0o077, 0)
      }
    }
  })

  it("add only what changed", async () => {
    // The last piece of the long file, the new file and the manifest.
    const { added } = await backUp(cpTo("again"), "three", { ...second, "store/new": contentOf("newer", 300) })
    assert.strictEqual(added.files, 2)
    assert.isBelow(added.bytes, 5_000)
  })

  it("are encrypted as age does, and show neither content nor names of files nor hashes of contents", async () => {
    const identity = readFileSync(identityFile, "utf8").split("\n").at(2) as string
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    for (const file of filesOf(folder)) {
      const bytes = readFileSync(join(folder, file))
      const shown = `${file}${bytes.toString("latin1")}`
      assert.notInclude(shown, canary)
      for (const [path, content] of Object.entries(first)) {
        assert.notInclude(shown, path)
        assert.notInclude(shown, createHash("sha256").update(content).digest("hex"))
      }
      if (file.startsWith("pieces/")) assert.isAbove((await decrypter.decrypt(bytes)).length, 0)
      assert.strictEqual(statSync(join(folder, file)).mode & 0o077, 0, file)
    }
  })

  it("open with the right identity only, and a refusal contains no secret", async () => {
    const other = join(root, "other.txt")
    writeFileSync(other, `${await generateIdentity()}\n`)
    assert.include(await refusalOf(open(folder, { identity: other })), "another public key")
    const broken = join(root, "broken.txt")
    writeFileSync(broken, `AGE-SECRET-KEY-1${canary}\n`)
    assert.notInclude(await refusalOf(open(folder, { identity: broken })), canary)
    assert.notInclude(await refusalOf(run(Effect.asVoid(sealingTo([`age1${canary}`])))), canary)
    assert.strictEqual(statSync(identityFile).mode & 0o077, 0)
  })

  it("are accepted from the expected signer only", async () => {
    const elsewhere = join(root, "elsewhere")
    // The identity file names the signer; without it, a new machine knows none.
    await open(folder, { identity: identityFile, keysFolder: elsewhere })
    assert.include(await refusalOf(open(folder, { keysFolder: elsewhere })), signer.signing.key)
    await open(folder, { keysFolder: elsewhere, signer: signer.signing.key })
    const forged = join(root, "forged")
    await backUp(forged, "forged", first, join(root, "attacker"))
    assert.include(await refusalOf(open(forged)), "not the expected one")
    assert.include(
      await refusalOf(open(forged, { identity: identityFile, keysFolder: elsewhere })),
      "not the expected one"
    )
  })
})

const cpTo = (name: string) => {
  const to = join(root, name)
  rmSync(to, { recursive: true, force: true })
  cpSync(folder, to, { recursive: true })
  return to
}

describe("a change is found without the identity", () => {
  const attacked = () => cpTo("attacked")

  it("of any byte, the length or the existence of any file", async () => {
    const copy = attacked()
    for (const file of filesOf(copy)) {
      const [path, bytes] = [join(copy, file), readFileSync(join(copy, file))]
      const changes: Readonly<Record<string, () => void>> = {
        "the first byte": () => writeFileSync(path, flip(bytes, 0)),
        "a byte in the middle": () => writeFileSync(path, flip(bytes, bytes.length >> 1)),
        "the last byte": () => writeFileSync(path, flip(bytes, bytes.length - 2)),
        truncated: () => writeFileSync(path, bytes.subarray(0, -1)),
        emptied: () => writeFileSync(path, ""),
        longer: () => writeFileSync(path, Buffer.concat([bytes, Buffer.from("\n")])),
        dropped: () => rmSync(path)
      }
      for (const [how, change] of Object.entries(changes)) {
        change()
        assert.notStrictEqual(await refusalOf(open(copy)), "", `${file} ${how}`)
      }
      writeFileSync(path, bytes)
    }
    await open(copy)
  })

  it("of any byte of a plain manifest, and of its length", async () => {
    const plain = join(root, "plain")
    const backup = await run(openBackupFolder(plain, signer.signing))
    await backup.finish(manifestOf(backup.files, "plain"))
    await open(plain)
    const path = join(plain, "manifest.json")
    const bytes = readFileSync(path)
    for (const changed of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from(" ")]), flip(bytes, 1)]) {
      writeFileSync(path, changed)
      assert.include(await refusalOf(open(plain)), "is damaged")
    }
  })

  it("of two files that were exchanged, or a file of an older state", async () => {
    const [one, two] = filesOf(folder).filter((file) => file.startsWith("pieces/")) as [string, string]
    for (const [a, b] of [
      [one, two],
      ["backups/00001.json", "backups/00002.json"],
      ["head.json", "backups/00002.json"]
    ] as const) {
      const copy = attacked()
      renameSync(join(copy, a), join(copy, "aside"))
      renameSync(join(copy, b), join(copy, a))
      renameSync(join(copy, "aside"), join(copy, b))
      await refusalOf(open(copy))
    }
    const rolledBack = attacked()
    cpSync(join(older, "head.json"), join(rolledBack, "head.json"))
    await refusalOf(open(rolledBack))
  })

  it("of a file that was added", async () => {
    for (const name of [
      "backups/00003.json",
      "backups/00000.json",
      `pieces/aa/${"a".repeat(64)}`,
      "README",
      "pieces/x"
    ]) {
      const copy = attacked()
      mkdirSync(join(copy, "pieces", "aa"), { recursive: true })
      writeFileSync(join(copy, name), readFileSync(join(copy, "backups/00002.json")))
      assert.include(await refusalOf(open(copy)), name)
    }
  })

  it("of the whole folder to an older copy, by what the installation or its user knows", async () => {
    assert.include(await refusalOf(open(older)), "older than it should be")
    const elsewhere = join(root, "knows-nothing")
    const { verified } = await open(older, { identity: identityFile, keysFolder: elsewhere })
    assert.isFalse(verified.newestKnown)
    await refusalOf(open(older, { identity: identityFile, keysFolder: elsewhere, head: heads[1] as string }))
    assert.isTrue(
      (await open(folder, { keysFolder: elsewhere, signer: signer.signing.key, head: heads[1] as string })).verified
        .newestKnown
    )
  })
})

const flip = (bytes: Buffer, at: number) => {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] as number) ^ 1
  return changed
}

describe("a folder of encrypted backups", () => {
  it("loses its oldest backups by pruning, and the rest stays whole", async () => {
    const copy = cpTo("pruned")
    const elsewhere = join(root, "pruning")
    for (const { number, id, createdAt } of (await open(folder)).verified.backups)
      await run(noteBackup(elsewhere, { id, createdAt, folder: copy, file: listFile(number) }))
    const present = () => knownBackups(elsewhere).filter(isPresent)
    assert.lengthOf(present(), 2)
    const { removed, bytes } = await run(pruneBackups(copy, keys, 1).pipe(Effect.provideService(Progress, () => {})))
    assert.strictEqual(removed, 1)
    // What an erasure lists as places where a person remains.
    assert.deepStrictEqual(
      present().map(({ id }) => id),
      ["two"]
    )
    // The list, the manifest and the end of the long file as they were in the first backup.
    assert.isAbove(bytes, 1_000)
    const { source, verified } = await open(copy, { identity: identityFile })
    assert.deepStrictEqual(
      verified.backups.map(({ number }) => number),
      [2]
    )
    assert.isTrue(second[pathOf("a")]?.equals(await run(source?.read(pathOf("a")) ?? Effect.die("closed"))))
    await backUp(copy, "after", first)
    await open(copy, { identity: identityFile })
  })

  it("continues after an interrupted backup, and takes no other folder", async () => {
    const copy = cpTo("interrupted")
    const backup = await run(
      Effect.flatMap(sealingTo([recipient]), (sealing) => openSealedFolder(copy, sealing, signer))
    )
    await backup.write("store/half", contentOf("half", 1_000))
    await refusalOf(open(copy))
    await backUp(copy, "next", second)
    assert.lengthOf((await open(copy)).verified.backups, 3)

    // The first one, killed while it wrote the head.
    const headless = join(root, "headless")
    mkdirSync(join(headless, "pieces"), { recursive: true })
    writeFileSync(join(headless, "head.json.7.new"), "")
    await backUp(headless, "first", second)
    assert.lengthOf((await open(headless)).verified.backups, 1)

    const full = join(root, "full")
    mkdirSync(full)
    writeFileSync(join(full, "mine.txt"), "mine")
    assert.include(await refusalOf(backUp(full, "x", {})), "not empty")
    assert.deepStrictEqual(readdirSync(full), ["mine.txt"])
  })

  it("is written again for another recipient", async () => {
    const copy = cpTo("recipients")
    const before = recipient
    const identity = await generateIdentity()
    recipient = await identityToRecipient(identity)
    const file = join(root, "second-identity.txt")
    writeFileSync(file, `${identity}\n`)
    await backUp(copy, "for-another", first)
    recipient = before
    const { source } = await open(copy, { identity: file })
    assert.isTrue(long.equals(await run(source?.read(pathOf("a")) ?? Effect.die("closed"))))
  })
})

describe("two backups into one folder at once", () => {
  const both = async (name: string) => {
    const to = join(root, name)
    const begin = () => run(Effect.flatMap(sealingTo([recipient]), (sealing) => openSealedFolder(to, sealing, signer)))
    const first = await begin()
    await first.write("a", contentOf("first", 5_000))
    return { to, begin, first }
  }
  const refusalOf = (finished: Promise<unknown>) =>
    finished.then(
      () => "finished",
      (error: Error) => error.message
    )

  it("the one that ends last is refused, and the other can be read", async () => {
    const { to, begin, first } = await both("at-once")
    const second = await begin()
    await second.write("b", contentOf("second", 5_000))
    await second.finish(manifestOf(second.files, "second"))
    assert.include(await refusalOf(first.finish(manifestOf(first.files, "first"))), "is not complete and was not added")
    const again = await begin()
    await again.write("a", contentOf("first", 5_000))
    await again.finish(manifestOf(again.files, "again"))
    const { verified } = await open(to)
    assert.deepStrictEqual(
      verified.backups.map(({ id }) => id),
      ["second", "again"]
    )
  })

  it("one whose pieces the other took for left over is refused although the other did not end", async () => {
    const { begin, first } = await both("left-over")
    await begin()
    assert.include(await refusalOf(first.finish(manifestOf(first.files, "first"))), "Run it again")
  })

  it("one is refused if older backups were removed meanwhile", async () => {
    const { to, begin, first } = await both("prune-at-once")
    await first.finish(manifestOf(first.files, "first"))
    const next = await begin()
    await next.write("b", contentOf("next", 5_000))
    await next.finish(manifestOf(next.files, "next"))
    const last = await begin()
    await run(pruneBackups(to, keys, 1).pipe(Effect.provideService(Progress, () => {})))
    await last.write("c", contentOf("last", 5_000))
    assert.include(await refusalOf(last.finish(manifestOf(last.files, "last"))), "backup prune")
    // The next one removes what it left.
    const again = await begin()
    await again.finish(manifestOf(again.files, "again"))
    assert.deepStrictEqual(
      (await open(to)).verified.backups.map(({ id }) => id),
      ["next", "again"]
    )
  })
})

it.each(["rsa", "ec", "ed448", "x25519"])("a signer of another kind (%s) is named, and signs nothing", (kind) => {
  const folderOfKey = join(root, `keys-${kind}`)
  mkdirSync(join(folderOfKey, "backup"), { recursive: true })
  const options = kind === "rsa" ? { modulusLength: 1024 } : kind === "ec" ? { namedCurve: "P-256" } : {}
  const { privateKey } = (generateKeyPairSync as (kind: string, options: object) => { privateKey: KeyObject })(
    kind,
    options
  )
  writeFileSync(join(folderOfKey, "backup", "signer.pem"), privateKey.export({ type: "pkcs8", format: "pem" }))
  assert.throws(() => backupSigner(folderOfKey), /signer\.pem, which signs backups, is damaged or of another kind/)
})
