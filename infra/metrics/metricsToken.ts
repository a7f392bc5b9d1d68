import { join } from "node:path"
import { Effect, Redacted } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { damagedSecret, randomSecret } from "../process/storedSecrets.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { settings } from "../settings/Settings.ts"
import { isLongToken } from "../settings/SettingValues.ts"

/** Prometheus reads this file itself (`authorization: {credentials_file: …}`). */
export const metricsTokenFile = (data: string): string => join(data, "secrets", "metrics-token")

const kept = (data: string): string => {
  const file = metricsTokenFile(data)
  const text = readTextFile(file)?.trim()
  if (text !== undefined && !isLongToken(text)) throw damagedSecret(file)
  if (text !== undefined) return text
  const made = randomSecret()
  writeOwnerOnlyFile(file, `${made}\n`)
  return made
}

/** Returns the token of the settings, or that of the data folder, which is made at its first use. */
export const metricsToken = Effect.fn("metricsToken.metricsToken")(function* (data: string) {
  const { metrics } = yield* settings
  if (metrics.token !== undefined) return metrics.token
  return yield* Effect.try({
    try: () => Redacted.make(kept(data)),
    catch: (error) =>
      error instanceof Unavailable
        ? error
        : new Unavailable({ part: "metrics", message: "The folder secrets/ of the data folder cannot be used." })
  })
})
