/**
 * Groups of types of organisations, as the lists of estimates of persons whom no partner knows: ten types would be 1,023 combinations, of which noise
 * leaves nothing. Types that work alike and refer persons to each other are one list.
 */
import type { OrganisationType } from "./generated/types.ts"

export const partnerGroups = ["CivilSociety", "Government", "LawEnforcement", "Services"] as const

type PartnerGroup = (typeof partnerGroups)[number]

const groupOfType: Readonly<Record<OrganisationType, PartnerGroup>> = {
  NGO: "CivilSociety",
  InternationalOrganisation: "CivilSociety",
  CentralGovernmentOrganisation: "Government",
  LocalGovernmentOrganisation: "Government",
  LawEnforcement: "LawEnforcement",
  ImmigrationService: "LawEnforcement",
  HealthServiceOrganisation: "Services",
  LegalService: "Services",
  CorporateBusiness: "Services",
  SchoolOrCollege: "Services"
}

/** Returns the group of a type; a type that is not in the code list provides services. */
export const partnerGroupOf = (type: string): PartnerGroup => groupOfType[type as OrganisationType] ?? "Services"

/** Joins names of groups or types in a capture history. */
export const historyOf = (names: Iterable<string>): string => [...new Set(names)].sort().join("+")

/** All capture histories of groups: each combination of one or more. */
export const groupHistories: ReadonlyArray<string> = Array.from({ length: 2 ** partnerGroups.length - 1 }, (_, i) =>
  historyOf(partnerGroups.filter((_, bit) => ((i + 1) >> bit) & 1))
)
