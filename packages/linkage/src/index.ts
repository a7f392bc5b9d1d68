/** Persons that several partners know, counted without revealing who they are. */
export {
  addUp,
  type CountHost,
  destroyCount,
  differences,
  type HostSum,
  openCount,
  type Roll,
  removeShare,
  rollOf,
  takeShare
} from "./counts/CountHost.ts"
export { type CountTerms, cellCount, countTermsProblems, type HostIdentity } from "./counts/CountTerms.ts"
export { contribute, type HostShare, type OwnCount } from "./counts/contribution.ts"
export { type OpenedCount, openSums } from "./counts/openSums.ts"
export { type LinkageKey, linkageKeys } from "./keys/linkageKeys.ts"
export type { NormalisedPerson, Person } from "./keys/Person.ts"
export { type LinkageRule, linkageRules } from "./keys/rules.ts"
export { type OddSubmission, oddSubmissions } from "./link/oddSubmissions.ts"
export type { PartnerRows, PersonRow, Stratum } from "./link/PersonRow.ts"
export { type HistoryCount, type LinkageTable, type Overlap, tabulate } from "./link/tabulate.ts"
export { groupReady } from "./oprf/Group.ts"
export { type CorrectedHistories, correctHistories } from "./quality/correctHistories.ts"
export { correctPersons } from "./quality/correctPersons.ts"
export type { RoundErrors, RoundTable, RuleErrors } from "./quality/errorsOfRound.ts"
export { type ErrorRates, estimateErrors, type KnownPair, type LinkageErrors } from "./quality/estimateErrors.ts"
export type { Histories } from "./quality/invertHistories.ts"
export type { Corrected } from "./quality/posterior.ts"
export type { Rate } from "./quality/Rate.ts"
export { type SignedDecision, signDecision, signingKeys } from "./round/Agreement.ts"
export {
  type AskHolder,
  type ClientRound,
  destroyClient,
  type KeyedPerson,
  startClient,
  tokensOf
} from "./round/Client.ts"
export type { DealMessage, KeyRecord } from "./round/Dealing.ts"
export {
  answerRequest,
  countRequest,
  dealRound,
  destroyRound,
  type EvaluationRequest,
  type HolderKeys,
  type HolderRound,
  openRound
} from "./round/Holder.ts"
export {
  agree,
  announce,
  close,
  destroy,
  type LinkerRound,
  open,
  type Partner,
  review,
  submit,
  veto
} from "./round/Linker.ts"
export { type Refusal, RoundRefused } from "./round/RoundRefused.ts"
export { type Terms, termsCode, termsProblems } from "./round/Terms.ts"
