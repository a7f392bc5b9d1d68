import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, HttpApiSchema } from "effect/http-api"
import { IdentityUnavailable, SignInRefused, TooMany } from "../../../ports/identity/Identity.ts"
import { PartnerAccountRefused } from "../../../ports/identity/PartnerAccounts.ts"
import { AccountName, partnerRoles, roles } from "../../../ports/identity/Principal.ts"
import { NotFound, SignedIn } from "../../../ports/identity/SignedIn.ts"
import { languages } from "../../../schemas/Languages.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { OtherKey } from "../../partners/OtherKey.ts"
import { entryStates, ReviewRefused } from "../../review/Entry.ts"
import { partnerEvents } from "../../review/History.ts"
import { returnReasons } from "../../review/returnReasons.ts"
import { maxOutcomeIds, maxRecords } from "./limits.ts"
import { MayAsk } from "./operations.ts"
import { type EnteredKind, enteredKinds } from "./recordKinds.ts"

/** Kafka, the registry or the database is not responding. */
export class Unavailable extends Schema.TaggedError<Unavailable>()(
  "Unavailable",
  { message: Schema.String },
  { httpApiStatus: 503 }
) {}

/** Rows with errors. A problem has the row's index in the request, from 0, and never a value. */
export class RowsRefused extends Schema.TaggedError<RowsRefused>()(
  "RowsRefused",
  {
    message: Schema.String,
    problems: Schema.Array(Schema.Struct({ row: Schema.Int, code: Schema.String, path: Schema.String }))
  },
  { httpApiStatus: 422 }
) {}

/** The upload expects another chunk. Start again: no record is stored twice. */
export class OutOfStep extends Schema.TaggedError<OutOfStep>()(
  "OutOfStep",
  { message: Schema.String, next: Schema.Int },
  { httpApiStatus: 409 }
) {}

const Hash = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/))

/** The current session, or the ways to sign in. */
export const SessionAnswer = Schema.Struct({
  account: Schema.NullOr(Schema.String),
  role: Schema.NullOr(Schema.Literals(roles)),
  /** What the account may do for its partner. */
  may: Schema.Array(Schema.Literals(partnerRoles)),
  partner: Schema.NullOr(
    Schema.Struct({
      id: Schema.String,
      name: Schema.String,
      demonstration: Schema.Boolean,
      /** Check value of the partner's own key: HMAC-SHA-256 of a fixed text. Null while none is registered. */
      keyCheck: Schema.NullOr(Schema.String)
    })
  ),
  /** The value of the header `x-corridor-csrf`, which every request that changes something needs. */
  csrf: Schema.NullOr(Schema.String),
  /** Seconds until an idle session ends. */
  idleSeconds: Schema.Int,
  ways: Schema.Struct({ local: Schema.Boolean, openId: Schema.Boolean })
})

const Credentials = Schema.Struct({
  account: Schema.String.check(Schema.isMaxLength(100)),
  password: Schema.String.check(Schema.isMaxLength(200))
})

const signInErrors = [SignInRefused, TooMany, IdentityUnavailable] as const

export class SessionGroup extends HttpApiGroup.make("session")
  .add(
    HttpApiEndpoint.get("show", "/", { success: SessionAnswer, error: [IdentityUnavailable, Unavailable] }),
    HttpApiEndpoint.post("signIn", "/", {
      payload: Credentials,
      success: HttpApiSchema.NoContent,
      error: [...signInErrors]
    }),
    HttpApiEndpoint.delete("signOut", "/", {
      success: HttpApiSchema.NoContent,
      error: [NotFound, IdentityUnavailable]
    })
  )
  .prefix("/portal/api/session") {}

/** A problem code and the number of messages that it quarantines. */
const Refusal = Schema.Struct({ code: Schema.String, messages: Schema.Int })

/** A submission and its state. */
export const ReceiptAnswer = Schema.Struct({
  submission: Schema.String,
  receivedAt: Schema.String,
  records: Schema.Int,
  hash: Schema.String,
  /** `waiting` for approval, `returned` and `expired`: not in the partner's topic. */
  state: Schema.Literals(["waiting", "returned", "expired", "received", "loaded", "quarantined", "withdrawn"]),
  loaded: Schema.Int,
  quarantined: Schema.Int,
  withdrawn: Schema.Int,
  corrections: Schema.Int,
  /** Records that were corrected since this content of them was sent, and so were not sent. */
  heldBack: Schema.Int,
  refusals: Schema.Array(Refusal)
})
export type ReceiptAnswer = typeof ReceiptAnswer.Type

/** The receipt of what was just sent, with the ids of the records that were held back. */
export const UploadAnswer = Schema.Struct({ ...ReceiptAnswer.fields, heldBackRecords: Schema.Array(Schema.String) })
export type UploadAnswer = typeof UploadAnswer.Type

/** Messages that the partner's own systems sent to its topic. */
export const DirectAnswer = Schema.Struct({
  loaded: Schema.Int,
  quarantined: Schema.Int,
  refusals: Schema.Array(Refusal)
})
export type DirectAnswer = typeof DirectAnswer.Type

/** One revision of a record, without its content. */
export const RevisionAnswer = Schema.Struct({
  record: Schema.String,
  kind: Schema.Literals(recordKinds),
  revision: Schema.Int,
  at: Schema.String,
  submission: Schema.String
})
export type RevisionAnswer = typeof RevisionAnswer.Type

const RecordId = Schema.String.check(Schema.isPattern(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))

const errors = [NotFound, Unavailable] as const

const EntryWarning = Schema.Struct({ code: Schema.Literals([...problemCatalogue.keys()]), rows: Schema.Int })

export class UploadGroup extends HttpApiGroup.make("uploads")
  .add(
    HttpApiEndpoint.post("begin", "/", {
      payload: Schema.Struct({
        contentHash: Hash,
        /** Check value of the key that made the pseudonyms. Refused if another key of the partner is registered. */
        keyCheck: Schema.optionalKey(Hash),
        /** Send records although they were corrected after this content of them was sent. */
        undo: Schema.optionalKey(Schema.Boolean),
        /** What the check reported of rows that are sent, for who approves them. */
        warnings: Schema.optionalKey(Schema.Array(EntryWarning).check(Schema.isMaxLength(100))),
        records: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: maxRecords }))
      }),
      success: Schema.Struct({ upload: Schema.String, chunkRows: Schema.Int }),
      error: [...errors, TooMany, OtherKey]
    }),
    HttpApiEndpoint.post("rows", "/:upload/rows", {
      params: { upload: Schema.String },
      query: { chunk: Schema.NumberFromString.check(Schema.isInt()) },
      payload: Schema.String.pipe(HttpApiSchema.asText({ contentType: "application/x-ndjson" })),
      success: Schema.Struct({ received: Schema.Int }),
      error: [...errors, RowsRefused, OutOfStep, ReviewRefused]
    }),
    HttpApiEndpoint.post("end", "/:upload/end", {
      params: { upload: Schema.String },
      success: UploadAnswer,
      error: [...errors, OutOfStep, ReviewRefused]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/uploads") {}

/** What a partner's client gets for a one-time code. It is given once. */
export const EnrolmentAnswer = Schema.Struct({
  partner: Schema.String,
  account: Schema.String,
  /** Null for a person who has signed in: then only the key is registered. */
  token: Schema.NullOr(Schema.String),
  expiresAt: Schema.NullOr(Schema.String),
  /** Null if people sign in with an identity provider. */
  password: Schema.NullOr(Schema.String)
})
export type EnrolmentAnswer = typeof EnrolmentAnswer.Type

/**
 * Registers the check value of a key that the partner's client has made. The key itself stays with the client. With a one-time code as the
 * token, it also returns the partner's access.
 */
export class EnrolmentGroup extends HttpApiGroup.make("enrolment")
  .add(
    HttpApiEndpoint.post("enrol", "/", {
      /** Without a check value no key is registered: who approves or manages has none. With `partner`, the code of another partner is refused and stays valid. */
      payload: Schema.Struct({ keyCheck: Schema.optionalKey(Hash), partner: Schema.optionalKey(Schema.String) }),
      success: EnrolmentAnswer,
      error: [...errors, OtherKey]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/enrolment") {}

export class ReceiptGroup extends HttpApiGroup.make("receipts")
  .add(
    HttpApiEndpoint.get("list", "/", { success: Schema.Array(ReceiptAnswer), error: [...errors] }),
    HttpApiEndpoint.get("show", "/:submission", {
      params: { submission: Schema.String },
      success: ReceiptAnswer,
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/receipts") {}

export class DirectGroup extends HttpApiGroup.make("direct")
  .add(HttpApiEndpoint.get("show", "/", { success: DirectAnswer, error: [...errors] }))
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/direct") {}

/** A figure of the partner, and the median of other partners of its type; null where it is unknown or may not be shown. Shares are in per cent. */
const Compared = Schema.Struct({ own: Schema.NullOr(Schema.Number), median: Schema.NullOr(Schema.Number) })

/** The quality of the partner's data: see `ingest/quality/QualityReport.ts`. */
export const QualityAnswer = Schema.Struct({
  /** Medians are of what was loaded before this day. */
  mediansBefore: Schema.String,
  /** A median needs as many other partners. */
  leastPeers: Schema.Int,
  kinds: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(recordKinds),
      records: Schema.Int,
      /** Months between event and loading. */
      delay: Compared,
      fields: Schema.Array(Schema.Struct({ path: Schema.String, ...Compared.fields }))
    })
  ),
  months: Schema.Array(
    Schema.Struct({ month: Schema.String, read: Schema.Int, refused: Schema.Int, duplicates: Schema.Int })
  ),
  /** Shares of the messages read in the last full month. */
  refused: Compared,
  duplicates: Compared,
  rules: Schema.Array(Schema.Struct({ month: Schema.String, code: Schema.String, messages: Schema.Int })),
  /** The editions that its records are in, newest first. */
  editions: Schema.Array(
    Schema.Struct({
      release: Schema.Int,
      edition: Schema.String,
      publishedAt: Schema.String,
      /** Null if the counts were erased after a withdrawal. */
      kinds: Schema.NullOr(
        Schema.Array(
          Schema.Struct({
            kind: Schema.Literals(recordKinds),
            records: Schema.Int,
            years: Schema.NullOr(Schema.Tuple([Schema.Int, Schema.Int]))
          })
        )
      )
    })
  )
})
export type QualityAnswer = typeof QualityAnswer.Type

export class QualityGroup extends HttpApiGroup.make("quality")
  .add(HttpApiEndpoint.get("show", "/", { success: QualityAnswer, error: [...errors] }))
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/quality") {}

/** What became of a partner's part in a round: terms not signed, signed, persons sent, or vetoed. */
const roundStates = ["open", "agreed", "sent", "vetoed"] as const

/** The linkage rounds that the partner can take part in, and the page with which it does. The portal's server has no part in a round. */
export const RoundsAnswer = Schema.Struct({
  rounds: Schema.Array(
    Schema.Struct({
      round: Schema.String,
      purpose: Schema.String,
      /** By which the partner compares the terms that it signs. */
      code: Schema.String,
      fields: Schema.Array(Schema.String),
      dimensions: Schema.Array(Schema.String),
      holders: Schema.Array(Schema.String),
      threshold: Schema.Int,
      state: Schema.Literals(roundStates)
    })
  ),
  /** SHA-256 of the page; null while the operator offers none. */
  page: Schema.NullOr(Schema.String),
  /** How many of its persons others know, by the last round that was answered; null if none was. With noise: no count is exact. */
  shared: Schema.NullOr(
    Schema.Struct({
      round: Schema.String,
      counts: Schema.Array(
        Schema.Struct({
          /** A group of partners, or `any`. */
          knownTo: Schema.String,
          /** Absent if it is too small to show. */
          persons: Schema.optionalKey(Schema.Int),
          low: Schema.Int,
          high: Schema.Int
        })
      )
    })
  )
})
export type RoundsAnswer = typeof RoundsAnswer.Type

export interface RoundPage {
  readonly text: string
  readonly sha256: string
}

export class LinkageGroup extends HttpApiGroup.make("linkage")
  .add(
    HttpApiEndpoint.get("list", "/", { success: RoundsAnswer, error: [...errors] }),
    HttpApiEndpoint.get("page", "/page", {
      success: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array()),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/linkage") {}

/** Entries, and whether the partner reviews before sending. */
export const ReviewAnswer = Schema.Struct({
  isOn: Schema.Boolean,
  entries: Schema.Array(
    Schema.Struct({
      entry: Schema.String,
      state: Schema.Literals(entryStates),
      enteredBy: Schema.String,
      enteredAt: Schema.String,
      expiresAt: Schema.String,
      records: Schema.Int,
      erased: Schema.Int,
      undo: Schema.Boolean,
      warnings: Schema.Array(Schema.Struct({ code: Schema.String, rows: Schema.Int })),
      decidedBy: Schema.String,
      decidedAt: Schema.NullOr(Schema.String),
      reason: Schema.String,
      submission: Schema.String
    })
  )
})
export type ReviewAnswer = typeof ReviewAnswer.Type

/** What an approver sees of an entry: what is sent, without pseudonyms, and how it differs from what was sent before. */
export const EntryDetail = Schema.Struct({
  counts: Schema.Struct({
    new: Schema.Int,
    corrections: Schema.Int,
    unchanged: Schema.Int,
    /** Corrected since, and held back unless the entry undoes corrections. */
    outdated: Schema.Int
  }),
  /** The first records. */
  records: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(recordKinds),
      change: Schema.Literals(["new", "correction", "unchanged", "outdated"]),
      fields: Schema.Record(Schema.String, Schema.Unknown)
    })
  ),
  mapping: Schema.Array(Schema.Struct({ column: Schema.String, field: Schema.String }))
})
export type EntryDetail = typeof EntryDetail.Type

/** Something that an account of the partner did. */
export const EventAnswer = Schema.Struct({
  at: Schema.String,
  account: Schema.String,
  did: Schema.Literals(partnerEvents),
  submission: Schema.String,
  records: Schema.Int
})
export type EventAnswer = typeof EventAnswer.Type

const entryParams = { entry: Schema.String }

export class ReviewGroup extends HttpApiGroup.make("review")
  .add(
    HttpApiEndpoint.get("list", "/", { success: ReviewAnswer, error: [...errors] }),
    HttpApiEndpoint.put("set", "/", {
      payload: Schema.Struct({ isOn: Schema.Boolean }),
      success: HttpApiSchema.NoContent,
      error: [...errors, ReviewRefused]
    }),
    HttpApiEndpoint.get("history", "/history", { success: Schema.Array(EventAnswer), error: [...errors] }),
    HttpApiEndpoint.get("show", "/entries/:entry", {
      params: entryParams,
      success: EntryDetail,
      error: [...errors]
    }),
    HttpApiEndpoint.post("approve", "/entries/:entry/approve", {
      params: entryParams,
      success: UploadAnswer,
      error: [...errors, ReviewRefused]
    }),
    HttpApiEndpoint.post("giveBack", "/entries/:entry/return", {
      params: entryParams,
      payload: Schema.Struct({ reason: Schema.Literals(returnReasons) }),
      success: HttpApiSchema.NoContent,
      error: [...errors, ReviewRefused]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/review") {}

/** What became of a record: see `submit/receipts/Outcomes.ts`. */
export const OutcomeAnswer = Schema.Struct({
  record: Schema.String,
  outcome: Schema.Literals(["accepted", "rejected", "duplicate", "withdrawn"]),
  revision: Schema.NullOr(Schema.Int),
  partition: Schema.NullOr(Schema.Int),
  offset: Schema.NullOr(Schema.Int),
  problems: Schema.Array(Schema.Struct({ code: Schema.String, path: Schema.String }))
})
export type OutcomeAnswer = typeof OutcomeAnswer.Type

/** Outcomes of records, by their ids: those of files, of the portal, and of the partner's own systems. A record that was not read yet has none. */
export class OutcomeGroup extends HttpApiGroup.make("outcomes")
  .add(
    HttpApiEndpoint.post("show", "/", {
      payload: Schema.Struct({ ids: Schema.Array(RecordId).check(Schema.isMaxLength(maxOutcomeIds)) }),
      success: Schema.Array(OutcomeAnswer),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/outcomes") {}

export class HistoryGroup extends HttpApiGroup.make("history")
  .add(
    HttpApiEndpoint.post("show", "/", {
      /** The possible ids of the record, computed with the partner's key. The partner's own id is not sent. */
      payload: Schema.Struct({ ids: Schema.Array(RecordId).check(Schema.isMaxLength(recordKinds.length)) }),
      success: Schema.Array(RevisionAnswer),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/history") {}

/** No record matches the case number, which may have a typing error. Nothing was changed. */
export class NoRecordMatches extends Schema.TaggedError<NoRecordMatches>()(
  "NoRecordMatches",
  { message: Schema.String },
  { httpApiStatus: 409 }
) {}

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** Rows of a case, by kind of record; `quarantined` are refused messages, `waiting` are records that wait for approval. */
const CaseRows = Schema.Struct(
  Object.fromEntries([...enteredKinds, "quarantined", "waiting"].map((kind) => [kind, Count])) as Record<
    EnteredKind | "quarantined" | "waiting",
    typeof Count
  >
)

/** What a withdrawal erases, or erased. */
export const WithdrawalAnswer = Schema.Struct({
  /** Number of rows that matched before the withdrawal. */
  matched: Count,
  rows: CaseRows,
  withdrawnBefore: Schema.Boolean,
  /** The receipt: the id of the entry in the withdrawal log. Null if nothing was changed. */
  withdrawal: Schema.NullOr(Schema.String),
  erased: Count,
  /** A code with which the person can see, without an account, that the withdrawal took effect. It is given once. */
  code: Schema.NullOr(Schema.String)
})
export type WithdrawalAnswer = typeof WithdrawalAnswer.Type

/** The case by its first pseudonyms, never its number. */
const WithdrawalRequest = Schema.Struct({
  person: Hash,
  /** The pseudonyms of other spellings of the number, under which earlier versions of the client sent records. */
  earlier: Schema.optional(Schema.Array(Hash).check(Schema.isMaxLength(16))),
  /** Count the records that match, and change nothing. */
  dryRun: Schema.optional(Schema.Boolean),
  /** Withdraw the case although no record matches: records that arrive later are refused. */
  ahead: Schema.optional(Schema.Boolean)
})

export class WithdrawalGroup extends HttpApiGroup.make("withdrawals")
  .add(
    HttpApiEndpoint.post("send", "/", {
      payload: WithdrawalRequest,
      success: WithdrawalAnswer,
      error: [...errors, NoRecordMatches]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/withdrawals") {}

const PartnerRoles = Schema.Array(Schema.Literals(partnerRoles)).check(Schema.isMinLength(1), Schema.isMaxLength(3))

/** An account of the partner. */
export const AccountAnswer = Schema.Struct({ account: Schema.String, roles: PartnerRoles, since: Schema.String })
export type AccountAnswer = typeof AccountAnswer.Type

/** A one-time code for a person. It is given once. */
export const CodeAnswer = Schema.Struct({ account: Schema.String, code: Schema.String, expiresAt: Schema.String })
export type CodeAnswer = typeof CodeAnswer.Type

const accountErrors = [...errors, IdentityUnavailable, PartnerAccountRefused] as const
const accountParams = { account: AccountName }

/** The partner's accounts, kept by its managers. */
export class AccountGroup extends HttpApiGroup.make("accounts")
  .add(
    HttpApiEndpoint.get("list", "/", { success: Schema.Array(AccountAnswer), error: [...errors, IdentityUnavailable] }),
    HttpApiEndpoint.post("invite", "/", {
      /** The account is named PARTNER.NAME. */
      payload: Schema.Struct({
        name: Schema.String.check(Schema.isPattern(/^[a-z][a-z0-9-]{1,19}$/)),
        roles: PartnerRoles
      }),
      success: CodeAnswer,
      error: [...accountErrors]
    }),
    HttpApiEndpoint.post("inviteAgain", "/:account/code", {
      params: accountParams,
      success: CodeAnswer,
      error: [...accountErrors]
    }),
    HttpApiEndpoint.put("change", "/:account", {
      params: accountParams,
      payload: Schema.Struct({ roles: PartnerRoles }),
      success: HttpApiSchema.NoContent,
      error: [...accountErrors]
    }),
    HttpApiEndpoint.delete("remove", "/:account", {
      params: accountParams,
      success: HttpApiSchema.NoContent,
      error: [...accountErrors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/accounts") {}

/** The partner's mapping of columns and values, in the format of `--mapping`. */
export class MappingGroup extends HttpApiGroup.make("mapping")
  .add(
    HttpApiEndpoint.get("show", "/", { success: Schema.Unknown, error: [...errors] }),
    HttpApiEndpoint.put("keep", "/", {
      payload: Schema.Unknown,
      success: HttpApiSchema.NoContent,
      error: [...errors, RowsRefused]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/mapping") {}

const templateFormats = ["csv", "xlsx"] as const

/** Files to fill in, the same for all partners. */
export class TemplateGroup extends HttpApiGroup.make("templates")
  .add(
    HttpApiEndpoint.get("fetch", "/:kind/:language/:format", {
      params: {
        kind: Schema.Literals(recordKinds),
        language: Schema.Literals(languages),
        format: Schema.Literals(templateFormats)
      },
      success: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array()),
      error: NotFound
    })
  )
  .prefix("/portal/api/templates") {}

/** The API of the portal's page and of partners' systems, described by `/portal/openapi.json`. */
export class PortalApi extends HttpApi.make("portal")
  .add(SessionGroup)
  .add(EnrolmentGroup)
  .add(UploadGroup)
  .add(ReceiptGroup)
  .add(DirectGroup)
  .add(QualityGroup)
  .add(LinkageGroup)
  .add(OutcomeGroup)
  .add(HistoryGroup)
  .add(WithdrawalGroup)
  .add(MappingGroup)
  .add(AccountGroup)
  .add(ReviewGroup)
  .add(TemplateGroup)
  .middleware(HttpApiMiddleware.ProblemDetails) {}
