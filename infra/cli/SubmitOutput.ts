/** What `submit` and `pull` print. */
import type { Receipt } from "../../ingest/portal/api/PortalClient.ts"
import type { RowOutcome } from "../../ingest/portal/node/sendToServer.ts"
import { sendable, withWords } from "../../ingest/submit/check/checkFile.ts"
import { changeLines, previewTable } from "../../ingest/submit/preview/PreviewLines.ts"
import { previewWords } from "../../ingest/submit/preview/PreviewWords.ts"
import type { Preview, Submission, SubmitOptions } from "../../ingest/submit/Submit.ts"
import { sheetLines, summaryLines } from "../../ingest/submit/words/CheckSummary.ts"
import { wordsOf } from "../../ingest/submit/words/ProblemWords.ts"
import { submitWords } from "../../ingest/submit/words/SubmitWords.ts"
import type { Language } from "../../schemas/Languages.ts"
import { type CommandOutput, formatTable } from "./CommandOutput.ts"

/** Returns whether the records were sent, are known, wait, or were held back: then there is a receipt. */
export const isTaken = ({ sent, unchanged, corrected, waiting }: Submission): boolean =>
  sent + unchanged + corrected + waiting > 0

/** Returns what became of the file, in the words of the language. */
const outcomeLines = (
  submission: Submission,
  { dryRun, partial, report, language }: SubmitOptions,
  canSend: boolean
): ReadonlyArray<string> => {
  const words = submitWords[language]
  const may = sendable(submission)
  if (!submission.agreed) return [words.notAgreed]
  const hint = report === undefined && submission.problemCount > 0 ? [words.reportHint] : []
  const written = report === undefined ? hint : [words.reportWritten(report)]
  if (dryRun && (may === "whole" || (may === "good-rows" && partial)))
    return [...written, canSend ? words.dryRun(submission) : words.dryRunAlone]
  if (submission.isKnown) return [...written, words.sameAgain(submission)]
  if (submission.waiting > 0) return [...written, words.waiting(submission.waiting)]
  if (isTaken(submission)) return [...written, words.sent(submission)]
  const why = submission.identifying
    ? words.identifying
    : submission.brokenHeader
      ? words.brokenHeader
      : submission.rowsApart
        ? wordsOf("route-rows-apart", language).remedy
        : may === "good-rows"
          ? words.partialHint(submission)
          : words.nothingSent
  const { accepted, acceptable, firstError } = submission
  const held = acceptable > 0 && accepted === 0 ? [words.heldBecause(acceptable, firstError)] : []
  return [...written, ...(dryRun ? [words.wouldNotSend] : []), why, ...held]
}

const receiptLine = ({ state, loaded, quarantined, withdrawn, records }: Receipt) =>
  state === "waiting"
    ? "waiting for approval"
    : `${state}: ${loaded} of ${records} loaded, ${quarantined} quarantined, ${withdrawn} withdrawn.`

/** Names the row, the rules and the fields, and no value. */
const outcomeLine = ({ row, outcome, problems }: RowOutcome) =>
  `  row ${row}: ${outcome}${problems.map(({ code, path }) => `; ${code}${path === "" ? "" : ` (${path})`}`).join("")}`

/**
 * Returns what is printed of a submission, with its receipt and the rows that were not accepted if it was sent to a server. `canSend`: whether this machine
 * has a way to send for the partner.
 */
export const submitOutput = (
  submission: Submission,
  options: SubmitOptions,
  canSend: boolean,
  receipt?: Receipt,
  outcomes: ReadonlyArray<RowOutcome> = []
): CommandOutput => {
  const words = submitWords[options.language]
  const {
    firstError,
    acceptable: _,
    agreed: _agreed,
    corrected,
    mapping: _mapping,
    columns,
    changes,
    ...fields
  } = submission
  // The question has shown the preview already.
  const preview = options.dryRun ? previewLines(submission, options.language) : []
  return {
    json: {
      ...fields,
      firstError: firstError?.row ?? null,
      ...(firstError?.sheet === undefined ? {} : { firstErrorSheet: firstError.sheet }),
      ...(receipt === undefined ? {} : { receipt, outcomes }),
      columns,
      columnChanges: changes ?? null,
      problems: submission.problems.map(withWords)
    },
    lines: [
      ...preview,
      words.file(submission, submission.format),
      ...sheetLines(submission, options.language).map((line) => `  ${line}`),
      ...(submission.problemCount === 0 ? [words.allGood] : summaryLines(submission.problems, options.language)),
      "",
      ...outcomeLines(submission, options, canSend),
      ...(submission.isKnown || isTaken(submission)
        ? [
            words.receipt(submission.submission),
            ...(receipt === undefined ? [] : [receiptLine(receipt), ...outcomes.map(outcomeLine)])
          ]
        : [])
    ],
    exitCode: submission.errors > 0 || corrected > 0 ? 1 : 0
  }
}

/** Returns how the columns were understood, and what changed since the file before. */
export const previewLines = ({ columns, changes }: Preview, language: Language): ReadonlyArray<string> => [
  previewWords[language].title,
  ...formatTable(previewTable(columns, language)),
  ...changeLines(changes, language),
  ""
]
