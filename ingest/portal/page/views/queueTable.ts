import { h, show } from "@corridor/page/browser/dom"
import { button, notice } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import type { RecordOutcome } from "../../../submit/receipts/ReceiptSchemas.ts"
import { maxOutcomeIds } from "../../api/limits.ts"
import { ServerRefused } from "../../api/PortalClient.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { type Queue, type QueuedRecord, recordIdOf } from "../queue/Queue.ts"
import { formatTime } from "./formatTime.ts"
import { problemCells } from "./problemCells.ts"

type Outcomes = ReadonlyMap<string, RecordOutcome>

/** Returns what became of the records that were sent. */
const readOutcomes = async ({ server }: Portal, records: ReadonlyArray<QueuedRecord>): Promise<Outcomes> => {
  const ids = [...new Set(records.filter(({ state }) => state === "sent").map(recordIdOf))]
  const found = new Map<string, RecordOutcome>()
  for (let i = 0; i < ids.length; i += maxOutcomeIds)
    for (const one of await server.outcomes(ids.slice(i, i + maxOutcomeIds))) found.set(one.record, one)
  return found
}

const stateCells = (portal: Portal, record: QueuedRecord, outcomes: Outcomes): ReadonlyArray<string> => {
  const { t } = portal
  if (record.state === "waiting")
    return [
      t(record.problems.length > 0 ? "outcome_rejected" : "queueWaiting"),
      ...problemCells(portal, record.problems)
    ]
  const outcome = outcomes.get(record.recordId)
  return outcome === undefined
    ? [t(portal.isOffline ? "queueSent" : "state_received"), "", ""]
    : [t(`outcome_${outcome.outcome}`), ...problemCells(portal, outcome.problems)]
}

/** Returns the records of an unlocked queue, numbered from the oldest, with the buttons that send and remove them. `changed` draws the view again. */
export const queueTable = (portal: Portal, changed: () => Promise<void>): HTMLElement => {
  const { t, session, language } = portal
  const queue = portal.queue as Queue
  const part = h("div", { tabindex: "-1" })
  const isOwn = session.partner?.id === queue.partner

  const remove = async (records: ReadonlyArray<QueuedRecord>) => {
    try {
      for (const record of records) await queue.remove(record)
      await changed()
    } catch {
      part.prepend(notice("bad", t("queueUnavailable")))
    }
  }

  /** The first press asks, the second deletes. */
  const deleteButton = (record: QueuedRecord, number: number) => {
    const press = button(t("queueDelete", { n: number }), () => {
      if (press.classList.contains("asked")) return void remove([record])
      press.classList.add("asked")
      press.textContent = t("queueDeleteSure", { n: number })
    })
    return press
  }

  const send = async () => {
    const progress = h("p", { role: "status" }, t("queueSending", { n: 0 }))
    part.prepend(progress)
    let sent = 0
    try {
      await queue.send(portal.server, () => {
        progress.textContent = t("queueSending", { n: ++sent })
      })
      await draw()
    } catch (error) {
      // The storage may be full, or cleared: what was sent then waits, and the server recognises it.
      const problem = error instanceof ServerRefused ? refusalText(portal, error) : t("queueUnavailable")
      await draw().catch(() => show(part))
      part.prepend(notice("bad", problem))
    }
    part.focus()
  }

  const draw = async () => {
    const records = await queue.list()
    const waiting = records.filter(({ state }) => state === "waiting").length
    const sent = records.filter(({ state }) => state === "sent")
    const outcomes = isOwn ? await readOutcomes(portal, records).catch(() => new Map()) : new Map()
    show(
      part,
      !portal.isOffline && !isOwn ? notice("bad", t("queueOther")) : null,
      isOwn && waiting > 0 ? button(t("sendWhole", { n: waiting }), () => void send(), "main") : null,
      portal.isOffline && waiting > 0 ? h("p", t("queueLater")) : null,
      records.length === 0
        ? null
        : stackingTable(
            t("queueTitle"),
            [t("queueNumber"), t("queueSince"), t("outcomeTitle"), t("colRule"), t("colMend"), t("queueAction")],
            records.map((record, i) => [
              String(i + 1),
              formatTime(language, new Date(record.at).toISOString()),
              ...stateCells(portal, record, outcomes),
              record.state === "waiting" ? deleteButton(record, i + 1) : ""
            ])
          ),
      sent.length === 0
        ? null
        : h(
            "p",
            { class: "actions" },
            isOwn ? button(t("refresh"), () => void draw()) : null,
            button(t("queueForget"), () => void remove(sent))
          )
    )
  }
  void draw()
  return part
}
