/**
 * Researchers' questions on a vintage. They choose among tables, dimensions, levels and labels of the catalogue and send no query of
 * their own. An answer is protected like a release, against all that was ever told to anybody, and stands in the same ledger; the
 * same question has the same answer for ever.
 */
import { hash } from "node:crypto"
import { Clock, Context, Duration, Effect, Layer, Schema, Semaphore } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { TableChoice } from "../catalogue/TableChoice.ts"
import { Budget } from "../disclosure/private/Budget.ts"
import { rational, toNumber } from "../disclosure/private/Rational.ts"
import type { Profile } from "../disclosure/rules/Profile.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { findingsOf } from "../protection/auditFamily.ts"
import { auditChoices, protectChoices } from "../protection/protectChoices.ts"
import type { ToldCell } from "../protection/Statement.ts"
import { statementsIn } from "../protection/statements.ts"
import { fromLine, toLines } from "../releases/cellLines.ts"
import { releasesIn } from "../releases/Release.ts"
import { releaseProfiles, settleReleases } from "../releases/Releases.ts"
import { isName, sameName, seenStates } from "../releases/releaseMoves.ts"
import { keepContent, readContent } from "../vintage/FrozenContent.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { ledgerBudgets } from "./ledgerBudgets.ts"
import { nearestChoices } from "./nearest.ts"

/** The question can't be asked; nothing was paid. */
export class QueryRefused extends Schema.TaggedError<QueryRefused>()("QueryRefused", { message: Schema.String }) {}

/** Nothing of what was asked can be told beside what was told before. `nearest` can be, if there is one. */
export class QueryWouldDisclose extends Schema.TaggedError<QueryWouldDisclose>()("QueryWouldDisclose", {
  message: Schema.String,
  nearest: Schema.NullOr(TableChoice)
}) {}

export interface Question {
  readonly person: string
  readonly project: string
  readonly choice: TableChoice
  readonly profile: Profile
  /** Number of the vintage; without it the newest. */
  readonly vintage?: number | undefined
}

export interface Answer {
  readonly answer: number
  readonly vintage: number
  readonly profile: string
  readonly invented: boolean
  readonly choice: TableChoice
  readonly cells: ReadonlyArray<ToldCell>
}

/** One book of budgets: whoever asks of two vintages asks of mostly the same persons. */
const book = "questions"
const plain = (name: string) => name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()
const personAccount = (name: string) => `person ${plain(name)}`
const projectAccount = (name: string) => `project ${plain(name)}`

const attempts = 8

type AnswerEntry = Extract<LedgerEntry["body"], { readonly kind: "answer" }>

const answersIn = (entries: ReadonlyArray<LedgerEntry>): ReadonlyArray<AnswerEntry> =>
  entries.flatMap(({ body }) => (body.kind === "answer" ? [body] : []))

/** Everything that an answer has to be held against; another one of these makes it stale. */
const toldIn = (entries: ReadonlyArray<LedgerEntry>): number =>
  answersIn(entries).length + releasesIn(entries).filter(({ state }) => seenStates.has(state)).length

const isTold = ({ shown }: ToldCell) => shown.state === "published"

export interface Allowance {
  readonly granted: number
  readonly used: number
  readonly left: number
}

/** How long an answer takes is a multiple of this, so that it says nothing of the counts behind it. */
export const answerSlot = Duration.seconds(1)

const make = (slot: Duration.Duration) =>
  Effect.gen(function* () {
    const warehouse = yield* Warehouse
    const budget = yield* Budget
    // Within a process one after another: what is computed beside another answer would have to be thrown away.
    const one = yield* Semaphore.make(1)

    const stored = Effect.fn("Queries.stored")(function* (body: AnswerEntry) {
      const cells = (yield* readContent(body.content)).map(fromLine)
      const { answer, vintage, profile, invented, choice } = body
      return { answer, vintage, profile, invented, choice, cells } satisfies Answer
    })

    const work = Effect.fn("Queries.work")(function* (
      question: Question,
      choice: TableChoice,
      entries: ReadonlyArray<LedgerEntry>
    ) {
      const vintages = vintagesIn(entries)
      const vintage =
        question.vintage === undefined ? vintages.at(-1) : vintages.find((v) => v.vintage === question.vintage)
      if (vintage === undefined)
        return yield* new QueryRefused({ message: "there is no such vintage: 'vintage list' shows them" })
      const answer = answersIn(entries).length + 1
      const statements = yield* statementsIn(entries)
      return {
        answer,
        asked: {
          choices: [choice],
          vintage,
          vintages,
          statements,
          profile: question.profile,
          id: -answer,
          method: "suppression",
          key: undefined
        }
      }
    })

    const compute = Effect.fn("Queries.compute")(function* (
      question: Question,
      choice: TableChoice,
      entries: ReadonlyArray<LedgerEntry>
    ) {
      const { answer, asked } = yield* work(question, choice, entries)
      const nothing = { cells: [] as ReadonlyArray<ToldCell>, invented: false }
      const made = yield* protectChoices(asked).pipe(Effect.catchTag("WouldDisclose", () => Effect.succeed(nothing)))
      const audits = yield* auditChoices(asked, {
        id: -answer,
        vintage: asked.vintage.vintage,
        threshold: question.profile.threshold,
        choices: [choice],
        cells: made.cells,
        isExact: true
      })
      return audits.some((audit) => findingsOf(audit) > 0) ? nothing : made
    })

    /** The nearest question of which something can be told. */
    const nearestOf = Effect.fn("Queries.nearest")(function* (question: Question, entries: ReadonlyArray<LedgerEntry>) {
      for (const choice of nearestChoices(question.choice)) {
        const { cells } = yield* compute(question, choice, entries)
        if (cells.some(isTold)) return choice
      }
      return null
    })

    const refusal = Effect.fn("Queries.refusal")(function* (question: Question, entries: ReadonlyArray<LedgerEntry>) {
      return yield* new QueryWouldDisclose({
        message:
          "too few persons or partners are behind what was asked, or they would be behind the difference to what was told before",
        nearest: yield* nearestOf(question, entries)
      })
    })

    const identityOf = (question: Question, entries: ReadonlyArray<LedgerEntry>) => {
      const vintages = vintagesIn(entries)
      const vintage =
        question.vintage === undefined ? vintages.at(-1) : vintages.find((v) => v.vintage === question.vintage)
      const { profile } = question
      return hash(
        "sha256",
        JSON.stringify([vintage?.hash ?? "", vintage?.vintage ?? 0, question.choice, profile.name, profile.version])
      )
    }

    const answer = Effect.fn("Queries.answer")(function* (question: Question) {
      yield* settleReleases()
      for (let attempt = 0; attempt < attempts; attempt++) {
        const entries = yield* readLedger()
        const identity = identityOf(question, entries)
        const before = answersIn(entries).find((body) => body.question === identity)
        if (before !== undefined) {
          const found = yield* stored(before)
          return found.cells.some(isTold) ? found : yield* refusal(question, entries)
        }
        const { asked, answer: number } = yield* work(question, question.choice, entries)
        const { cells, invented } = yield* compute(question, question.choice, entries)
        const content = yield* keepContent(toLines(cells))
        const { person, project, choice, profile } = question
        const body = {
          kind: "answer" as const,
          answer: number,
          vintage: asked.vintage.vintage,
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
          toldIn(present) === toldIn(entries) ? Effect.succeed(body) : Effect.fail("stale" as const)
        ).pipe(
          Effect.catchIf(
            (error) => error === "stale",
            () => Effect.succeed(undefined)
          )
        )
        if (entry === undefined) continue
        const found = yield* stored(entry.body)
        return found.cells.some(isTold) ? found : yield* refusal(question, yield* readLedger())
      }
      return yield* new QueryRefused({ message: "others are answered all the time; try again" })
    })

    /** Waits for the end of a slot, whatever came of it. */
    const inSlots = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      Effect.gen(function* () {
        const start = yield* Clock.currentTimeMillis
        const wait = Effect.gen(function* () {
          const length = Duration.toMillis(slot)
          if (length === 0) return
          const took = (yield* Clock.currentTimeMillis) - start
          yield* Effect.sleep(Duration.millis(length - (took % length)))
        })
        return yield* effect.pipe(Effect.onExit(() => wait))
      })

    const ask = Effect.fn("Queries.ask")(
      function* (question: Question) {
        const { person, project, profile } = question
        if (!isName(person) || !isName(project))
          return yield* new QueryRefused({ message: "who asks and for which project need names" })
        if (!releaseProfiles.includes(profile))
          return yield* new QueryRefused({ message: `nothing is answered under ${profile.name}` })
        // Paid before anything is looked at: a refusal says something too. The same question is paid for once.
        yield* budget.spend({
          book,
          question: identityOf(question, yield* readLedger()),
          accounts: [personAccount(person), projectAccount(project)],
          rho: rational(1)
        })
        return yield* one.withPermits(1)(answer(question))
      },
      (effect) => inSlots(effect).pipe(Effect.provideService(Warehouse, warehouse))
    )

    const grant = Effect.fn("Queries.grant")(function* (
      who: { readonly person: string } | { readonly project: string },
      questions: number
    ) {
      const account = "person" in who ? personAccount(who.person) : projectAccount(who.project)
      if (!isName(account.replace(/^\w+ /, "")) || !(Number.isInteger(questions) && questions > 0))
        return yield* new QueryRefused({ message: "a budget is of somebody with a name, and of one question at least" })
      yield* budget.grant(book, account, rational(questions))
    })

    const allowance = Effect.fn("Queries.allowance")(function* (
      who: { readonly person: string } | { readonly project: string }
    ) {
      const account = "person" in who ? personAccount(who.person) : projectAccount(who.project)
      const { granted, spent, left } = yield* budget.balance(book, account)
      return { granted: toNumber(granted), used: toNumber(spent), left: toNumber(left) } satisfies Allowance
    })

    /** What was answered to a person, oldest first. */
    const answersOf = Effect.fn("Queries.answersOf")(
      function* (person: string) {
        const own = answersIn(yield* readLedger()).filter((body) => sameName(body.person, person))
        return yield* Effect.forEach(own, stored)
      },
      (effect) => Effect.provideService(effect, Warehouse, warehouse)
    )

    return { ask, grant, allowance, answersOf }
  })

export class Queries extends Context.Service<Queries, Effect.Success<ReturnType<typeof make>>>()(
  "corridor/release/Queries"
) {
  static readonly layerWith = (slot: Duration.Duration) =>
    Layer.effect(Queries, make(slot)).pipe(Layer.provide(Budget.layer), Layer.provide(ledgerBudgets))
  static readonly layer = Queries.layerWith(answerSlot)
  /** Answers at once: for tests. */
  static readonly layerTest = Queries.layerWith(Duration.zero)
}
