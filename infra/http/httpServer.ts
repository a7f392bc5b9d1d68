import { createServer, type Server, type ServerOptions, type ServerResponse } from "node:http"
import { securityHeaders } from "./securityHeaders.ts"

/** Answers to what Node.js cannot read as a request, by its code of the error. */
const statusOf: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large"
}

const lines = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`)

const answerTo = (code: string | undefined): string =>
  [`HTTP/1.1 ${statusOf[code ?? ""] ?? "400 Bad Request"}`, "connection: close", "content-length: 0", ...lines].join(
    "\r\n"
  )

/** Creates an HTTP server whose own answers, to what is not a request, have the security headers too. The guard refuses a missing host. */
export const httpServer = (options: ServerOptions = {}): Server =>
  createServer({ ...options, requireHostHeader: false })
    .on("clientError", (error: NodeJS.ErrnoException, socket) => {
      if (socket.writable && error.code !== "ECONNRESET") socket.end(`${answerTo(error.code)}\r\n\r\n`)
      else socket.destroy()
    })
    .on("checkExpectation", (_, response: ServerResponse) => {
      response.writeHead(417, { ...securityHeaders, connection: "close" }).end()
    })
