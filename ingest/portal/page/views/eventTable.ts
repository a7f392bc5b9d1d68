import { h } from "@corridor/page/browser/dom"
import { stackingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import type { EventAnswer } from "../../api/ReviewApi.ts"
import type { Portal } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"

/** Returns who did what, when, with how many records. */
export const eventTable = ({ t, language }: Portal, events: ReadonlyArray<EventAnswer>): HTMLElement =>
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
