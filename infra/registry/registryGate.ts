/**
 * The port of the embedded registry. Apicurio does not look at the `Host` header, so a page that rebinds its name to this machine could read it: it listens
 * behind this server, on a port where every request needs a password.
 */
import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http"
import { pipeline } from "node:stream"
import { Effect, Redacted } from "effect"
import { problemDetails } from "../../schemas/Problems.ts"
import { hostCheck } from "../http/hosts.ts"
import { limitedServer } from "../http/limitedServer.ts"
import { securityHeaders } from "../http/securityHeaders.ts"
import { Unavailable } from "../process/Unavailable.ts"
import type { RegistryUser } from "./ApicurioRegistry.ts"

interface GateOptions {
  readonly port: number
  /** The port behind it. */
  readonly behind: number
  /** The account that it uses for clients without a password. */
  readonly reader: RegistryUser
}

const refuse = (response: ServerResponse, status: number, body: string): void =>
  void response
    .writeHead(status, { ...securityHeaders, "content-type": "application/problem+json", connection: "close" })
    .end(body)

const otherHost = JSON.stringify(problemDetails("request-host-unknown", 421))

const listen = ({ port, behind, reader }: GateOptions) => {
  const isOwnHost = hostCheck()
  const agent = new Agent({ keepAlive: true })
  const authorization = `Basic ${Buffer.from(`${reader.name}:${Redacted.value(reader.password)}`).toString("base64")}`
  const forward = (incoming: IncomingMessage, response: ServerResponse) => {
    const { connection: _, ...given } = incoming.headers
    const headers = { authorization, ...given, host: `127.0.0.1:${behind}` }
    const { method, url: path } = incoming
    const asked = request({ agent, host: "127.0.0.1", port: behind, method, path, headers }, (answer) => {
      const { connection: __, ...own } = answer.headers
      response.writeHead(answer.statusCode ?? 502, own)
      pipeline(answer, response, () => {})
    })
    asked.on("error", () => (response.headersSent ? response.destroy() : refuse(response, 503, "")))
    // A client that leaves early gets no answer, and a closed response takes none.
    response.once("close", () => response.writableFinished || asked.destroy())
    pipeline(incoming, asked, () => {})
  }
  const server = limitedServer()
  server.on("request", (incoming, response) =>
    isOwnHost(incoming.headers.host) ? forward(incoming, response) : refuse(response, 421, otherHost)
  )
  const close = () => {
    server.close()
    server.closeAllConnections()
    agent.destroy()
  }
  return Effect.callback<() => void, Unavailable>((resume) => {
    server.once("error", () =>
      resume(
        Effect.fail(
          new Unavailable({
            part: "registry",
            message: "The schema registry's port on 127.0.0.1 is in use. Start again."
          })
        )
      )
    )
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resume(Effect.succeed(close)))
  })
}

/** Passes requests that name this machine as their host on to the registry until the scope closes, and refuses all others. */
export const startRegistryGate = Effect.fn("registryGate.startRegistryGate")((options: GateOptions) =>
  Effect.acquireRelease(listen(options), (close) => Effect.sync(close))
)
