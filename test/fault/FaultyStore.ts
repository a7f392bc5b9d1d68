/** A proxy of a real store that injects faults: ClickHouse's HTTP protocol, one statement per request. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { listening } from "../fixtures/listening.ts"

/** A statement on its way to the store, without its values. */
export interface Statement {
  readonly sql: string
  /** Table of an insert; undefined for everything else. */
  readonly insertInto: string | undefined
  /** Deduplication token of an insert. */
  readonly token: string | undefined
}

/** What happens to a statement. */
export type Fault =
  /** Passes. */
  | { readonly kind: "none" }
  /** The connection is cut before the statement reaches the store. */
  | { readonly kind: "down" }
  /** The store refuses it with a ClickHouse error, and does nothing. */
  | { readonly kind: "refused"; readonly code: number; readonly name: string }
  /** Passes after these milliseconds. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The store executes it; then the connection is cut, or the answer is cut off, or a proxy's error replaces it. */
  | { readonly kind: "done, unanswered"; readonly how: "cut" | "half" | "bad gateway" }

export interface FaultyStore {
  readonly url: string
  /** From now on, each statement gets the fault that this function returns for it. */
  readonly breakWith: (faultOf: (statement: Statement) => Fault) => void
  readonly mend: () => void
  /** Statements with a fault, and inserts that the store executed, since the last `forget`. */
  readonly broken: () => ReadonlyArray<Statement>
  readonly inserted: () => ReadonlyArray<Statement>
  readonly forget: () => void
  readonly close: () => Promise<void>
}

const none: Fault = { kind: "none" }

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const statementOf = (search: URLSearchParams, body: Buffer): Statement => {
  const sql = search.get("query") ?? body.subarray(0, 2_000).toString("latin1")
  return {
    sql,
    insertInto: /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.`]+)/i.exec(sql)?.[1]?.replaceAll("`", ""),
    token: search.get("insert_deduplication_token") ?? undefined
  }
}

/** Opens a proxy of the store at `url`, on its own port. */
export const openFaultyStore = async (url: string): Promise<FaultyStore> => {
  const target = new URL(url)
  let faultOf: (statement: Statement) => Fault = () => none
  let broken: Array<Statement> = []
  let inserted: Array<Statement> = []

  const forward = (from: IncomingMessage, body: Buffer) =>
    new Promise<{ readonly message: IncomingMessage; readonly body: Buffer }>((resolve, reject) => {
      const { host: _, "transfer-encoding": __, ...headers } = from.headers
      const { hostname, port } = target
      const options = { hostname, port, path: from.url, method: from.method, agent: false }
      const to = request({ ...options, headers: { ...headers, "content-length": body.length } }, (message) => {
        bodyOf(message).then((answer) => resolve({ message, body: answer }), reject)
      })
      to.on("error", reject)
      to.end(body)
    })

  const refuse = (to: ServerResponse, code: number, name: string) => {
    to.writeHead(500, { "x-clickhouse-exception-code": String(code), "content-type": "text/plain; charset=UTF-8" })
    to.end(`Code: ${code}. DB::Exception: Refused by the test. (${name}) (version 26.1.1.1 (official build))\n`)
  }

  const serve = async (from: IncomingMessage, to: ServerResponse) => {
    const body = await bodyOf(from)
    const statement = statementOf(new URL(from.url ?? "/", url).searchParams, body)
    const fault = faultOf(statement)
    if (fault.kind !== "none") broken.push(statement)
    if (fault.kind === "down") return from.socket.destroy()
    if (fault.kind === "refused") return refuse(to, fault.code, fault.name)
    if (fault.kind === "slow") await sleep(fault.milliseconds)
    const answer = await forward(from, body)
    const status = answer.message.statusCode ?? 500
    if (statement.insertInto !== undefined && status === 200) inserted.push(statement)
    if (fault.kind !== "done, unanswered") {
      to.writeHead(status, answer.message.headers)
      return to.end(answer.body)
    }
    if (fault.how === "cut") return from.socket.destroy()
    if (fault.how === "bad gateway") return to.writeHead(502).end("<html>502 Bad Gateway</html>")
    to.writeHead(200, { "content-length": "100" })
    to.write("half")
    await sleep(20)
    return from.socket.destroy()
  }

  const server = createServer((from, to) => {
    serve(from, to).catch(() => from.socket.destroy())
  })
  // The proxy adds no faults of its own: idle connections stay open, or one could be closed just as it is used again.
  server.keepAliveTimeout = 600_000
  const address = await listening(server)
  return {
    url: address,
    breakWith: (how) => {
      faultOf = how
    },
    mend: () => {
      faultOf = () => none
    },
    broken: () => broken,
    inserted: () => inserted,
    forget: () => {
      broken = []
      inserted = []
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
}
