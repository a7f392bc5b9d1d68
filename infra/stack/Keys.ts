/** The key folder of a stack. It can be on another disk than the data. */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { layerFileKeyStore } from "../../ingest/keys/FileKeyStore.ts"
import { layerFileWithdrawalLog } from "../../ingest/keys/FileWithdrawalLog.ts"
import { stackPipelineKeys } from "../keys/stackPipelineKeys.ts"
import { settings } from "../settings/Settings.ts"
import { fileEntrySigner } from "./LedgerKeys.ts"

/** Returns the folder of all keys and secrets of the stack in `data`. */
export const stackKeysFolder = Effect.fn("Keys.folder")(function* (data: string) {
  return (yield* settings).keys ?? join(data, "keys")
})

export const stackEntrySigner = Effect.fn("Keys.entrySigner")(function* (data: string) {
  return fileEntrySigner((yield* settings).ledgerKeys ?? join(yield* stackKeysFolder(data), "ledger"))
})

/** Provides the pipeline's pseudonymisation keys, as the settings protect them, and the withdrawal log. */
export const keysLayer = (data: string) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const folder = yield* stackKeysFolder(data)
      return Layer.merge(
        layerFileKeyStore(join(folder, "pipeline"), yield* stackPipelineKeys),
        layerFileWithdrawalLog(join(folder, "withdrawals.jsonl"))
      )
    })
  )
