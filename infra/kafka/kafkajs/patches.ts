/** Applies all changes to kafkajs. Import it wherever a client is made. */
import type { ISocketFactory } from "kafkajs"
import "./RequestTimers.ts"
import "./Coordinator.ts"
import "./Rejoin.ts"
import "./PausedPartitions.ts"
import "./AnyBroker.ts"
import "./SilentBroker.ts"
import { answeringSocket } from "./Responses.ts"

/**
 * kafkajs writes all pending requests to a socket that is still connecting. Each write adds a listener, and Node would warn of a leak.
 * The listeners are removed when the socket connects or closes.
 */
export const socketFactory: ISocketFactory = (options) => answeringSocket(options).setMaxListeners(0)
