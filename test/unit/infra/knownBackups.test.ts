/** Which backups an erasure lists and how old the newest is, also after a cut line, a wrong clock, and a backup that is gone. */
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import {
  backupsWithin,
  begunBackups,
  knownBackups,
  newestBackup,
  noteBackup
} from "../../../infra/erasure/KnownBackups.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const root = testFolder("known-backups")
const day = 86_400_000
const now = Date.parse("2026-12-01T12:00:00.000Z")
const at = (days: number) => new Date(now + days * day).toISOString()
const found = (days: ReadonlyArray<number>, since: number, until: number) =>
  backupsWithin(
    days.map((n) => ({ createdAt: at(n) })),
    { since: at(since), until: at(until) },
    now
  ).map(({ createdAt }) => Math.round((Date.parse(createdAt) - now) / day))

describe("the backups that may have a person", () => {
  it("are those of the time, and two days before it", () => {
    assert.deepStrictEqual(found([-30, -11, -9, -2, -1], -10, -2), [-11, -9, -2])
  })

  it("include one that was made while the clock was behind or ahead, and no other because of it", () => {
    assert.deepStrictEqual(found([-9, -60, -7], -8, -3), [-9, -60, -7])
    assert.deepStrictEqual(found([-9, -60, -7], -40, -30), [])
    assert.deepStrictEqual(found([-9, 300], -8, 0), [-9, 300])
    assert.deepStrictEqual(found([-9, 300, -1], -8, -2), [-9, 300])
    assert.deepStrictEqual(found([-30, 300, -20], -8, -2), [])
  })
})

describe("the newest backup", () => {
  const folderWith = (backups: ReadonlyArray<readonly [name: string, days: number]>) => {
    const folder = mkdtempSync(join(root, "keys-"))
    for (const [name, days] of backups) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, "manifest.json"), "")
      Effect.runSync(noteBackup(folder, { id: name, createdAt: at(days), folder: join(folder, name) }))
    }
    return folder
  }
  const newest = (folder: string) => {
    const made = newestBackup(folder, now)
    return made === undefined ? undefined : (made - now) / day
  }

  it("is there or on a disk that is kept elsewhere, and not from the future", () => {
    const folder = folderWith([
      ["a", -9],
      ["b", -5],
      ["c", -1],
      ["d", 300]
    ])
    assert.strictEqual(newest(folder), -1)
    rmSync(join(folder, "c", "manifest.json"))
    assert.strictEqual(newest(folder), -5)
    rmSync(join(folder, "b"), { recursive: true })
    assert.strictEqual(newest(folder), -5)
    assert.isUndefined(newest(mkdtempSync(join(root, "none-"))))
  })

  it("is known although an earlier line was cut off", () => {
    const folder = folderWith([["a", -9]])
    appendFileSync(join(folder, "backups.jsonl"), '{"id":"cut","createdAt":"2026')
    Effect.runSync(noteBackup(folder, { id: "b", createdAt: at(-1), folder: join(folder, "a") }))
    assert.deepStrictEqual(
      knownBackups(folder).map(({ id }) => id),
      ["a", "b"]
    )
  })

  it("that began is known until it is complete, or another one begins there, and is not the newest backup", () => {
    const folder = folderWith([["a", -9]])
    const note = (id: string, days: number, began?: true) => {
      const backup = { id, createdAt: at(days), folder: join(folder, "a"), file: "store" }
      Effect.runSync(noteBackup(folder, began ? { ...backup, began } : backup))
    }
    const begun = () => begunBackups(folder).map(({ id }) => id)
    note("b", -3, true)
    assert.deepStrictEqual(begun(), ["a", "b"])
    assert.strictEqual(newest(folder), -9)
    note("c", -2, true)
    assert.deepStrictEqual(begun(), ["a", "c"])
    note("c", -2)
    assert.deepStrictEqual(begun(), ["a", "c"])
    assert.deepStrictEqual(
      begun(),
      knownBackups(folder).map(({ id }) => id)
    )
  })

  it("that cannot be noted is named, with why and what to do", () => {
    const folder = folderWith([])
    mkdirSync(join(folder, "backups.jsonl"))
    chmodSync(join(folder, "backups.jsonl"), 0o700)
    const { message } = Effect.runSync(
      Effect.flip(noteBackup(folder, { id: "a", createdAt: at(0), folder: "/backups/a" }))
    )
    assert.include(message, "The backup in /backups/a is complete, but could not be noted")
    assert.include(message, "backups.jsonl cannot be read: it is a folder")
  })
})
