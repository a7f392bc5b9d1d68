/**
 * Queries of researchers on a vintage. Researchers choose tables, dimensions, levels and labels of the catalogue; they send no SQL. An
 * answer is protected like a release, against everything ever disclosed, and is recorded in the same ledger. The same query always gets the
 * same answer.
 */

import { Budget } from "@corridor/disclosure/private/Budget"
import { rational, toNumber } from "@corridor/disclosure/private/Rational"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Context, Duration, Effect, Layer, Schema, Semaphore } from "effect"
import type { StateStore } from "../../ports/StateStore.ts"
import type { Warehouse } from "../../ports/Warehouse.ts"
import { TableChoice } from "../catalogue/TableChoice.ts"
import { readDisclosedCells, toLines } from "../history/cellLines.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import { countDisclosures } from "../history/readDisclosures.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry, PublishedCells } from "../ledger/LedgerEntry.ts"
import { ledgerBudgets } from "../ledger/ledgerBudgets.ts"
import { isName, sameName } from "../ledger/personName.ts"
import { reconcileReleases, releaseProfiles } from "../publisher/Releases.ts"
import { keepContent, readContent } from "../vintage/FrozenContent.ts"
import { noVintage } from "../vintage/Vintages.ts"
import { fixedResponseTime, responseTimeStep } from "./fixedResponseTime.ts"
import { isPublished, nearestAnswerable, protectAnswer, queryKey, requireAnswer, vintageFor } from "./protectAnswer.ts"
import { publishedAnswer } from "./publishedAnswer.ts"
import { payForQuery, personAccount, projectAccount, queryBook } from "./queryBudget.ts"

/** The query is not allowed. Nothing was paid. */
export class QueryRefused extends Schema.TaggedError<QueryRefused>()("QueryRefused", { message: Schema.String }) {}

/** Nothing of the query can be disclosed. `nearest` can be, if not null. */
export class QueryWouldDisclose extends Schema.TaggedError<QueryWouldDisclose>()("QueryWouldDisclose", {
  message: Schema.String,
  nearest: Schema.NullOr(TableChoice)
}) {}

interface Query {
  readonly person: string
  readonly project: string
  readonly choice: TableChoice
  readonly profile: Profile
  /** Number of the vintage; default: the newest. */
  readonly vintage?: number | undefined
}

export interface Answer {
  /** From 1; 0 if the cells were published already, so that the query is not a disclosure. */
  readonly answer: number
  /** Where the cells are published; undefined for a separate answer. */
  readonly published?: PublishedCells | undefined
  readonly vintage: number
  readonly profile: string
  readonly invented: boolean
  readonly choice: TableChoice
  readonly cells: ReadonlyArray<DisclosedCell>
}

const attempts = 8

type AnswerEntry = Extract<LedgerEntry["body"], { readonly kind: "answer" }>

const answersIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<AnswerEntry> =>
  entries.flatMap(({ body }) => (body.kind === "answer" ? [body] : []))

interface Allowance {
  readonly granted: number
  readonly used: number
  readonly left: number
}

const readAnswer = Effect.fn("Queries.stored")(function* (body: AnswerEntry) {
  const cells = readDisclosedCells(yield* readContent(body.content))
  const { answer, vintage, profile, invented, choice } = body
  const stored: Answer = { answer, vintage, profile, invented, choice, cells }
  return stored
})

const nextAnswer = Effect.fn("Queries.asked")(function* (question: Query, entries: ReadonlyArray<LedgerEntry>) {
  const vintage = vintageFor(entries, question)
  if (vintage === undefined) return yield* new QueryRefused({ message: noVintage(question.vintage) })
  return { vintage, answer: answersIn(entries).length + 1 }
})

const refusal = Effect.fn("Queries.refusal")(function* (question: Query, entries: ReadonlyArray<LedgerEntry>) {
  const { vintage, answer } = yield* nextAnswer(question, entries)
  return yield* new QueryWouldDisclose({
    message:
      "Too few persons or partners: an answer would disclose them, alone or compared with earlier releases and answers",
    nearest: yield* nearestAnswerable(question, vintage, entries, -answer)
  })
})

const answer = Effect.fn("Queries.answer")(function* (question: Query) {
  yield* reconcileReleases()
  for (let attempt = 0; attempt < attempts; attempt++) {
    const entries = yield* readLedger()
    const identity = queryKey(question, entries)
    const before = answersIn(entries).find((body) => body.question === identity)
    if (before !== undefined) {
      const found = yield* readAnswer(before)
      return found.cells.some(isPublished) ? found : yield* refusal(question, entries)
    }
    const { vintage, answer: number } = yield* nextAnswer(question, entries)
    const { cells, invented } = yield* protectAnswer(question, vintage, entries, -number)
    const content = yield* keepContent(toLines(cells))
    const { person, project, choice, profile } = question
    const body = {
      kind: "answer" as const,
      answer: number,
      vintage: vintage.vintage,
      choice,
      profile: profile.name,
      profileVersion: profile.version,
      threshold: profile.threshold,
      person,
      project,
      question: identity,
      invented,
      rows: cells.length,
      content
    }
    const entry = yield* append((present) =>
      countDisclosures(present) === countDisclosures(entries) ? Effect.succeed(body) : Effect.fail("stale" as const)
    ).pipe(
      Effect.catchIf(
        (error) => error === "stale",
        () => Effect.succeed(undefined)
      )
    )
    if (entry === undefined) continue
    const found = yield* readAnswer(entry.body)
    return found.cells.some(isPublished) ? found : yield* refusal(question, yield* readLedger())
  }
  return yield* new QueryRefused({ message: "The server is busy with other queries. Try again in a few seconds." })
})

const make = (slot: Duration.Duration) =>
  Effect.gen(function* () {
    const stores = yield* Effect.context<Warehouse | StateStore | Budget>()
    const budget = yield* Budget
    // Queries of a process run one at a time: a concurrent answer would make the other one stale.
    const one = yield* Semaphore.make(1)

    const ask = Effect.fn("Queries.ask")(
      function* (question: Query) {
        const { person, project, profile } = question
        if (!isName(person) || !isName(project))
          return yield* new QueryRefused({ message: "A query needs the name of a person and of a project." })
        if (!releaseProfiles.includes(profile))
          return yield* new QueryRefused({
            message: `The disclosure profile ${profile.name} cannot be used for queries. Use one of ${releaseProfiles.map(({ name }) => name).join(", ")}.`
          })
        const entries = yield* readLedger()
        const vintage = vintageFor(entries, question)
        const identity = queryKey(question, entries)
        // The same query keeps its answer.
        const isAnswered = answersIn(entries).some((body) => body.question === identity)
        const known = isAnswered ? undefined : yield* publishedAnswer(question, vintage, entries)
        if (known !== undefined && vintage !== undefined)
          return { answer: 0, vintage: vintage.vintage, profile: profile.name, choice: question.choice, ...known }
        if (!isAnswered && vintage === undefined)
          return yield* new QueryRefused({ message: noVintage(question.vintage) })
        if (!isAnswered && vintage !== undefined)
          yield* requireAnswer(question.choice, vintage, entries).pipe(
            Effect.catchTags({
              VintageRefused: ({ message }) => Effect.fail(new QueryRefused({ message })),
              WouldDisclose: ({ message }) => Effect.fail(new QueryRefused({ message }))
            })
          )
        // Paid before any count is read, because a refusal discloses something too. The same query is paid for once.
        yield* payForQuery(identity, [personAccount(person), projectAccount(project)])
        return yield* one.withPermits(1)(answer(question))
      },
      (effect) => fixedResponseTime(slot)(effect).pipe(Effect.provide(stores))
    )

    const grant = Effect.fn("Queries.grant")(function* (
      who: { readonly person: string } | { readonly project: string },
      questions: number
    ) {
      const account = "person" in who ? personAccount(who.person) : projectAccount(who.project)
      if (!isName(account.replace(/^\w+ /, "")) || !(Number.isInteger(questions) && questions > 0))
        return yield* new QueryRefused({ message: "A budget needs a person or project, and at least one question." })
      yield* budget.grant(queryBook, account, rational(questions))
    })

    const allowance = Effect.fn("Queries.allowance")(function* (
      who: { readonly person: string } | { readonly project: string }
    ) {
      const account = "person" in who ? personAccount(who.person) : projectAccount(who.project)
      const { granted, spent, left } = yield* budget.balance(queryBook, account)
      return { granted: toNumber(granted), used: toNumber(spent), left: toNumber(left) } satisfies Allowance
    })

    /** Returns the answers to a person, oldest first. */
    const answersOf = Effect.fn("Queries.answersOf")(
      function* (person: string) {
        const own = answersIn(yield* readLedger()).filter((body) => sameName(body.person, person))
        return yield* Effect.forEach(own, readAnswer)
      },
      (effect) => Effect.provide(effect, stores)
    )

    return { ask, grant, allowance, answersOf }
  })

export class Queries extends Context.Service<Queries, Effect.Success<ReturnType<typeof make>>>()(
  "corridor/release/Queries"
) {
  static readonly layerWith = (slot: Duration.Duration) =>
    Layer.effect(Queries, make(slot)).pipe(Layer.provide(Budget.layer), Layer.provide(ledgerBudgets))
  static readonly layer = Queries.layerWith(responseTimeStep)
  /** Does not wait; for tests. */
  static readonly layerTest = Queries.layerWith(Duration.zero)
}
