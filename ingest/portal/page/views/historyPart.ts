import { h, show } from "@corridor/page/browser/dom"
import { field, notice, onSubmit, setFieldError } from "@corridor/page/browser/form"
import { stackingTable } from "@corridor/page/browser/table"
import { recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { webCryptoHasher } from "../../../submit/check/PartnerHasher.ts"
import { recordIdsOf } from "../../../submit/check/RecordNames.ts"
import type { OutcomeAnswer } from "../../api/ReceiptApi.ts"
import { type Portal, refusalText } from "../Portal.ts"
import { formatTime } from "./formatTime.ts"
import { keyPanel } from "./keyPanel.ts"
import { problemCells } from "./problemCells.ts"

/** What became of a record: also of one that the partner's own systems sent. */
const outcomeTable = (portal: Portal, outcomes: ReadonlyArray<OutcomeAnswer>) => {
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
  const recordId = h("input", {
    id: "record-name",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 128
  })
  const result = h("div")

  const load = async (key: CryptoKey) => {
    try {
      const ids = await recordIdsOf(webCryptoHasher(key), recordId.value)
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
                h("code", {}, submission)
              ])
            )
      )
    } catch (error) {
      show(result, notice("bad", refusalText(portal, error)))
    }
  }

  const press = () => {
    const isFilled = recordId.value.trim() !== ""
    setFieldError(recordId, isFilled ? undefined : t("fillIn"))
    if (!isFilled) return recordId.focus()
    if (portal.key === undefined) return show(result, notice("bad", t("keyFirst")))
    void load(portal.key)
  }

  return h(
    "section",
    { class: "history", "aria-labelledby": "history-title" },
    h("h2", { id: "history-title" }, t("historyTitle")),
    h("p", {}, t("historyIntro")),
    keyPanel(portal, () => recordId.focus()),
    h(
      "form",
      {
        on: onSubmit(press)
      },
      field(t("historyRecord"), recordId, t("historyStays")),
      h("button", { type: "submit" }, t("historyShow"))
    ),
    result
  )
}
