/** The keys of a stack, from its key folder. */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { layerFileKeyStore } from "../../ingest/keys/FileKeyStore.ts"
import { layerFileWithdrawalLog } from "../../ingest/keys/FileWithdrawalLog.ts"
import { stackPipelineKeys } from "../keys/stackPipelineKeys.ts"
import { settings } from "../settings/Settings.ts"
import { stackKeysFolder } from "./keysFolder.ts"
import { fileEntrySigner } from "./LedgerKeys.ts"

/** Returns what signs entries of the ledger, with the keys in the folder of keys. */
export const stackEntrySigner = Effect.fn("Keys.entrySigner")(function* (data: string) {
  const { ledgerKeys, clockConfirmed } = yield* settings
  return { ...fileEntrySigner(ledgerKeys ?? join(yield* stackKeysFolder(data), "ledger")), clockConfirmed }
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
