/** `request create | list | show | submit | check | approve | refuse | publish | withdraw` */
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import type { Scope } from "../../ports/identity/Principal.ts"
import type { StateStore } from "../../ports/StateStore.ts"
import type { Warehouse } from "../../ports/Warehouse.ts"
import {
  type PlainTerms,
  purposes,
  subjectTables,
  type TermName,
  termDefinitions
} from "../../release/catalogue/PlainTerms.ts"
import type { RequestMoveName } from "../../release/ledger/LedgerEntry.ts"
import { type Signatory, unprovenName } from "../../release/ledger/Signatory.ts"
import type { Request } from "../../release/requests/Request.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { requestStates } from "../../release/requests/requestMoves.ts"
import { publishedBody, publishedPath } from "../../site/metadata/publishedPath.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, type Lines, printResult, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented, optional, optionalWhole, switchFlag, textFlag } from "./CommonFlags.ts"
import { cellLines, flagsOf, nearestLine } from "./choiceLines.ts"
import { names } from "./DisclosureFlags.ts"
import { reasonFlag } from "./LedgerFlags.ts"
import { byFlag, readToken, signatoryOf, tokenFlag } from "./signatoryFlags.ts"

const id = Argument.Int("request").pipe(Argument.withDescription("number of the request, as shown by 'list'"))

/** A user of the command line sees all requests. */
const reader: Signatory = { account: "operator", role: "operator", scopes: ["operate"] }

/** Requesters may give a name without a token. Their requests are checked, but not approved. */
const requesterOf = (token: Parameters<typeof signatoryOf>[0], by: string | undefined) =>
  token === undefined && by !== undefined
    ? Effect.succeed(unprovenName(by))
    : signatoryOf(token, by, ["request", "operate", "review"])

const scopesFor: Readonly<Partial<Record<RequestMoveName | "check", ReadonlyArray<Scope>>>> = {
  approve: ["review"],
  refuse: ["review"],
  publish: ["operate"]
}

const lines = (requests: ReadonlyArray<Request>): ReadonlyArray<string> =>
  tableOr(
    "There is no request yet. Create one with 'request create'.",
    ["request", "state", "waits for", "table", "by", "created", "requester", "release"],
    requests.map((r) => [
      r.request,
      r.state,
      requestStates[r.state].owner,
      r.choice.table,
      r.choice.by.join("+"),
      r.createdAt,
      r.requester,
      r.release ?? "-"
    ])
  )

const refusalLines = ({ state, moves, check }: Request): Lines => {
  if (state !== "refused") return []
  const last = moves.at(-1)
  return [`Refused: ${last?.reason ?? ""}`, last?.move !== "refuse" && nearestLine(check?.nearest)]
}

/** Says where cells that answer a request are. */
const publishedLines = ({ published }: Request): Lines => [
  published && [
    `Already public: ${published.cells - published.suppressed} of ${published.cells} cells are published in release ${published.release}${published.series === undefined ? "" : `, edition ${published.version} of ${published.series}`}. Nothing was charged.`,
    `At the site: ${publishedPath(published)}`
  ]
]

const withLink = ({ published, ...request }: Request) => ({
  ...request,
  published: published === undefined ? null : publishedBody(published)
})

type Stores = Warehouse | StateStore

const provided =
  (data: string) =>
  <A, E>(effect: Effect.Effect<A, E, Requests | Stores>) =>
    effect.pipe(Effect.provide(Requests.layer), Effect.provide(storesOf(data)))

/** Prints a request. Exit code 4 if nothing of it can be disclosed. */
const printRequest = (json: boolean, request: Request, more: Lines = []) =>
  printResult(json, {
    json: withLink(request),
    lines: [lines([request]), refusalLines(request), publishedLines(request), more],
    exitCode: request.moves.at(-1)?.move === "fail" ? 4 : 0
  })

/** Returns the flag for the kind of assistance, because `--help` is taken. */
const flagName = (word: TermName) => (word === "help" ? "assistance" : word)

const wordFlags = Object.fromEntries(
  (Object.keys(termDefinitions) as ReadonlyArray<TermName>).map((word) => [
    word,
    optional(
      textFlag(flagName(word), `${termDefinitions[word].meaning}; separate several by commas`).pipe(Flag.map(names))
    )
  ])
) as Record<TermName, Flag.Flag<ReadonlyArray<string> | undefined>>

const given = <A extends object>(fields: A) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof A]?: Exclude<A[K], undefined>
  }

const create = Command.make(
  "create",
  {
    ...commonFlags,
    by: byFlag,
    tokenFile: tokenFlag,
    subject: Flag.Literals(
      "subject",
      Object.keys(subjectTables) as [keyof typeof subjectTables, ...Array<keyof typeof subjectTables>]
    ).pipe(Flag.withDescription("subject of the statistic")),
    ...wordFlags,
    each: optional(textFlag("each", "dimensions to split the figures by").pipe(Flag.map(names))),
    firstYear: optionalWhole("first-year", "first year of the statistic", 0),
    lastYear: optionalWhole("last-year", "last year of the statistic", 0),
    yearsTogether: optionalWhole("years-together", "number of years in a period", 1),
    purpose: optional(
      Flag.Literals("purpose", purposes).pipe(Flag.withDescription("what the statistic is requested for"))
    ),
    newest: switchFlag(
      "newest",
      "figures that include records which arrived after the latest edition, also where the edition has an answer"
    )
  },
  Effect.fn("request create")(function* ({ data, json, by, tokenFile, newest, ...terms }) {
    const token = yield* readToken(tokenFile)
    const made = yield* provided(data)(
      Effect.gen(function* () {
        const requests = yield* Requests
        const asked = given({ ...terms, newest: newest || undefined }) as PlainTerms
        return yield* requests.draft(yield* requesterOf(token, by), asked)
      })
    )
    yield* printRequest(json, made, [
      `Understood as: ${flagsOf(made.choice)}`,
      made.state === "answered" &&
        "If records have arrived after this edition, request figures that include them with --newest.",
      made.state === "drafted" && `No data has been read yet. Start the check with 'request submit ${made.request}'.`
    ])
  })
).pipe(
  documented(
    "Request a statistic in plain terms: which people, places and years",
    [
      "corridor request create --token-file pia.token --subject journeys --from Ukraine --to Russia --first-year 2003 --last-year 2006",
      "persons who travelled from Ukraine to Russia, by year"
    ],
    [
      "corridor request create --token-file pia.token --subject victims --sex Female --age Under18 --each in,year",
      "girls, by country and year"
    ]
  )
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("request list")(function* ({ data, json }) {
    const requests = yield* provided(data)(Effect.flatMap(Requests, (all) => all.list(reader)))
    yield* printResult(json, { json: { requests }, lines: lines(requests) })
  })
).pipe(documented("List the requests, their states and who acts next", "corridor request list"))

const show = Command.make(
  "show",
  { ...commonFlags, id },
  Effect.fn("request show")(function* ({ data, json, id: number }) {
    const { request, figures } = yield* provided(data)(
      Effect.gen(function* () {
        const requests = yield* Requests
        const found = yield* requests.find(reader, number)
        const seen = found.check === undefined ? undefined : yield* requests.figures(reader, number)
        return { request: found, figures: seen }
      })
    )
    yield* printResult(json, {
      json: { ...withLink(request), cells: figures?.cells ?? [] },
      lines: [
        lines([request]),
        `Understood as: ${flagsOf(request.choice)}`,
        refusalLines(request),
        publishedLines(request),
        request.moves.length > 0 &&
          formatTable([
            ["time", "action", "by", "reason"],
            ...request.moves.map((move) => [move.at, move.move, move.by, move.reason])
          ]),
        figures !== undefined && figures.cells.length > 0 && cellLines(figures.choice, figures.cells)
      ]
    })
  })
).pipe(documented("Show a request, its history and the figures that reviewers see", "corridor request show 3"))

const mover = (move: RequestMoveName | "check", description: string, more = "") =>
  Command.make(
    move,
    {
      ...commonFlags,
      id,
      by: byFlag,
      tokenFile: tokenFlag,
      reason: reasonFlag
    },
    Effect.fn(`request ${move}`)(function* ({ data, json, id: request, by, tokenFile, reason }) {
      const token = yield* readToken(tokenFile)
      const scopes = scopesFor[move]
      const moved = yield* provided(data)(
        Effect.gen(function* () {
          const requests = yield* Requests
          if (move === "check") return yield* requests.check(reader, request)
          const viewer = yield* scopes === undefined ? requesterOf(token, by) : signatoryOf(token, by, scopes)
          return yield* requests.move(viewer, { request, move, reason })
        })
      )
      yield* printRequest(json, moved)
    })
  ).pipe(
    documented(
      description,
      `corridor request ${move} 3 --token-file ${scopesFor[move] === undefined ? "pia" : "bo"}.token${more}`
    )
  )

export const request = Command.make("request").pipe(
  Command.withDescription(
    "Statistics requested by policy teams: checked automatically, reviewed by two people, published as releases"
  ),
  Command.withSubcommands([
    create,
    list,
    show,
    mover(
      "submit",
      "Submit a draft to the automatic check. Exit code 4, with the nearest request that can be answered, if nothing can be disclosed"
    ),
    mover("check", "Repeat the check of a submitted request, after a budget was granted or a vintage created"),
    mover("approve", "Approve the figures found by the check, as one of two reviewers"),
    mover("refuse", "Refuse a request, with a reason", " --reason 'It is already published in another form.'"),
    mover("publish", "Publish a request that two reviewers have approved"),
    mover("withdraw", "Withdraw your own request")
  ])
)
