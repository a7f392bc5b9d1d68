/** `request create | list | show | submit | check | approve | refuse | publish | withdraw` */
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type PlainTerms, subjectTables, type TermName, termDefinitions } from "../../release/catalogue/PlainTerms.ts"
import type { RequestMoveName } from "../../release/ledger/LedgerEntry.ts"
import { figureColumn } from "../../release/publisher/tableFiles.ts"
import type { Request } from "../../release/requests/Request.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { requestStates } from "../../release/requests/requestMoves.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { flagsOf } from "./ChoiceFlags.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, optional } from "./CommonFlags.ts"
import { names } from "./DisclosureFlags.ts"
import { byFlag, reasonFlag } from "./LedgerFlags.ts"

const id = Argument.Int("request").pipe(Argument.withDescription("the request's number, as 'list' gives it"))

/** Whoever is at the command line of the store sees all requests. */
const viewer = (account: string) => ({ account, isOperator: true })

const lines = (requests: ReadonlyArray<Request>): ReadonlyArray<string> =>
  requests.length === 0
    ? ["There is no request yet: 'request create' makes one."]
    : formatTable([
        ["request", "state", "waits for", "of", "by", "created", "requester", "release"],
        ...requests.map((r) => [
          r.request,
          r.state,
          requestStates[r.state].owner,
          r.choice.table,
          r.choice.by.join("+"),
          r.createdAt,
          r.requester,
          r.release ?? "-"
        ])
      ])

const refusalLines = ({ state, moves, check }: Request): ReadonlyArray<string> =>
  state !== "refused"
    ? []
    : [
        `Refused: ${moves.at(-1)?.reason ?? ""}`,
        check?.nearest === null || check?.nearest === undefined
          ? "No question near it can be answered either."
          : `The nearest that can be answered: ${flagsOf(check.nearest)}`
      ]

const provided =
  (data: string) =>
  <A, E>(effect: Effect.Effect<A, E, Requests>) =>
    effect.pipe(Effect.provide(Requests.layer), Effect.provide(warehouseOf(data)))

/** A request that is refused because nothing of it can be told ends with 4. */
const tellRequest = (json: boolean, request: Request, more: ReadonlyArray<string> = []) =>
  printResult(json, {
    json: request,
    lines: [...lines([request]), ...refusalLines(request), ...more],
    exitCode: request.moves.at(-1)?.move === "fail" ? 4 : 0
  })

/** `--help` asks for help, so the flag for the kind of assistance has another name. */
const flagName = (word: TermName) => (word === "help" ? "assistance" : word)

const wordFlags = Object.fromEntries(
  (Object.keys(termDefinitions) as ReadonlyArray<TermName>).map((word) => [
    word,
    optional(
      Flag.String(flagName(word)).pipe(
        Flag.withDescription(`${termDefinitions[word].meaning}; several with commas between`),
        Flag.map(names)
      )
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
    subject: Flag.Literals(
      "subject",
      Object.keys(subjectTables) as [keyof typeof subjectTables, ...Array<keyof typeof subjectTables>]
    ).pipe(Flag.withDescription("what is counted")),
    ...wordFlags,
    each: optional(Flag.String("each").pipe(Flag.withDescription("what it is split by"), Flag.map(names))),
    firstYear: optional(Flag.Int("first-year")),
    lastYear: optional(Flag.Int("last-year")),
    yearsTogether: optional(Flag.Int("years-together").pipe(Flag.withDescription("years that are put together")))
  },
  Effect.fn("request create")(function* ({ data, json, by: requester, ...terms }) {
    const made = yield* provided(data)(
      Effect.flatMap(Requests, (requests) => requests.draft(requester, given(terms) as PlainTerms))
    )
    yield* tellRequest(json, made, [
      `It was understood as: ${flagsOf(made.choice)}`,
      `Nothing was looked at yet: 'request submit ${made.request}' has it checked.`
    ])
  })
).pipe(
  Command.withDescription("Ask in plain terms for a statistic: which people, which places, which years"),
  Command.withExamples([
    {
      command:
        "corridor request create --by 'P. Policy' --subject journeys --from Ukraine --to Russia --first-year 2003 --last-year 2006",
      description: "persons who went from Ukraine to Russia, by year"
    },
    {
      command: "corridor request create --by 'P. Policy' --subject victims --sex Female --age Under18 --each in,year",
      description: "girls, by country and year"
    }
  ])
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("request list")(function* ({ data, json }) {
    const requests = yield* provided(data)(Effect.flatMap(Requests, (all) => all.list(viewer("operator"))))
    yield* printResult(json, { json: { requests }, lines: lines(requests) })
  })
).pipe(
  Command.withDescription("List the requests with their states and who has to do something"),
  Command.withExamples([{ command: "corridor request list" }])
)

const show = Command.make(
  "show",
  { ...commonFlags, id },
  Effect.fn("request show")(function* ({ data, json, id: number }) {
    const { request, figures } = yield* provided(data)(
      Effect.gen(function* () {
        const requests = yield* Requests
        const found = yield* requests.find(viewer("operator"), number)
        const seen = found.check === undefined ? undefined : yield* requests.figures(viewer("operator"), number)
        return { request: found, figures: seen }
      })
    )
    yield* printResult(json, {
      json: { ...request, cells: figures?.cells ?? [] },
      lines: [
        ...lines([request]),
        `It was understood as: ${flagsOf(request.choice)}`,
        ...refusalLines(request),
        ...(request.moves.length === 0
          ? []
          : formatTable([
              ["when", "what", "who", "why"],
              ...request.moves.map((move) => [move.at, move.move, move.by, move.reason])
            ])),
        ...(figures === undefined || figures.cells.length === 0
          ? []
          : formatTable([
              [...figures.choice.by, "state", figureColumn(figures.choice)],
              ...figures.cells.map(({ labels, shown }) => [
                ...labels,
                shown.state,
                shown.state === "published" ? shown.victims : ""
              ])
            ]))
      ]
    })
  })
).pipe(
  Command.withDescription("A request, what was done to it, and the figures that its reviewers see"),
  Command.withExamples([{ command: "corridor request show 3" }])
)

const mover = (move: RequestMoveName | "check", description: string, more = "") =>
  Command.make(
    move,
    {
      ...commonFlags,
      id,
      by: byFlag,
      reason: reasonFlag
    },
    Effect.fn(`request ${move}`)(function* ({ data, json, id: request, by: name, reason }) {
      const moved = yield* provided(data)(
        Effect.flatMap(Requests, (requests) =>
          move === "check"
            ? requests.check(viewer(name), request)
            : requests.move(viewer(name), { request, move, reason })
        )
      )
      yield* tellRequest(json, moved)
    })
  ).pipe(
    Command.withDescription(description),
    Command.withExamples([{ command: `corridor request ${move} 3 --by "B. Reviewer"${more}` }])
  )

export const request = Command.make("request").pipe(
  Command.withDescription(
    "Statistics that policy teams ask for: checked by machine, reviewed by two, put out as releases"
  ),
  Command.withSubcommands([
    create,
    list,
    show,
    mover("submit", "Have a draft checked; exit code 4 and the nearest that can be asked where nothing can be told"),
    mover("check", "Check again what is still submitted: after a budget was granted or a vintage made"),
    mover("approve", "Approve what the check found, as one of two reviewers"),
    mover("refuse", "Refuse a request, saying why", " --reason 'It is out in another form already.'"),
    mover("publish", "Put out as a release what two reviewers have approved"),
    mover("withdraw", "Take back what one asked for")
  ])
)
