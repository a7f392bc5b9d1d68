/** Notes that accompany every figure. */

import { isPrivateMethod, privateMethods } from "../../release/history/privateMethods.ts"
import type { Retraction } from "../../release/history/Retraction.ts"

export const inventedNote =
  "Invented data: the figures come from the fictitious records of a demonstration. They describe no real person, case or flow."

export const privateNote =
  "The figures contain random noise (differential privacy). A cell that is missing was below the threshold of the noise or counted nobody."

export const estimatesNote =
  "Only countries and corridors are proven to have persons. Any other figure is an estimate and may stand for nobody; low and high are its interval of 95 % confidence."

export const observedNote =
  "Persons known to the reporting partners, not all trafficked persons. A suppressed cell counted at least one person when it was first suppressed, unless it is of a form of exploitation, a risk group or a kind of assistance: these may be zero; low and high are the smallest and largest value that the release allows. A missing cell was not reported, or by too few since an earlier release. A cell with a date (asOf) shows the figure of an earlier release: since then it has changed by too few persons to be disclosed, or not at all."

/** Returns the notes on figures of a method. */
export const notesOf = (invented: boolean, method = ""): ReadonlyArray<string> => [
  ...(invented ? [inventedNote] : []),
  ...(isPrivateMethod(method)
    ? [privateNote, ...(method === privateMethods.estimates ? [estimatesNote] : [])]
    : invented
      ? []
      : [observedNote])
]

/** Returns the same as one text. */
export const noteOf = (invented: boolean, method = ""): string => notesOf(invented, method).join(" ")

/** Returns that something was retracted, when and why. */
export const retractionNote = (what: string, { at, reason }: Retraction): string =>
  [
    `${what} was retracted on ${at.slice(0, 10)}: do not use its figures.`,
    ...(reason === "" ? [] : [`Reason: ${reason}${/[.!?…]$/u.test(reason) ? "" : "."}`])
  ].join(" ")

/** Returns the first words of a document about an edition that was retracted; empty if it was not. */
export const beforeRetracted = ({ retraction }: { readonly retraction: Retraction | undefined }): string =>
  retraction === undefined ? "" : `${retractionNote("This edition", retraction)} `
