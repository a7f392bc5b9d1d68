import { Effect, type FileSystem, Layer, type Path } from "effect"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { submissionServiceLayer } from "../../ingest/portal/server/submissionServiceLayer.ts"
import { readMapping, writeMapping } from "../../ingest/submit/node/RememberedMapping.ts"
import { settings } from "../settings/Settings.ts"
import { keysLayer, stackKeysFolder } from "../stack/Keys.ts"

/**
 * The submission service of a stack.
 *
 * Records are sent with the partner's own Kafka identity if it is stored with the partner's keys. Otherwise they are sent as the
 * Kafka user of the settings, which needs `portalRights` only.
 */
export const stackSubmissionService = (
  data: string,
  { onSent, onWithdrawn }: { readonly onSent: Effect.Effect<void>; readonly onWithdrawn: Effect.Effect<void> }
) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { kafka } = yield* settings
      const folder = yield* stackKeysFolder(data)
      const files = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      const withFiles = <A, E>(effect: Effect.Effect<A, E, FileSystem.FileSystem | Path.Path>) =>
        Effect.provide(effect, files)
      return submissionServiceLayer<unknown>({
        identityOf: (partner) => {
          const own = withFiles(Effect.map(readSecrets(folder, PartnerId.make(partner)), ({ identity }) => identity))
          if (kafka === undefined) return own
          return Effect.catch(own, () => Effect.succeed({ username: kafka.username, password: kafka.password }))
        },
        readMapping: (partner) => withFiles(readMapping(folder, PartnerId.make(partner))),
        writeMapping: (partner, mapping) => withFiles(writeMapping(folder, PartnerId.make(partner), mapping)),
        onSent,
        onWithdrawn,
        keys: Layer.provide(keysLayer(data), Layer.succeedContext(files))
      })
    })
  )
