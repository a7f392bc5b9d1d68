/** A request of kafkajs that any broker can serve fails if the first broker is unavailable. Here the next one is tried. */
import { internal } from "./internals.ts"

interface Pool {
  readonly brokers: Readonly<Record<string, object>>
  findBroker(broker: { readonly nodeId: string }): Promise<object>
}

type WithBroker = (this: Pool, use: (found: object) => Promise<unknown>) => Promise<unknown>

const BrokerPool = internal<{ readonly prototype: { withBroker: WithBroker } }>("cluster/brokerPool")

const { withBroker } = BrokerPool.prototype
BrokerPool.prototype.withBroker = async function (use) {
  // The original method throws the error that its callers expect if there are no brokers.
  if (Object.keys(this.brokers).length === 0) return withBroker.call(this, use)
  let unavailable: unknown
  for (const nodeId of Object.keys(this.brokers).sort(() => Math.random() - 0.5)) {
    const broker = await this.findBroker({ nodeId }).catch((error: unknown) => {
      unavailable = error
    })
    if (broker === undefined) continue
    unavailable = undefined
    try {
      return await use({ nodeId, broker })
    } catch {
      // Another broker may know the result. If none does, the result is null, as in kafkajs.
    }
  }
  if (unavailable !== undefined) throw unavailable
  return null
}
