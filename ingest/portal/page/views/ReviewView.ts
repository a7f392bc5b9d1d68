import { h, show } from "@corridor/page/browser/dom"
import { button, field, notice, options } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import { millisOfDay } from "../../../../ports/days.ts"
import { returnReasons } from "../../../review/returnReasons.ts"
import { reviewRefusalNames } from "../../../review/reviewRefusals.ts"
import { ServerRefused } from "../../api/PortalClient.ts"
import type { EventAnswer } from "../../api/ReviewApi.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"
import { loadedPart } from "./loadedPart.ts"
import { decidedTable, type Entry, entryDetail, waitingTable } from "./reviewTables.ts"

/** Returns who did what, when, with how many records. */
const eventTable = ({ t, language }: Portal, events: ReadonlyArray<EventAnswer>): HTMLElement =>
  events.length === 0
    ? h("p", t("eventsNone"))
    : stackingTable(
        t("eventsTitle"),
        [t("eventWhen"), t("account"), t("eventDid"), t("records"), t("receipt")],
        events.map(({ at, account, did, records, submission }) => [
          formatTime(language, at),
          account === "" ? "–" : account,
          t(`did_${did}`),
          records === 0 ? "" : numberFormat(language).format(records),
          submission === "" ? "" : h("code", submission)
        ])
      )

/** Days before its end from which an entry says so. */
const noticeDays = 3

/** Carries out a decision, shows the new state and what the decision returns. */
type Attempt = (decide: () => Promise<string>) => Promise<void>

/** Returns the buttons that approve or return an entry; for the account that entered it, a sentence instead. */
const decisions = (
  { t, server, session }: Portal,
  attempt: Attempt,
  { entry, records, erased, enteredBy }: Entry
): HTMLElement => {
  if (enteredBy === session.account) return notice("plain", t("review_own-entry"))
  const reason = h("select", options(returnReasons.map((one) => [one, t(`reason_${one}`)] as const)))
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
    h(
      "p",
      button(t("reviewApprove", { n: records - erased }), () => void approve(), "main")
    ),
    field(t("reviewReason"), reason),
    button(t("reviewReturn"), () => void giveBack())
  )
}

/** Returns whether review is on, for managers with a button that turns it off or on. */
const reviewSwitch = ({ t, server, session }: Portal, attempt: Attempt, isOn: boolean): HTMLElement => {
  const set = () =>
    attempt(async () => {
      await server.setReview(!isOn)
      return t(isOn ? "reviewIsOff" : "reviewIsOn")
    })
  return h(
    "p",
    t(isOn ? "reviewIsOn" : "reviewIsOff"),
    " ",
    session.may.includes("manage") ? button(t(isOn ? "reviewTurnOff" : "reviewTurnOn"), () => void set()) : null
  )
}

/** Shows what waits for approval, the decisions on it, and who did what. */
export const reviewView = (into: HTMLElement, portal: Portal): void => {
  const { t, server } = portal
  const detail = h("div")
  const events = h("div")

  const textOf = (error: unknown) => {
    const why = error instanceof ServerRefused ? reviewRefusalNames.find((one) => one === error.refusal.why) : undefined
    return why === undefined ? refusalText(portal, error) : t(`review_${why}`)
  }

  const attempt: Attempt = async (decide) => {
    try {
      const done = await decide()
      await state.load()
      show(detail, notice("good", done))
    } catch (error) {
      show(detail, notice("bad", textOf(error)))
    }
  }

  const look = async (entry: Entry) => {
    try {
      const found = await server.entry(entry.entry)
      const title = h("h2", { tabindex: "-1" }, t("reviewEntry", { account: entry.enteredBy }))
      show(detail, title, entryDetail(portal, entry, found), decisions(portal, attempt, entry))
      title.focus()
    } catch (error) {
      show(detail, notice("bad", textOf(error)))
    }
  }

  const state = loadedPart(
    portal,
    async () => {
      const [{ isOn, entries }, history] = await Promise.all([server.review(), server.events()])
      const waiting = entries.filter((one) => one.state === "waiting")
      const decided = entries.filter((one) => one.state !== "waiting")
      const soon = Date.now() + noticeDays * millisOfDay
      const ending = waiting.filter(({ expiresAt }) => Date.parse(expiresAt) < soon)
      show(events, h("h2", t("eventsTitle")), eventTable(portal, history))
      return [
        reviewSwitch(portal, attempt, isOn),
        ending.length === 0 ? null : notice("bad", t("reviewEnding", { n: ending.length })),
        waiting.length === 0 ? h("p", t("reviewNothing")) : waitingTable(portal, waiting, (entry) => void look(entry)),
        decided.length === 0 ? null : [h("h2", t("reviewDecided")), decidedTable(portal, decided)]
      ]
    },
    textOf
  )

  show(into, h("h1", t("reviewTitle")), h("p", t("reviewIntro")), state.element, detail, events)
  void state.load()
}
