/** The portal's desk over the stack's own parts. */
import { Effect, type FileSystem, Layer, type Path } from "effect"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { deskLayer } from "../../ingest/portal/server/deskLayer.ts"
import { readMapping, writeMapping } from "../../ingest/submit/node/RememberedMapping.ts"
import { settings } from "../settings/Settings.ts"
import { stackKeysFolder } from "../stack/Keys.ts"

/**
 * Records go with the partner's own Kafka identity wherever it is kept beside its keys. Partners of a Kafka elsewhere may keep theirs
 * to themselves; then the portal writes as the user that the settings name, which needs `portalRights` and no more.
 */
export const stackDesk = (data: string, onSent: Effect.Effect<void>) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { kafka } = yield* settings
      const folder = yield* stackKeysFolder(data)
      const files = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      const withFiles = <A, E>(effect: Effect.Effect<A, E, FileSystem.FileSystem | Path.Path>) =>
        Effect.provide(effect, files)
      return deskLayer<unknown>({
        identityOf: (partner) => {
          const own = withFiles(Effect.map(readSecrets(folder, PartnerId.make(partner)), ({ identity }) => identity))
          if (kafka === undefined) return own
          return Effect.catch(own, () => Effect.succeed({ username: kafka.username, password: kafka.password }))
        },
        readMapping: (partner) => withFiles(readMapping(folder, PartnerId.make(partner))),
        keepMapping: (partner, mapping) => withFiles(writeMapping(folder, PartnerId.make(partner), mapping)),
        onSent
      })
    })
  )
