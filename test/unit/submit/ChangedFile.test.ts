/** A file that is replaced between the check and the sending: nothing that was not checked is sent, and the partner is told. */
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { open as openFileHandle } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { vi } from "vitest"
import { ask } from "../../../ingest/portal/node/sendToServer.ts"
import { checkedBatches } from "../../../ingest/submit/check/CheckTable.ts"
import { checkFile } from "../../../ingest/submit/check/checkFile.ts"
import { openFile } from "../../../ingest/submit/check/OpenFile.ts"
import { nodeFileSource } from "../../../ingest/submit/node/NodeFileSource.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { RecordSpool, recordSpool } from "../../../ingest/submit/node/RecordSpool.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { blobSource } from "../../../ingest/submit/read/FileSource.ts"
import { chunksToSend } from "../../../ingest/submit/send/chunksToSend.ts"
import type { RecordChunk } from "../../../ingest/submit/send/RecordsToSend.ts"
import { partnerKey, settingsOf } from "../../fixtures/checkedFile.ts"

const table = "Case number,Agreed to use for statistics,Registered on,Gender\nP-1,yes,2024-03-05,Feminine\n"

it.live("is refused on a disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-changed-"))
  const file = join(folder, "cases.csv")
  writeFileSync(file, table)
  return Effect.gen(function* () {
    const source = yield* nodeFileSource(file)
    const hasher = nodeHasher(partnerKey)
    const opened = yield* Effect.promise(() => openFile(source, settingsOf()))
    assert.deepInclude(yield* Effect.promise(() => checkFile(opened, hasher)), { accepted: 1, errors: 0 })
    appendFileSync(file, "P-2,yes,2024-03-05,Olena Kovalenko\n")
    const sent: Array<string> = []
    const sending = ask(async () => {
      for await (const { text } of chunksToSend(checkedBatches(opened, hasher), 10)) sent.push(text)
    })
    const error = yield* Effect.flip(sending)
    assert.match(error.message, /changed or removed while it was read.*check and send it again/)
    assert.deepStrictEqual(sent, [])
  }).pipe(Effect.scoped, Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true }))))
})

it.live("does not change the records that are kept for a server, which leave no file", () => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-kept-"))
  const rows = Array.from({ length: 7 }, (_, i) => `Кейс-${i},yes,2024-03-05,Feminine\n`).join("")
  vi.stubEnv("TMPDIR", folder)
  return Effect.gen(function* () {
    const hasher = nodeHasher(partnerKey)
    const opened = yield* Effect.promise(() =>
      openFile(blobSource("a.csv", new Blob([table, rows, "P-1,yes,,Feminine\n"])), settingsOf())
    )
    const asRead: Array<RecordChunk> = []
    yield* Effect.promise(async () => {
      for await (const chunk of chunksToSend(checkedBatches(opened, hasher), 3)) asRead.push(chunk)
    })
    const spool = yield* recordSpool(3)
    assert.deepStrictEqual(readdirSync(folder), [])
    const kept: Array<RecordChunk> = []
    yield* Effect.promise(async () => {
      await checkFile(opened, hasher, () => (batch) => spool.add(batch))
      for await (const chunk of (await spool.kept())?.() ?? []) kept.push(chunk)
    })
    assert.deepStrictEqual(
      kept.map((chunk) => chunk.rows),
      [3, 3, 2]
    )
    assert.deepStrictEqual(kept, asRead)
    // A disk that takes nothing: then the file is read again.
    const name = join(folder, "readable")
    writeFileSync(name, "")
    const full = new RecordSpool(yield* Effect.promise(() => openFileHandle(name, "r")), 3)
    yield* Effect.promise(() => checkFile(opened, hasher, () => (batch) => full.add(batch)))
    assert.isUndefined(yield* Effect.promise(() => full.kept()))
  }).pipe(
    Effect.scoped,
    Effect.ensuring(
      Effect.sync(() => {
        vi.unstubAllEnvs()
        rmSync(folder, { recursive: true })
      })
    )
  )
})

it("is refused in a browser, which does not read it", async () => {
  const unreadable = new Blob([table])
  unreadable.slice = () =>
    Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) })
  const cause = await blobSource("a.csv", unreadable)
    .read(0, 10)
    .catch((error: unknown) => error)
  assert.isTrue(cause instanceof FileRefused && cause.code === "file-changed")
})
