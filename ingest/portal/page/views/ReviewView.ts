import { h, show } from "@corridor/page/browser/dom"
import { button, field, notice, options } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import type { ProblemCode } from "../../../../schemas/generated/types.ts"
import { recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { returnReasons } from "../../../review/returnReasons.ts"
import { reviewRefusalNames } from "../../../review/reviewRefusals.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import { ServerRefused } from "../../api/PortalClient.ts"
import type { EntryDetail, ReviewAnswer } from "../../api/ReviewApi.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { eventTable } from "./eventTable.ts"
import { formatTime } from "./formatTime.ts"
import { recordCells } from "./recordCells.ts"

type Entry = ReviewAnswer["entries"][number]

/** Days before its end from which an entry says so. */
const noticeDays = 3

/** What waits for approval, the decisions on it, and who did what. */
export const reviewView = (into: HTMLElement, portal: Portal): void => {
  const { t, language, server, session } = portal
  const state = h("div")
  const detail = h("div")
  const events = h("div")
  const count = numberFormat(language).format

  const textOf = (error: unknown) => {
    const why = error instanceof ServerRefused ? reviewRefusalNames.find((one) => one === error.refusal.why) : undefined
    return why === undefined ? refusalText(portal, error) : t(`review_${why}`)
  }

  /** Carries out a decision, says what happened, and shows the new state. */
  const attempt = async (decide: () => Promise<string>) => {
    try {
      const done = await decide()
      await load()
      show(detail, notice("good", done))
    } catch (error) {
      show(detail, notice("bad", textOf(error)))
    }
  }

  const decisions = ({ entry, records, erased, enteredBy }: Entry) => {
    if (enteredBy === session.account) return notice("plain", t("review_own-entry"))
    const reason = h("select", {}, options(returnReasons.map((one) => [one, t(`reason_${one}`)] as const)))
    const approve = () =>
      attempt(async () => {
        const { heldBack } = await server.approve(entry)
        return `${t("reviewApproved")}${heldBack > 0 ? ` ${t("correctedSince", { n: heldBack })}` : ""}`
      })
    const giveBack = () =>
      attempt(async () => {
        await server.giveBack(entry, reason.value as (typeof returnReasons)[number])
        return t("reviewReturned")
      })
    return h(
      "div",
      {},
      h(
        "p",
        {},
        button(t("reviewApprove", { n: records - erased }), () => void approve(), "main")
      ),
      field(t("reviewReason"), reason),
      button(t("reviewReturn"), () => void giveBack())
    )
  }

  const showDetail = (entry: Entry, found: EntryDetail) => {
    const title = h("h2", { tabindex: "-1" }, t("reviewEntry", { account: entry.enteredBy }))
    const counts = (["new", "corrections", "unchanged", "outdated"] as const).map((one) => [
      t(`reviewCount_${one}`),
      count(found.counts[one])
    ])
    const warnings = entry.warnings.map(({ code, rows }) => [wordsOf(code as ProblemCode, language).title, count(rows)])
    show(
      detail,
      title,
      entry.undo ? notice("bad", t("reviewUndoes")) : null,
      stackingTable(t("reviewDifferences"), [t("reviewDifferences"), t("records")], counts),
      warnings.length === 0 ? null : stackingTable(t("colRule"), [t("colRule"), t("records")], warnings),
      found.mapping.length === 0
        ? null
        : h(
            "details",
            {},
            h("summary", {}, t("reviewMapping")),
            stackingTable(
              t("reviewMapping"),
              [t("reviewColumn"), t("reviewField")],
              found.mapping.map(({ column, field: to }) => [column, to])
            )
          ),
      stackingTable(
        t("reviewRecords", { n: found.records.length }),
        [t("recordKind"), t("reviewChange"), t("reviewFields")],
        found.records.map(({ kind, change, fields }) => [
          recordKindLabel(kind, language),
          t(`change_${change}`),
          recordCells(kind, fields, language)
        ])
      ),
      decisions(entry)
    )
    title.focus()
  }

  const look = async (entry: Entry) => {
    try {
      showDetail(entry, await server.entry(entry.entry))
    } catch (error) {
      show(detail, notice("bad", textOf(error)))
    }
  }

  const waitingTable = (waiting: ReadonlyArray<Entry>) =>
    stackingTable(
      t("reviewWaiting"),
      [t("reviewEnteredBy"), t("eventWhen"), t("records"), t("reviewUntil"), t("reviewLook")],
      waiting.map((entry) => [
        entry.enteredBy,
        formatTime(language, entry.enteredAt),
        count(entry.records - entry.erased),
        formatTime(language, entry.expiresAt),
        session.may.includes("approve") ? button(t("reviewLook"), () => void look(entry)) : ""
      ])
    )

  const stateText = (now: Entry["state"]) => {
    if (now === "sent") return t("reviewSent")
    if (now === "approved") return t("reviewSending")
    return t(`state_${now === "returned" || now === "expired" ? now : "withdrawn"}`)
  }

  const decidedTable = (decided: ReadonlyArray<Entry>) =>
    stackingTable(
      t("reviewDecided"),
      [t("reviewEnteredBy"), t("records"), t("state"), t("reviewDecidedBy"), t("eventWhen"), t("reviewReason")],
      decided.map(({ enteredBy, records, state: now, decidedBy, decidedAt, reason }) => [
        enteredBy,
        count(records),
        stateText(now),
        decidedBy,
        decidedAt === null ? "" : formatTime(language, decidedAt),
        returnReasons.some((one) => one === reason) ? t(`reason_${reason as (typeof returnReasons)[number]}`) : ""
      ])
    )

  const setting = (isOn: boolean) => {
    const set = () =>
      attempt(async () => {
        await server.setReview(!isOn)
        return t(isOn ? "reviewIsOff" : "reviewIsOn")
      })
    return h(
      "p",
      {},
      t(isOn ? "reviewIsOn" : "reviewIsOff"),
      " ",
      session.may.includes("manage") ? button(t(isOn ? "reviewTurnOff" : "reviewTurnOn"), () => void set()) : null
    )
  }

  const load = async () => {
    try {
      const [{ isOn, entries }, history] = await Promise.all([server.review(), server.events()])
      const waiting = entries.filter((one) => one.state === "waiting")
      const decided = entries.filter((one) => one.state !== "waiting")
      const soon = Date.now() + noticeDays * 86_400_000
      const ending = waiting.filter(({ expiresAt }) => Date.parse(expiresAt) < soon)
      show(
        state,
        setting(isOn),
        ending.length === 0 ? null : notice("bad", t("reviewEnding", { n: ending.length })),
        waiting.length === 0 ? h("p", {}, t("reviewNothing")) : waitingTable(waiting),
        decided.length === 0 ? null : [h("h2", {}, t("reviewDecided")), decidedTable(decided)]
      )
      show(events, h("h2", {}, t("eventsTitle")), eventTable(portal, history))
    } catch (error) {
      show(state, notice("bad", textOf(error)))
    }
  }

  show(into, h("h1", {}, t("reviewTitle")), h("p", {}, t("reviewIntro")), state, detail, events)
  void load()
}
