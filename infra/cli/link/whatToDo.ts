/** What to do about a refusal of a party, for those that do not say it themselves. */
import type { Refusal, RoundRefused } from "@corridor/linkage/round/RoundRefused"

const remedies: Readonly<Partial<Record<Refusal, string>>> = {
  "terms-invalid":
    "Nothing was signed or sent. A holder that is named must be connected with 'link connect' and have the keys of the terms; otherwise the linker's operator checks what 'link round' was given",
  "agreement-missing":
    "Look at the terms with 'link agree', and sign them with --yes. If you have signed, ask the operators whether they registered your key ('link keys')",
  veto: "It can take part in another round",
  "not-open": "'link status' at the linker shows its rounds",
  expired:
    "The operator who announced it ends a round with 'link close --destroy', and announces another one ('link round', 'link count')",
  "other-keys":
    "Everybody who takes part uses one version: update this program, or ask the linker's operator to update and announce the round again",
  limit: "It is one for the whole round, and holds until another round is announced ('link round --persons')",
  "elements-invalid":
    "Update this program, and send the file again. If that does not help, tell the operator of the holder",
  "answer-false":
    "Nothing was submitted. Tell the linker's operator, who can end the round with 'link close --destroy'",
  "submission-invalid": "Look at what was read of your file with --dry-run, and update this program",
  "review-needed": "'link status' shows which and why",
  "counts-invalid": "Look at your file and its mapping: nothing was added up",
  "too-few-partners": "Wait until others have sent, or end it",
  "other-partners": "Wait, or agree with the operators of both hosts on another --least-days of 'link host'",
  "too-soon":
    "Wait, or agree with the operators of all parties on another --least-days of 'link holder' and 'link linker'"
}

/** Returns the refusal in a sentence, and what to do in another one. */
export const withRemedy = ({ code, message }: RoundRefused): string =>
  [message, remedies[code]].flatMap((text) => (text === undefined ? [] : [`${text}.`])).join(" ")
