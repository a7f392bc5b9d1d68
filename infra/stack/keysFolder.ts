/** The folder of keys, by itself: a command that only checks a file loads nothing else of the stack. */
import { join } from "node:path"
import { Effect } from "effect"
import { settings } from "../settings/Settings.ts"

/** Returns the folder of all keys and secrets of the stack in `data`. It can be on another disk than the data. */
export const stackKeysFolder = Effect.fn("Keys.folder")(function* (data: string) {
  return (yield* settings).keys ?? join(data, "keys")
})
