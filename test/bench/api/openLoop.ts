/**
 * Requests at a constant rate, whatever the answers do: each is due at its moment, and its time runs from then, so that a server that
 * stops for a while is charged for all that would have come meanwhile (no coordinated omission; Tene 2015, wrk2).
 */
import { Agent, request } from "node:http"

export interface Due {
  /** Under which the time is kept. */
  readonly name: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Taken {
  readonly name: string
  /** Milliseconds from the moment at which it was due to the last byte. */
  readonly millis: number
  readonly status: number
  readonly bytes: number
}

/** Addresses of loopback that requests come from: one may ask only so much a minute. */
const clients = 60

export const openLoop = async (
  port: number,
  rate: number,
  seconds: number,
  next: (i: number) => Due
): Promise<ReadonlyArray<Taken>> => {
  const agents = Array.from({ length: clients }, () => new Agent({ keepAlive: true, maxSockets: 8 }))
  const taken: Array<Taken> = []
  const open: Array<Promise<void>> = []
  const start = performance.now() + 100

  const send = (i: number) =>
    new Promise<void>((resolve) => {
      const { name, path, headers } = next(i)
      const due = start + (i * 1000) / rate
      const client = i % clients
      let bytes = 0
      const done = (status: number) => {
        taken.push({ name, millis: performance.now() - due, status, bytes })
        resolve()
      }
      request(
        {
          host: "127.0.0.1",
          port,
          path,
          headers: { ...headers },
          localAddress: `127.0.1.${client + 1}`,
          agent: agents[client]
        },
        (answer) => {
          answer.on("data", (part: Buffer) => (bytes += part.length))
          answer.on("end", () => done(answer.statusCode ?? 0))
          answer.on("error", () => done(0))
        }
      )
        .on("error", () => done(0))
        .end()
    })

  const all = rate * seconds
  for (let i = 0; i < all; ) {
    const now = performance.now()
    for (; i < all && start + (i * 1000) / rate <= now; i++) open.push(send(i))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(open)
  for (const agent of agents) agent.destroy()
  return taken
}
