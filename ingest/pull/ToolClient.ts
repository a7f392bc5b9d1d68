/** Requests to the REST interface of a tool for data collection. The token goes to the tool's own address only. */

import { Schema } from "effect"
import { certificateProblem } from "../../ports/certificateProblem.ts"

/** The tool did not answer as expected. The message has no token and nothing of the answer. */
export class ToolUnusable extends Schema.TaggedError<ToolUnusable>()("ToolUnusable", { message: Schema.String }) {}

/** Attempts of one request. */
const maxAttempts = 5
/** Longest wait before another attempt, and the time after which a request is given up, in milliseconds. */
const [longestWait, timeout] = [60_000, 120_000]

/** Asked to slow down, or not available for a moment. */
const isTemporary = (status: number) => status === 408 || status === 429 || (status >= 500 && status !== 501)

/** Returns the time to wait before another attempt, from the header `Retry-After` in seconds or as a date. */
const waitOf = (response: Response | undefined, attempt: number): number => {
  const header = response?.headers.get("retry-after") ?? ""
  const asked = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Math.min(longestWait, Number.isFinite(asked) && asked > 0 ? asked : 500 * 2 ** attempt)
}

const sentences: Readonly<Record<number, string>> = {
  401: "The tool does not accept the token. Check that it belongs to this address and has not expired.",
  403: "The token may not read these records.",
  404: "The tool has no such form, or the token may not read it."
}

export class ToolClient {
  private readonly base: URL
  private readonly authorization: string

  /** `authorization` is the whole header, such as `Token abc`. */
  constructor(base: URL, authorization: string) {
    this.base = base
    this.authorization = authorization
  }

  /** Returns the JSON at an address, which is relative to the tool's or an absolute one on the same server. */
  async json(address: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const url = new URL(address, this.base)
    if (url.origin !== this.base.origin)
      throw new ToolUnusable({ message: "The tool refers to another server. Nothing was sent there." })
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    for (let attempt = 1; ; attempt++) {
      let certificate: string | undefined
      const response = await fetch(url, {
        headers: { authorization: this.authorization, accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(timeout)
      }).catch((cause) => {
        certificate = certificateProblem(cause)
        return undefined
      })
      if (certificate !== undefined)
        throw new ToolUnusable({
          message: `The tool cannot be asked: ${certificate}. Check its address and this machine's clock.`
        })
      const text = response?.ok === true ? await response.text().catch(() => undefined) : undefined
      if (text !== undefined) {
        const answer = jsonOf(text)
        if (answer !== undefined) return answer.json
        if (!/^\s*[{[]/.test(text))
          throw new ToolUnusable({ message: "The tool did not answer with JSON. Check the address." })
      }
      if (response !== undefined && !response.ok && !isTemporary(response.status))
        throw new ToolUnusable({
          message:
            sentences[response.status] ?? `The tool answered with the status ${response.status}. Check the address.`
        })
      if (attempt === maxAttempts)
        throw new ToolUnusable({
          message:
            response?.ok === true
              ? "The tool's answer was cut off. Run the command again: it continues where it stopped."
              : response === undefined
                ? "The tool cannot be reached. Check its address, also for redirections, and your network."
                : "The tool is busy. Run the command again later: it continues where it stopped."
        })
      await new Promise((resolve) => setTimeout(resolve, waitOf(response, attempt)))
    }
  }
}

/** Returns the value of a text in JSON; undefined if it is none, or was cut off. */
const jsonOf = (text: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
