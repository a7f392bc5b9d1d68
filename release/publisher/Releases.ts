/**
 * Releases: made from a vintage, protected and audited against every earlier disclosure, approved by the accounts of two reviewers, published, and
 * retracted by a mark. The ledger decides which state a release has.
 */
export { auditRelease, vintagesWithoutCounts } from "./auditRelease.ts"
export { createRelease, releaseProfiles } from "./createRelease.ts"
export {
  entriesBeforeProposal,
  latestEditionIn,
  reconcileReleases,
  showRelease
} from "./ledgerReleases.ts"
export { moveRelease } from "./moveRelease.ts"
export { ReleaseRefused } from "./refusals.ts"
