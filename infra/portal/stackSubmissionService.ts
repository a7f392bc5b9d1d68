import { Effect, type FileSystem, Layer, type Path } from "effect"
import type { VersionedPerson } from "../../ingest/keys/Pseudonym.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readIdentity } from "../../ingest/partners/PartnerSecrets.ts"
import { reviewServiceLayer } from "../../ingest/portal/server/reviewServiceLayer.ts"
import { submissionServiceLayer } from "../../ingest/portal/server/submissionServiceLayer.ts"
import { readMapping, writeMapping } from "../../ingest/submit/node/RememberedMapping.ts"
import { issueReceipt } from "../erasure/issueReceipt.ts"
import { offeredPage, offeredRounds } from "../linkage/offeredRounds.ts"
import { rebuildMarts } from "../marts/BuildMarts.ts"
import { settings } from "../settings/Settings.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { completeWithdrawals } from "./completeWithdrawals.ts"
import { contributedEditions } from "./contributedEditions.ts"

/**
 * Returns the submission service of a stack, and review before sending.
 *
 * Records are sent with the partner's own Kafka identity if it is stored with the partner's keys. Otherwise they are sent as the
 * Kafka user of the settings, which needs `portalRights` only.
 */
export const stackSubmissionService = (data: string, onSent: Effect.Effect<void>) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { kafka } = yield* settings
      const folder = yield* stackKeysFolder(data)
      const files = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
      const withFiles = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, files)
      const keys = Layer.provide(keysLayer(data), Layer.succeedContext(files))
      const complete = completeWithdrawals(
        Effect.suspend(rebuildMarts),
        (of: { readonly partner: string; readonly persons: ReadonlyArray<VersionedPerson> }) =>
          issueReceipt(of.partner, of.persons)
      )
      const submissions = submissionServiceLayer<unknown>({
        identityOf: (partner) => {
          const own = withFiles(readIdentity(folder, PartnerId.make(partner)))
          if (kafka === undefined) return own
          return Effect.catch(own, () => Effect.succeed({ username: kafka.username, password: kafka.password }))
        },
        readMapping: (partner) => withFiles(readMapping(folder, PartnerId.make(partner))),
        writeMapping: (partner, mapping) => withFiles(writeMapping(folder, PartnerId.make(partner), mapping)),
        onSent,
        editions: contributedEditions,
        rounds: (partner) => offeredRounds(data, partner),
        roundPage: Effect.sync(() => offeredPage(data)),
        complete: (partner, persons) => withFiles(complete({ partner, persons })),
        keys
      })
      return reviewServiceLayer.pipe(Layer.provide(keys), Layer.provideMerge(submissions))
    })
  )
