import { h, show } from "@corridor/page/browser/dom"
import { notice } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { webCryptoHasher } from "../../../submit/check/PartnerHasher.ts"
import { recordIdsOf } from "../../../submit/check/RecordNames.ts"
import type { RecordOutcome } from "../../../submit/receipts/ReceiptSchemas.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"
import { lookUpForm } from "./lookUpForm.ts"
import { problemCells } from "./problemCells.ts"

/** Returns what became of a record: also of one that the partner's own systems sent. */
const outcomeTable = (portal: Portal, outcomes: ReadonlyArray<RecordOutcome>) => {
  const { t } = portal
  return outcomes.length === 0
    ? null
    : stackingTable(
        t("outcomeTitle"),
        [t("outcomeTitle"), t("colRevision"), t("colRule"), t("colMend")],
        outcomes.map(({ outcome, revision, problems }) => [
          t(`outcome_${outcome}`),
          revision === null ? "" : revision === 0 ? t("revisionFirst") : t("revisionN", { n: revision }),
          ...problemCells(portal, problems)
        ])
      )
}

/** Shows a record's revisions and their receipts. The partner's own record id stays in the browser. */
export const historyPart = (portal: Portal): HTMLElement => {
  const { t, language } = portal
  const result = h("div")

  const load = async (recordId: string, key: CryptoKey) => {
    try {
      const ids = await recordIdsOf(webCryptoHasher(key), recordId)
      const [revisions, outcomes] = await Promise.all([portal.server.history(ids), portal.server.outcomes(ids)])
      show(
        result,
        outcomeTable(portal, outcomes),
        revisions.length === 0
          ? notice("plain", t("historyNone"))
          : stackingTable(
              t("historyVersions"),
              [t("colRevision"), t("recordKind"), t("when"), t("receipt")],
              revisions.map(({ revision, kind, at, submission }) => [
                revision === 0 ? t("revisionFirst") : t("revisionN", { n: revision }),
                recordKindLabel(kind, language),
                formatTime(language, at),
                h("code", submission)
              ])
            )
      )
    } catch (error) {
      show(result, notice("bad", refusalText(portal, error)))
    }
  }

  const form = lookUpForm(
    portal,
    {
      id: "record-name",
      label: t("historyRecord"),
      hint: t("historyStays"),
      button: h("button", { type: "submit" }, t("historyShow")),
      find: (recordId, key) => void load(recordId, key)
    },
    result
  )

  return h(
    "section",
    { class: "history", "aria-labelledby": "history-title" },
    h("h2", { id: "history-title" }, t("historyTitle")),
    h("p", t("historyIntro")),
    ...form.elements,
    result
  )
}
