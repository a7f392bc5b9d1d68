/** The server's answers, as the page asks for them. Nothing raw goes through here: rows come with pseudonyms, a withdrawal as one. */
import type { DirectAnswer, ReceiptAnswer, RevisionAnswer, SessionAnswer } from "../api/PortalApi.ts"

export type Session = typeof SessionAnswer.Type
export type Receipt = ReceiptAnswer

/** Why the server did not do it. */
export type Refusal =
  | { readonly why: "offline" | "unavailable" | "not-found" | "refused" | "rows" | "out-of-step" }
  | { readonly why: "too-many"; readonly seconds: number }

export class ServerRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.why)
    this.name = "ServerRefused"
    this.refusal = refusal
  }
}

const why: Readonly<Record<number, Exclude<Refusal["why"], "too-many">>> = {
  401: "not-found",
  403: "refused",
  404: "not-found",
  409: "out-of-step",
  422: "rows"
}

const retryAfter = async (answer: Response): Promise<number> => {
  const body = (await answer.json().catch(() => ({}))) as { readonly retryAfterSeconds?: number }
  return body.retryAfterSeconds ?? 60
}

export interface Upload {
  readonly contentHash: string
  readonly records: number
  /** NDJSON of at most `chunkRows` records each. */
  readonly chunks: AsyncIterable<{ readonly text: string; readonly rows: number }>
  readonly onSent: (records: number) => void
}

/** Tries of one chunk over a bad line. */
const tries = 4

export class Server {
  private csrf = ""

  private async ask(method: string, path: string, body?: { readonly type: string; readonly text: string }) {
    const answer = await fetch(`/portal/api/${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        ...(body === undefined ? {} : { "content-type": body.type }),
        ...(this.csrf === "" ? {} : { "x-corridor-csrf": this.csrf })
      },
      ...(body === undefined ? {} : { body: body.text })
    }).catch(() => {
      throw new ServerRefused({ why: "offline" })
    })
    if (answer.ok) return answer.status === 204 ? undefined : ((await answer.json()) as unknown)
    if (answer.status === 429) throw new ServerRefused({ why: "too-many", seconds: await retryAfter(answer) })
    throw new ServerRefused({ why: why[answer.status] ?? "unavailable" })
  }

  private json(method: string, path: string, value: unknown) {
    return this.ask(method, path, { type: "application/json", text: JSON.stringify(value) })
  }

  async session(): Promise<Session> {
    const session = (await this.ask("GET", "session")) as Session
    this.csrf = session.csrf ?? ""
    return session
  }

  async signIn(account: string, password: string): Promise<Session> {
    await this.json("POST", "session", { account, password })
    return this.session()
  }

  async signOut(): Promise<void> {
    await this.ask("DELETE", "session")
    this.csrf = ""
  }

  receipts = async () => (await this.ask("GET", "receipts")) as ReadonlyArray<Receipt>

  direct = async () => (await this.ask("GET", "direct")) as DirectAnswer

  history = async (ids: ReadonlyArray<string>) =>
    (await this.json("POST", "history", { ids })) as ReadonlyArray<RevisionAnswer>

  withdraw = async (person: string) => void (await this.json("POST", "withdrawals", { person }))

  mapping = () => this.ask("GET", "mapping")

  keepMapping = async (mapping: unknown) => void (await this.json("PUT", "mapping", mapping))

  private async chunk(path: string, text: string): Promise<void> {
    for (let attempt = 1; ; attempt++)
      try {
        return void (await this.ask("POST", path, { type: "application/x-ndjson", text }))
      } catch (error) {
        const again = error instanceof ServerRefused && ["offline", "too-many"].includes(error.refusal.why)
        if (!again || attempt === tries) throw error
        await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt))
      }
  }

  /** Sends records in chunks; answers the receipt. */
  async upload({ contentHash, records, chunks, onSent }: Upload): Promise<Receipt> {
    const { upload } = (await this.json("POST", "uploads", { contentHash, records })) as { readonly upload: string }
    let [n, sent] = [0, 0]
    for await (const { text, rows } of chunks) {
      await this.chunk(`uploads/${upload}/rows?chunk=${n++}`, text)
      sent += rows
      onSent(sent)
    }
    return (await this.ask("POST", `uploads/${upload}/end`)) as Receipt
  }
}
