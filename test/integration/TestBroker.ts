/** A broker for the tests of one file, and the services over it: the pipeline's and the administration's. */
import { Context, Effect, Layer } from "effect"
import * as KafkaEventLog from "../../infra/kafka/KafkaEventLog.ts"
import * as KafkaEventLogAdmin from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { type KafkaServer, startKafka } from "../../infra/kafka/KafkaServer.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { cache } from "./cache.ts"
import { silent, temporaryFolder } from "./TestStack.ts"

export class Broker extends Context.Service<Broker, KafkaServer>()("test/Broker") {}

/** The log of the pipeline and of the administration. */
export const logServices = ({ connection, pipeline, admin }: KafkaServer) =>
  Layer.build(
    Layer.mergeAll(
      KafkaEventLog.layer({ connection, identity: pipeline }),
      KafkaEventLogAdmin.layer({ connection, identity: admin })
    )
  )

/** `name`: of its folder. */
export const testBroker = (name: string) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const data = yield* temporaryFolder(name)
      yield* Effect.promise(() => copyPreparedStack(data))
      const server = yield* startKafka({ data, cache, preferredPort: 0, restart: false })
      return Context.add(yield* logServices(server), Broker, server)
    })
  ).pipe(Layer.provide(silent))
