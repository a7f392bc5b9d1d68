/**
 * Submits the demonstration's records as partners would: creates each partner, writes its records to a file, and checks and submits the
 * file. After an interruption it can be run again, because submitting the same file twice adds nothing.
 */
import { Effect, FileSystem, Path, Redacted, Stream } from "effect"
import { type DemoPartner, demoPartners, demoRecords } from "../../ingest/demo/Demonstration.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { keepSecrets, readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { emptyMapping } from "../../ingest/submit/columns/Mapping.ts"
import { sendToTopic, submit } from "../../ingest/submit/Submit.ts"
import { counted } from "../../ports/counted.ts"
import { Progress } from "../process/Progress.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"

const writeFile = Effect.fn("LoadDemonstration.writeFile")(function* (partner: DemoPartner, file: string) {
  const fs = yield* FileSystem.FileSystem
  const lines = Stream.fromIterable(demoRecords(partner)).pipe(
    Stream.map((record) => `${JSON.stringify(record)}\n`),
    Stream.encodeText
  )
  yield* Stream.run(lines, fs.sink(file))
})

const send = Effect.fn("LoadDemonstration.send")(function* (keys: string, partner: DemoPartner, file: string) {
  const id = PartnerId.make(partner.id)
  const secrets = yield* readSecrets(keys, id)
  yield* writeFile(partner, file)
  const { sent } = yield* submit(
    {
      file,
      recordKind: undefined,
      format: "corridor",
      mapping: emptyMapping,
      sheet: undefined,
      partnerKey: Redacted.value(secrets.key),
      partner: id,
      dryRun: false,
      partial: false,
      report: undefined,
      language: "en",
      agrees: () => Effect.succeed(true),
      onProgress: () => {}
    },
    sendToTopic(id, secrets.identity, "en")
  )
  return sent
}, Effect.scoped)

/** Submits all records and returns the number of records sent. */
export const loadDemonstration = Effect.fn("LoadDemonstration.load")(function* (data: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const print = yield* Progress
  const keys = yield* stackKeysFolder(data)
  const known = new Set((yield* Partners.list()).map((partner) => partner.id))
  const folder = yield* fs.makeTempDirectoryScoped({ prefix: "corridor-demo-" })
  let sent = 0
  for (const [i, partner] of demoPartners.entries()) {
    const id = PartnerId.make(partner.id)
    if (!known.has(partner.id))
      yield* Partners.add({ id, type: partner.type, name: partner.name, demonstration: true }, (secrets) =>
        keepSecrets(keys, id, secrets)
      )
    const count = yield* send(keys, partner, path.join(folder, `${partner.id}.ndjson`))
    sent += count
    print(`  ${i + 1}/${demoPartners.length} ${partner.name}: ${counted(count, "record")} sent`)
  }
  return sent
}, Effect.scoped)
