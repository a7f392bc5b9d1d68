/** Passwords of the embedded broker's own identities, which are set in the broker at each start. */
import type { Redacted } from "effect"
import { storedSecrets } from "../process/storedSecrets.ts"

export interface KafkaSecrets {
  readonly admin: Redacted.Redacted<string>
  readonly pipeline: Redacted.Redacted<string>
}

export const kafkaSecrets = (path: string): KafkaSecrets => storedSecrets(path, ["admin", "pipeline"])
