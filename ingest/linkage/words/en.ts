/** The messages of the page for linkage rounds in English. The other languages have the same keys. */
import type { Message } from "@corridor/page/fillMessage"

export const en = {
  title: "Take part in a linkage round",
  language: "Language",
  intro:
    "The round counts how many persons several organisations know. This page turns what identifies a person into tokens, together with the key holders. Names, dates of birth and numbers stay on this computer.",
  save: "This page is a file: save it, and open it from where you saved it.",

  ownTitle: "1. Your file for rounds",
  ownIntro:
    "It has the key by which you sign, your tokens, and the state of rounds. Keep it as you keep passwords, and always open the newest one.",
  ownOpen: "Open your file",
  ownId: "Your organisation's id, if you have no file yet",
  ownMake: "Make a file",
  ownPublicKey: "Your public key",
  ownPublicKeyHint:
    "Give it to the linker and to each key holder in a way that rules out tampering. Each of them gives you a token.",
  ownOf: "File of {partner}",
  tokenOf: "Token of {party}",
  tokenThere: "There is one. Leave empty to keep it.",
  ownSave: "Save your file",
  ownSaved: "The file was saved. Open this one from now on.",

  roundTitle: "2. The round",
  roundId: "Id of the round",
  roundShow: "Show the terms",
  termsPurpose: "Purpose",
  termsFields: "Read of your case file, on this computer only",
  termsStrata: "Sent in the clear with each token",
  termsHolders: "Key holders",
  termsThreshold: "{n} of them together with the linker could look up a person whose name they guess; fewer cannot.",
  termsLimit: "Persons that you may send",
  termsNoise: "Noise",
  termsExact: "Counts are exact for Corridor; the disclosure gate protects what is published.",
  termsEpsilon: "Counts leave the linker with noise (epsilon {epsilon}).",
  termsCode: "Code of these terms, to compare with other partners",
  termsFirst: "Show the terms first: they say what is read.",
  fileFirst: "Choose your case file first.",

  fileTitle: "3. Your case file",
  fileLabel: "Case file",
  fileChoose: "CSV, XLSX, ODS, JSON or NDJSON, with names. It is read on this computer and never sent.",
  fileSheet: "Sheet",
  fileReading: "Reading the file …",
  fileRead: { one: "{n} person in {rows} rows", other: "{n} persons in {rows} rows" },
  fileWithout: "Too few details to be linked; counted once",
  fileDates: "Dates of birth that cannot be read",
  fileFound: "Columns found",
  fileColumn: "Column for: {field}",
  fileNone: "(none)",
  fileAgain: "Read the file again",

  givenNames: "given names",
  familyNames: "family names",
  birthDate: "date of birth",
  sex: "sex",
  citizenship: "citizenship",
  documentNumber: "document number",
  caseReference: "case number",
  twin: "invented twin",
  samePerson: "mark of one person",

  sendTitle: "4. Sign and send",
  sendAgree: "We agree to these terms",
  sendGo: "Sign the terms and send",
  sendKept: "Your file is saved first: if sending is interrupted, open it and send again.",
  sending: "{done} of {total} keys evaluated",
  sent: { one: "{n} person was sent as tokens.", other: "{n} persons were sent as tokens." },
  vetoTitle: "Take back what was sent",
  vetoIntro: "Until the round closes, a veto removes what you sent. You cannot take part in this round again.",
  vetoGo: "Sign the veto",
  vetoed: "What you sent was removed.",

  failed: "Something went wrong. Reload the page and open your file again.",
  ownRefused: "This is not a file of this page, or the id is not one: letters from a to z, digits and hyphens.",
  partySilent: "{party} is not responding. Try again later.",
  partyToken: "{party} does not know this token.",
  partyRefused: "{party} refuses this request.",
  partyOther: "{party} gives an answer that no such party gives. Ask for its address.",
  partyUnconnected: "{party} has given you no token yet, or it is not in your file.",
  termsInvalid:
    "The terms are not valid, or they name a key holder whose token you do not have or which shows another key. Ask the linker's operator.",
  agreementMissing: "Show the terms first. If they are shown: the linker does not know your public key.",
  veto: "You have vetoed your contribution to this round.",
  notOpen: "The round is not open for this.",
  limit: "The limit of persons or keys for this round is reached.",
  answerFalse: "A key holder's answer is false: {holder}. Nothing was sent. Inform the linker's operator.",
  alreadySubmitted: "You have sent other persons in this round. A veto removes them.",
  refused: "The round refuses this. Inform the linker's operator."
} as const satisfies Readonly<Record<string, Message>>

export type RoundWord = keyof typeof en
