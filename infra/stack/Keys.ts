/** Where the keys of a stack lie: in their own folder, which can be on another disk than the data. */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { layerFileKeyStore } from "../../ingest/keys/FileKeyStore.ts"
import { layerFileWithdrawalLog } from "../../ingest/keys/FileWithdrawalLog.ts"
import { settings } from "../settings/Settings.ts"

/** The folder of all keys and secrets of the stack in `data`. */
export const stackKeysFolder = Effect.fn("Keys.folder")(function* (data: string) {
  return (yield* settings).keys ?? join(data, "keys")
})

/** The pipeline's pseudonymisation keys, and the withdrawals beside them. */
export const keysLayer = (data: string) =>
  Layer.unwrap(
    Effect.map(stackKeysFolder(data), (folder) =>
      Layer.merge(
        layerFileKeyStore(join(folder, "pipeline")),
        layerFileWithdrawalLog(join(folder, "withdrawals.jsonl"))
      )
    )
  )
