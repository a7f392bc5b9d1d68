/** Calls to a party over HTTP. A call that gets no answer is repeated: every operation is idempotent. */
import { type Refusal, RoundRefused, refusals } from "@corridor/linkage/round/RoundRefused"
import { padJson } from "@corridor/linkage/round/sizeClass"
import { Option, Schema } from "effect"
import { certificateProblem } from "../../ports/certificateProblem.ts"
import { limitedText } from "../../ports/limitedText.ts"
import { PartyName } from "./messages.ts"

/** Where a party is, and the token that it gave to the caller. */
export interface Connection {
  readonly address: string
  readonly token: string
}

const unavailable = {
  silent: "is not responding. Check its address, or try again later.",
  storage: "could not use its files. Tell its operator, and try again later: nothing is lost.",
  token: "does not know this token.",
  refused: "refuses this request.",
  other: "gives an answer that no such party gives. Check its address.",
  unconnected: "has given no token yet. Connect to it first."
} as const

/** A party does not answer, cannot use its disk, does not know the token, or has given none. */
export class PartyUnavailable extends Error {
  readonly _tag = "PartyUnavailable"
  readonly party: string
  readonly reason: keyof typeof unavailable

  /** `certificate`: what is wrong with its TLS connection. */
  constructor(party: string, reason: keyof typeof unavailable, certificate?: string) {
    super(
      certificate === undefined
        ? `${party} ${unavailable[reason]}`
        : `${party} cannot be asked: ${certificate}. Check its address and this machine's clock; for an authority of your own network set NODE_EXTRA_CA_CERTS.`
    )
    this.party = party
    this.reason = reason
  }
}

const maxAttempts = 4
const pauseMillis = 500

const isRefusal = (code: unknown): code is Refusal => typeof code === "string" && code in refusals

/** Bytes of an answer: the largest has the evaluated keys of a message. */
const maxAnswerBytes = 64 * 1024 * 1024

/** Milliseconds for an answer. A linker that closes a round of 100,000 persons needs minutes; what is only shown is there at once. */
const timeoutMillis = { GET: 60_000, POST: 600_000, DELETE: 600_000 }

type Method = keyof typeof timeoutMillis

const jsonOf = async (response: Response): Promise<unknown> =>
  JSON.parse(await limitedText(response.body, maxAnswerBytes))

/** What a party says of a problem. Ids only: nothing else of an answer is shown. */
const Problem = Schema.Struct({
  code: Schema.String,
  holder: Schema.optionalKey(PartyName),
  party: Schema.optionalKey(PartyName),
  reason: Schema.optionalKey(Schema.Literals(Object.keys(unavailable) as ReadonlyArray<keyof typeof unavailable>))
})

/** Returns the problem in an answer; undefined for what no party answers. */
const problemOf = async (response: Response | undefined): Promise<typeof Problem.Type | undefined> => {
  if (response === undefined) return undefined
  return Option.getOrUndefined(Schema.decodeUnknownOption(Problem)(await jsonOf(response).catch(() => undefined)))
}

export class PartyClient {
  readonly #name: string
  readonly #connection: Connection

  /** `name` appears in errors. */
  constructor(name: string, connection: Connection) {
    this.#name = name
    this.#connection = connection
  }

  /** Sends a message, padded to a size class, and returns the checked answer. */
  async call<A>(method: Method, path: string, answer: Schema.Codec<A, unknown>, message?: unknown): Promise<A> {
    const body = message === undefined ? undefined : padJson(JSON.stringify(message))
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(method, path, body)
      if (typeof response === "string") throw new PartyUnavailable(this.#name, "silent", response)
      if (response?.ok === true) return this.#decoded(answer, response)
      if (response !== undefined && response.status < 500) throw await this.#refusalOf(response)
      if (attempt === maxAttempts)
        throw new PartyUnavailable(this.#name, (await problemOf(response))?.code === "storage" ? "storage" : "silent")
      await new Promise((resume) => setTimeout(resume, pauseMillis * attempt))
    }
  }

  async #decoded<A>(answer: Schema.Codec<A, unknown>, response: Response): Promise<A> {
    try {
      return Schema.decodeUnknownSync(answer)(await jsonOf(response))
    } catch {
      throw new PartyUnavailable(this.#name, "other")
    }
  }

  /**
   * Returns the answer, or what is wrong with the TLS connection; undefined if there is no answer. A redirect is not followed: what is sent is for this
   * address only.
   */
  async #send(method: Method, path: string, body: string | undefined): Promise<Response | string | undefined> {
    const { address, token } = this.#connection
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
    return fetch(`${address.replace(/\/+$/, "")}${path}`, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMillis[method]),
      ...(body === undefined ? {} : { body })
    }).catch(certificateProblem)
  }

  async #refusalOf(response: Response): Promise<Error> {
    const { code, holder, party, reason } = (await problemOf(response)) ?? {}
    if (isRefusal(code)) return new RoundRefused(code, holder)
    if (party !== undefined && reason !== undefined) return new PartyUnavailable(party, reason)
    if (response.status === 401) return new PartyUnavailable(this.#name, "token")
    return new PartyUnavailable(this.#name, "refused")
  }
}
