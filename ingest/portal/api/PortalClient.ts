import type { PartnerRole } from "../../../ports/identity/Principal.ts"
import type { QualityReport } from "../../quality/QualitySchemas.ts"
import type { ReturnReason } from "../../review/returnReasons.ts"
import { reviewRefusalNames } from "../../review/reviewRefusals.ts"
import type { RecordOutcome, RevisionEntry, SentDirectly } from "../../submit/receipts/ReceiptSchemas.ts"
import type { AccountAnswer, CodeAnswer } from "./AccountApi.ts"
import type { EnrolmentAnswer } from "./EnrolmentApi.ts"
import type { RoundsAnswer } from "./LinkageApi.ts"
import type { ReceiptAnswer } from "./ReceiptApi.ts"
import type { EntryDetail, EventAnswer, ReviewAnswer } from "./ReviewApi.ts"
import type { SessionAnswer } from "./SessionApi.ts"
import type { UploadAnswer } from "./UploadApi.ts"
import type { WithdrawalAnswer } from "./WithdrawalApi.ts"

export type Session = typeof SessionAnswer.Type
export type Receipt = ReceiptAnswer

/** Changes that are not possible as things are; the answer says which. */
const conflicts = ["last-manager", "name-taken", ...reviewRefusalNames] as const

/** Why the server refused a request. */
export type Refusal =
  /** `other-answer`: not Corridor's, as of a page with which a network asks for a sign-in, or of an answer that was cut off. */
  | { readonly why: "offline" | "unavailable" | "other-answer" | "not-found" | "refused" | "out-of-step" | "other-key" }
  | { readonly why: (typeof conflicts)[number] }
  | { readonly why: "rows"; readonly problems: ReadonlyArray<{ readonly code: string; readonly path: string }> }
  | { readonly why: "too-many"; readonly seconds: number }

/** The server refused a request; `refusal` says why and what to do. */
export class ServerRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.why, options)
    this.name = "ServerRefused"
    this.refusal = refusal
  }
}

const reasonByStatus: Readonly<
  Record<number, "offline" | "unavailable" | "not-found" | "refused" | "out-of-step" | "other-key">
> = {
  401: "not-found",
  403: "refused",
  404: "not-found",
  409: "out-of-step",
  412: "other-key"
}

/** What the answer to a refused request may have. */
interface RefusalBody {
  readonly retryAfterSeconds?: number
  readonly problems?: ReadonlyArray<{ readonly code: string; readonly path: string }>
  readonly why?: string
}

/** Reads why the server refused the request. */
const refusalOf = async (response: Response): Promise<Refusal> => {
  const { status } = response
  const { retryAfterSeconds = 60, problems = [], why } = (await response.json().catch(() => ({}))) as RefusalBody
  if (status === 429) return { why: "too-many", seconds: retryAfterSeconds }
  if (status === 422) return { why: "rows", problems }
  const conflict = conflicts.find((one) => one === why)
  return { why: conflict ?? reasonByStatus[status] ?? "unavailable" }
}

/** Returns an answer that is a list, or that has this field. Any other is not Corridor's. */
const having = <A>(answer: unknown, field?: string): A => {
  const isExpected =
    field === undefined ? Array.isArray(answer) : typeof answer === "object" && answer !== null && field in answer
  if (!isExpected) throw new ServerRefused({ why: "other-answer" })
  return answer as A
}

interface Upload {
  readonly contentHash: string
  /** Check value of the key that made the pseudonyms. */
  readonly keyCheck: string
  readonly records: number
  /** Send records although they were corrected after this content of them was sent. */
  readonly undo: boolean
  /** What the check reported of rows that are sent, for the account that approves them. */
  readonly warnings: ReadonlyArray<{ readonly code: string; readonly rows: number }>
  /** NDJSON of at most `chunkRows` records each. */
  readonly chunks: AsyncIterable<{ readonly text: string; readonly rows: number }>
  readonly onSent: (records: number) => void
}

/** Attempts to send one chunk. */
const maxAttempts = 4

/**
 * Requests to the portal's API, from its page or from the command line. Callers pass pseudonyms only: no case number leaves the partner's machine.
 */
export class PortalClient {
  private csrf = ""
  private readonly address: string
  private readonly token: string | undefined

  /** `address` is the server's, empty for the page's own; `token` is sent instead of the page's session. */
  constructor(address = "", token?: string) {
    this.address = address.replace(/\/+$/, "")
    this.token = token
  }

  private async request(method: string, path: string, body?: { readonly type: string; readonly text: string }) {
    const response = await fetch(`${this.address}/portal/api/${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        ...(body === undefined ? {} : { "content-type": body.type }),
        ...(this.csrf === "" ? {} : { "x-corridor-csrf": this.csrf }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` })
      },
      ...(body === undefined ? {} : { body: body.text })
    }).catch((cause) => {
      throw new ServerRefused({ why: "offline" }, { cause })
    })
    if (!response.ok) throw new ServerRefused(await refusalOf(response))
    if (response.status === 204) return undefined
    return (await response.json().catch(() => {
      throw new ServerRefused({ why: "other-answer" })
    })) as unknown
  }

  private json(method: string, path: string, value: unknown) {
    return this.request(method, path, { type: "application/json", text: JSON.stringify(value) })
  }

  async session(): Promise<Session> {
    const session = (await this.request("GET", "session")) as Session
    this.csrf = session.csrf ?? ""
    return session
  }

  async signIn(account: string, password: string): Promise<Session> {
    await this.json("POST", "session", { account, password })
    return this.session()
  }

  async signOut(): Promise<void> {
    await this.request("DELETE", "session")
    this.csrf = ""
  }

  /** Registers the key of this client by its check value. With a one-time code as the token, returns the partner's access. */
  enrol = async (keyCheck: string | undefined, partner?: string) =>
    having<EnrolmentAnswer>(await this.json("POST", "enrolment", { keyCheck, partner }), "partner")

  accounts = async () => (await this.request("GET", "accounts")) as ReadonlyArray<AccountAnswer>

  inviteAccount = async (name: string, roles: ReadonlyArray<PartnerRole>) =>
    (await this.json("POST", "accounts", { name, roles })) as CodeAnswer

  inviteAgain = async (account: string) => (await this.request("POST", `accounts/${account}/code`)) as CodeAnswer

  changeAccount = async (account: string, roles: ReadonlyArray<PartnerRole>) =>
    void (await this.json("PUT", `accounts/${account}`, { roles }))

  removeAccount = async (account: string) => void (await this.request("DELETE", `accounts/${account}`))

  review = async () => (await this.request("GET", "review")) as ReviewAnswer

  events = async () => (await this.request("GET", "review/history")) as ReadonlyArray<EventAnswer>

  setReview = async (isOn: boolean) => void (await this.json("PUT", "review", { isOn }))

  entry = async (entry: string) => (await this.request("GET", `review/entries/${entry}`)) as EntryDetail

  approve = async (entry: string) => (await this.request("POST", `review/entries/${entry}/approve`)) as UploadAnswer

  giveBack = async (entry: string, reason: ReturnReason) =>
    void (await this.json("POST", `review/entries/${entry}/return`, { reason }))

  receipt = async (submission: string) => having<Receipt>(await this.request("GET", `receipts/${submission}`), "state")

  receipts = async () => having<ReadonlyArray<Receipt>>(await this.request("GET", "receipts"))

  direct = async () => (await this.request("GET", "direct")) as SentDirectly

  quality = async () => (await this.request("GET", "quality")) as QualityReport

  rounds = async () => (await this.request("GET", "linkage")) as RoundsAnswer

  outcomes = async (ids: ReadonlyArray<string>) =>
    having<ReadonlyArray<RecordOutcome>>(await this.json("POST", "outcomes", { ids }))

  history = async (ids: ReadonlyArray<string>) =>
    (await this.json("POST", "history", { ids })) as ReadonlyArray<RevisionEntry>

  withdraw = async (
    [person, ...earlier]: ReadonlyArray<string>,
    how: { readonly dryRun?: boolean; readonly ahead?: boolean }
  ) => having<WithdrawalAnswer>(await this.json("POST", "withdrawals", { person, earlier, ...how }), "matched")

  mapping = () => this.request("GET", "mapping")

  saveMapping = async (mapping: unknown) => void (await this.json("PUT", "mapping", mapping))

  private async chunk(path: string, text: string): Promise<void> {
    for (let attempt = 1; ; attempt++)
      try {
        return void (await this.request("POST", path, { type: "application/x-ndjson", text }))
      } catch (error) {
        const isRetryable = error instanceof ServerRefused && ["offline", "too-many"].includes(error.refusal.why)
        if (!isRetryable || attempt === maxAttempts) throw error
        await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt))
      }
  }

  /** Sends records in chunks and returns the receipt. */
  async upload({ chunks, onSent, ...plan }: Upload): Promise<UploadAnswer> {
    const { upload } = having<{ readonly upload: string }>(await this.json("POST", "uploads", plan), "upload")
    let [n, sent] = [0, 0]
    for await (const { text, rows } of chunks) {
      await this.chunk(`uploads/${upload}/rows?chunk=${n++}`, text)
      sent += rows
      onSent(sent)
    }
    return having<UploadAnswer>(await this.request("POST", `uploads/${upload}/end`), "submission")
  }
}
