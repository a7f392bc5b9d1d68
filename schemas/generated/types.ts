// Made by schemas/generate.ts from schemas/avro and schemas/codelists. Do not edit: run npm run generate.

export type AgeBand =
  | "0--8"
  | "9--17"
  | "18--20"
  | "21--23"
  | "24--26"
  | "27--29"
  | "30--38"
  | "39--47"
  | "48+"

export type Article3Act =
  | "Recruitment"
  | "Transportation"
  | "Transfer"
  | "Harbouring"
  | "Receipt"

export type Article3Means =
  | "ThreatOrUseOfForce"
  | "OtherCoercion"
  | "Abduction"
  | "Fraud"
  | "Deception"
  | "AbuseOfPower"
  | "AbuseOfVulnerability"
  | "PaymentToAchieveConsent"

export type Article3Purpose =
  | "ExploitationOfProstitution"
  | "OtherSexualExploitation"
  | "ForcedLabourOrServices"
  | "Slavery"
  | "PracticesSimilarToSlavery"
  | "Servitude"
  | "RemovalOfOrgans"
  | "OtherExploitation"

export type AssistanceOutcome =
  | "Completed"
  | "Ongoing"
  | "Interrupted"
  | "Declined"
  | "Referred"

export type AssistanceType =
  | "Medical"
  | "Psychosocial"
  | "Reintegration"
  | "Shelter"
  | "Legal"
  | "Education"
  | "Livelihood"
  | "ReturnRepatriation"

export type BorderCrossing =
  | "OfficialCrossingPoint"
  | "OutsideCrossingPoint"
  | "NotCrossed"

export type CaseStatus =
  | "Active"
  | "FollowUp"
  | "Closed"
  | "ClosedReferred"

export type ControlMethod =
  | "PhysicalThreats"
  | "ThreatsLawEnforcement"
  | "ThreatensChildrenFamily"
  | "DebtBondage"
  | "FalsePromises"
  | "PhysicalAbuse"
  | "SexualAbuse"
  | "TakesEarnings"
  | "RestrictsFinancialAccess"
  | "RestrictsMedicalCare"
  | "WithholdsNecessities"
  | "PsychologicalAbuse"
  | "PsychoactiveSubstance"
  | "ExcessiveWorkingHours"
  | "WithholdsDocuments"
  | "Other"
  | "RestrictsMovement"

export type DataSource =
  | "CaseManagement"
  | "Hotline"

export type EducationLevel =
  | "EarlyChildhoodEducation"
  | "PrimaryEducation"
  | "LowerSecondaryEducation"
  | "UpperSecondaryEducation"
  | "PostSecondaryNonTertiaryEducation"
  | "ShortCycleTertiaryEducation"
  | "BachelorsOrEquivalentLevel"
  | "MastersOrEquivalentLevel"
  | "DoctoralOrEquivalentLevel"

export type ExploitationDuration =
  | "0--12"
  | "13--24"
  | "25+"

export type ExploitationType =
  | "ForcedLabour"
  | "SexualExploitation"
  | "ChildLabour"
  | "ForcedMarriage"
  | "Servitude"
  | "ForcedMilitaryByNonStateActors"
  | "OrganRemoval"
  | "ForcedBegging"
  | "ForcedAdoption"
  | "Surrogacy"
  | "Other"

export type Gender =
  | "Feminine"
  | "Masculine"
  | "TransgenderFeminine"
  | "TransgenderMasculine"
  | "NonConforming"
  | "NonSpecifiedUnknown"

export type LabourIndustry =
  | "A_AgricultureForestryAndFishing"
  | "B_MiningAndQuarrying"
  | "C_Manufacturing"
  | "D_ElectricityGasSteamAndAirConditioningSupply"
  | "E_WaterSupplySewerageWasteManagement"
  | "F_Construction"
  | "G_WholesaleAndRetailTradeRepairOfMotorVehicles"
  | "H_TransportationAndStorage"
  | "I_AccommodationAndFoodServiceActivities"
  | "J_InformationAndCommunication"
  | "K_FinancialAndInsuranceActivities"
  | "L_RealEstateActivities"
  | "M_ProfessionalScientificAndTechnicalActivities"
  | "N_AdministrativeAndSupportServiceActivities"
  | "O_PublicAdministrationAndDefence"
  | "P_Education"
  | "Q_HumanHealthAndSocialWorkActivities"
  | "R_ArtsEntertainmentAndRecreation"
  | "S_OtherServiceActivities"
  | "T_ActivitiesOfHouseholdsAsEmployers"
  | "U_ActivitiesOfExtraterritorialOrganizations"

export type LegRole =
  | "Origin"
  | "Transit"
  | "Destination"

export type MajorityStatus =
  | "Adult"
  | "Minor"

export type MaritalStatus =
  | "Single"
  | "Married"
  | "Widowed"
  | "Divorced"
  | "Separated"
  | "RegisteredPartnership"

export type Movement =
  | "Incoming"
  | "Outgoing"

export type OffenceArticle =
  | "RU-127-1"
  | "RU-127-2"
  | "RU-240"
  | "RU-241"
  | "OTHER-ICCS-0204"

export type OrganisationType =
  | "NGO"
  | "LawEnforcement"
  | "HealthServiceOrganisation"
  | "CentralGovernmentOrganisation"
  | "LocalGovernmentOrganisation"
  | "ImmigrationService"
  | "LegalService"
  | "CorporateBusiness"
  | "SchoolOrCollege"
  | "InternationalOrganisation"

export type ProceedingStage =
  | "Detected"
  | "Investigated"
  | "Prosecuted"
  | "Convicted"
  | "ClosedWithoutConviction"

export type RecruitmentMethod =
  | "AtAPlaceOfBusiness"
  | "AtAnEducationalInstitution"
  | "AtWork"
  | "ThroughOnlineSocialNetworks"
  | "ThroughAnOnlineAdvertisement"
  | "ThroughATelevisionAdvert"
  | "ThroughANewspaperAdvert"
  | "ThroughFamilyOrFamilyEvents"
  | "ThroughFriendsOrSocialEvents"
  | "Other"

export type RelationshipToTrafficker =
  | "Familial"
  | "Acquainted"
  | "Unaquainted"

export type RiskGroup =
  | "YoungWomen"
  | "Minors"
  | "LabourMigrants"
  | "Other"

export type SexExploitationType =
  | "Prostitution"
  | "Pornography"
  | "RemoteInteractiveServices"
  | "PrivateSexualServices"

export type StatusDecisionOrganisation =
  | "Police"
  | "NGO"
  | "CourtOrProsecution"
  | "NonPoliceGovernmentalOrganization"
  | "Other"

export type TraffickingStatus =
  | "PossibleVictimOfTrafficking"
  | "ActualVictimOfTrafficking"
  | "NotAVictimOfTrafficking"

export type Transport =
  | "Air"
  | "Sea"
  | "River"
  | "Train"
  | "Bus"
  | "Car"
  | "Truck"
  | "Motorcycle"
  | "Foot"
  | "Other"

export type WebsiteOrApp =
  | "Facebook"
  | "Instagram"
  | "WhatsApp"
  | "Telegram"
  | "FacebookMessenger"
  | "Viber"
  | "SnapChat"
  | "Line"
  | "4Sale"
  | "WeChat"
  | "QQ"
  | "QZone"
  | "TikTok"
  | "Twitter"
  | "Other"

export type ProblemCode =
  | "message-empty"
  | "message-too-large"
  | "message-not-framed"
  | "schema-unknown"
  | "avro-truncated"
  | "avro-length"
  | "avro-branch"
  | "avro-number"
  | "avro-boolean"
  | "avro-text"
  | "avro-trailing"
  | "key-mismatch"
  | "partner-unknown"
  | "keys-shredded"
  | "record-kind-unknown"
  | "json-malformed"
  | "field-missing"
  | "field-unknown"
  | "type-mismatch"
  | "value-too-long"
  | "value-malformed"
  | "items-too-many"
  | "number-out-of-range"
  | "record-id-malformed"
  | "case-reference-empty"
  | "consent-missing"
  | "direct-identifier"
  | "code-unknown"
  | "country-unknown"
  | "country-ambiguous"
  | "region-unknown"
  | "region-outside-country"
  | "date-malformed"
  | "date-in-future"
  | "date-too-early"
  | "dates-missing"
  | "dates-backwards"
  | "ages-disagree"
  | "article-3-incomplete"
  | "legs-empty"
  | "leg-origin-missing"
  | "leg-origin-late"
  | "leg-time-backwards"
  | "leg-repeated"
  | "leg-intended-early"
  | "offence-outside-country"
  | "offence-before-law"
  | "case-withdrawn"
  | "revision-conflict"
  | "file-empty"
  | "file-encoding"
  | "file-format"
  | "csv-malformed"
  | "column-missing"
  | "column-unknown"
  | "column-direct-identifier"
  | "column-free-text"
  | "row-repeated"
  | "record-id-repeated"
  | "file-disagrees"
  | "file-old-excel"
  | "file-binary"
  | "row-too-long"
  | "columns-too-many"
  | "xlsx-malformed"
  | "xlsx-bomb"
  | "xlsx-unsafe"
  | "sheet-choose"
  | "sheet-unknown"
  | "sheets-unread"
  | "header-unknown"
  | "column-repeated"
  | "column-not-collected"
  | "column-merged"
  | "column-stands-in"
  | "ctdc-no-case-number"
  | "ctdc-consent-implied"
  | "mapping-malformed"
  | "json-too-deep"
  | "cell-error"
  | "date-ambiguous"
  | "value-joined"
  | "request-invalid"
  | "request-parameter-unknown"
  | "request-label-unknown"
  | "request-format-unknown"
  | "request-not-found"
  | "request-page-beyond"
  | "request-method-unknown"
  | "request-too-large"
  | "request-too-many"
  | "request-sign-in"
  | "request-not-allowed"
  | "request-budget-spent"
  | "request-would-disclose"
  | "request-refused"
  | "request-move-refused"
  | "request-store-down"
  | "request-too-slow"

/** The places of the route in the order of travel. */
export interface Leg {
  /** Country of the place; ISO 3166-1 alpha-3. */
  readonly country: string
  /** First-level region of the place; ISO 3166-2. */
  readonly region: string | null
  /** Role of the place on this route: where it began, where it passed, where it was meant to end or ended. */
  readonly role: LegRole
  /** Year in which the person was there. */
  readonly year: number
  /** Month in which the person was there; 1 to 12. */
  readonly month: number | null
  /** How the person came to the place. */
  readonly transport: Transport | null
  /** How the border before this place was crossed. */
  readonly borderCrossing: BorderCrossing | null
  /** Code of the IOM flow monitoring point where the person was counted. */
  readonly flowMonitoringPoint: string | null
  /** True for a place where the person was meant to go and has not been. */
  readonly intended: boolean
}

/** One person who is, or may be, a victim of trafficking, as one partner knows them. */
export interface VictimRecord {
  /** Identifies the record at its partner for good; a correction carries the same one. */
  readonly recordId: string
  /** Number of the correction: the record with the highest one counts. */
  readonly revision: number
  /** The partner's own case number, or better its first pseudonym. It is turned into a pseudonym in the pipeline and stored nowhere. */
  readonly caseReference: string
  /** The person agreed to the use of non-identifying data for research; without it the record is refused. */
  readonly researchUseConsent: boolean
  /** When the person was registered or identified: a year, a month or a day. */
  readonly registeredOn: string
  /** How the case came to be known. */
  readonly dataSource: DataSource | null
  /** Gender. */
  readonly gender: Gender | null
  /** Age in years at registration; only its band is stored. */
  readonly age: number | null
  /** Age band at registration where the age itself is not known. */
  readonly ageBand: AgeBand | null
  /** Adult or minor at registration where no more is known. */
  readonly majorityStatus: MajorityStatus | null
  /** Age in years at the first trafficking; only its band is stored. */
  readonly ageWhenTrafficked: number | null
  /** High-risk groups that the person belongs to. */
  readonly riskGroups: ReadonlyArray<RiskGroup>
  /** Countries of citizenship; ISO 3166-1 alpha-3. */
  readonly citizenship: ReadonlyArray<string>
  /** Marital status. */
  readonly maritalStatus: MaritalStatus | null
  /** Number of children; only its band is stored. */
  readonly numberOfChildren: number | null
  /** Highest level of education. */
  readonly highestLevelOfEducation: EducationLevel | null
  /** Whether the person is held to be a victim of trafficking. */
  readonly traffickingStatus: TraffickingStatus | null
  /** Kind of organisation that decided so. */
  readonly traffickingStatusDecisionMakingOrg: StatusDecisionOrganisation | null
  /** Relationship to the trafficker. */
  readonly relationshipToTrafficker: RelationshipToTrafficker | null
  /** What was done: the acts of article 3(a) of the UN Trafficking Protocol. */
  readonly acts: ReadonlyArray<Article3Act>
  /** How it was done: the means of article 3(a). */
  readonly means: ReadonlyArray<Article3Means>
  /** Why it was done: the purposes of article 3(a). */
  readonly purposes: ReadonlyArray<Article3Purpose>
  /** How the person was recruited. */
  readonly methodOfRecruitment: ReadonlyArray<RecruitmentMethod>
  /** Websites and apps used for recruitment. */
  readonly recruitmentWebsitesAndApps: ReadonlyArray<WebsiteOrApp>
  /** How the person was controlled. */
  readonly methodsOfControl: ReadonlyArray<ControlMethod>
  /** Forms of exploitation. */
  readonly typeOfExploitation: ReadonlyArray<ExploitationType>
  /** Industries of forced labour; ISIC Rev.4 sections. */
  readonly forcedLabourIndustry: ReadonlyArray<LabourIndustry>
  /** Forms of sexual exploitation. */
  readonly typeOfSexExploitation: ReadonlyArray<SexExploitationType>
  /** Websites and apps used for exploitation. */
  readonly exploitationWebsitesAndApps: ReadonlyArray<WebsiteOrApp>
  /** How long the exploitation lasted, in months. */
  readonly exploitationDuration: ExploitationDuration | null
  /** Country where the exploitation took place or the person was identified; ISO 3166-1 alpha-3. */
  readonly countryOfExploitation: string | null
  /** First-level region of it; ISO 3166-2. */
  readonly regionOfExploitation: string | null
  /** Where the case stands. */
  readonly caseStatus: CaseStatus | null
}

/** The route by which one person was moved, as ordered legs. */
export interface RouteRecord {
  /** Identifies the record at its partner for good; a correction carries the same one. */
  readonly recordId: string
  /** Number of the correction: the record with the highest one counts. */
  readonly revision: number
  /** The partner's own case number, or better its first pseudonym. It is turned into a pseudonym in the pipeline and stored nowhere. */
  readonly caseReference: string
  /** The person agreed to the use of non-identifying data for research; without it the record is refused. */
  readonly researchUseConsent: boolean
  /** Countries of citizenship; ISO 3166-1 alpha-3. */
  readonly citizenship: ReadonlyArray<string>
  /** The places of the route in the order of travel. */
  readonly legs: ReadonlyArray<Leg>
  /** Direction seen from the flow monitoring point. */
  readonly movement: Movement | null
}

/** One kind of help that one person asked for or was given. */
export interface AssistanceRecord {
  /** Identifies the record at its partner for good; a correction carries the same one. */
  readonly recordId: string
  /** Number of the correction: the record with the highest one counts. */
  readonly revision: number
  /** The partner's own case number, or better its first pseudonym. It is turned into a pseudonym in the pipeline and stored nowhere. */
  readonly caseReference: string
  /** The person agreed to the use of non-identifying data for research; without it the record is refused. */
  readonly researchUseConsent: boolean
  /** Kind of assistance. */
  readonly type: AssistanceType
  /** Kind of organisation that gave it. */
  readonly providerType: OrganisationType | null
  /** Country where it was given; ISO 3166-1 alpha-3. */
  readonly country: string
  /** First-level region where it was given; ISO 3166-2. */
  readonly region: string | null
  /** When it was asked for: a year, a month or a day. */
  readonly requestedOn: string | null
  /** When it began. */
  readonly startedOn: string | null
  /** When it ended. */
  readonly endedOn: string | null
  /** How it ended. */
  readonly outcome: AssistanceOutcome | null
}

/** One stage that one case at law has reached. */
export interface ProceedingRecord {
  /** Identifies the record at its partner for good; a correction carries the same one. */
  readonly recordId: string
  /** Number of the correction: the record with the highest one counts. */
  readonly revision: number
  /** The partner's own case number, or better its first pseudonym. It is turned into a pseudonym in the pipeline and stored nowhere. */
  readonly caseReference: string
  /** Country of the jurisdiction; ISO 3166-1 alpha-3. */
  readonly country: string
  /** First-level region of the authority; ISO 3166-2. */
  readonly region: string | null
  /** Article of law. */
  readonly offenceArticle: OffenceArticle
  /** Stage of the case at law. */
  readonly stage: ProceedingStage
  /** When the stage was reached: a year, a month or a day. */
  readonly reachedOn: string
}

/** A person withdraws consent: every record of the case leaves every table, and later ones are refused. */
export interface WithdrawalRecord {
  /** Identifies the record at its partner for good; a correction carries the same one. */
  readonly recordId: string
  /** Number of the correction: the record with the highest one counts. */
  readonly revision: number
  /** The partner's own case number, or better its first pseudonym. It is turned into a pseudonym in the pipeline and stored nowhere. */
  readonly caseReference: string
  /** When consent was withdrawn. */
  readonly requestedOn: string | null
}

/** A record of each kind, by the word for the kind. */
export interface Records {
  readonly victim: VictimRecord
  readonly route: RouteRecord
  readonly assistance: AssistanceRecord
  readonly proceeding: ProceedingRecord
  readonly withdrawal: WithdrawalRecord
}
