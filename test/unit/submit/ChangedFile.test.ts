/** A file that is replaced between the check and the sending: nothing that was not checked is sent, and the partner is told. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { ask } from "../../../ingest/portal/node/sendToServer.ts"
import { checkedBatches } from "../../../ingest/submit/check/CheckTable.ts"
import { checkFile } from "../../../ingest/submit/check/checkFile.ts"
import { openFile } from "../../../ingest/submit/check/OpenFile.ts"
import { nodeFileSource } from "../../../ingest/submit/node/NodeFileSource.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { blobSource } from "../../../ingest/submit/read/FileSource.ts"
import { chunksToSend } from "../../../ingest/submit/send/chunksToSend.ts"
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

it("is refused in a browser, which does not read it", async () => {
  const unreadable = new Blob([table])
  unreadable.slice = () =>
    Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) })
  const cause = await blobSource("a.csv", unreadable)
    .read(0, 10)
    .catch((error: unknown) => error)
  assert.isTrue(cause instanceof FileRefused && cause.code === "file-changed")
})
