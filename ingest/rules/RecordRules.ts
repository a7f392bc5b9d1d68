/** Rules that compare several fields of a record, by kind. */
import { readCodeList } from "../../schemas/CodeLists.ts"
import type { AssistanceRecord, ProceedingRecord, VictimRecord } from "../../schemas/generated/types.ts"
import { type RecordKind, recordSchemas } from "../../schemas/RecordSchemas.ts"
import type { Rule } from "./FieldRules.ts"
import { ageBand, isMinorBand } from "./Generalise.ts"
import { legRules } from "./LegRules.ts"
import { isAfter, type PartialDate, parsePartialDate } from "./PartialDate.ts"
import { isOutside } from "./Regions.ts"

/** A region must be in the country that the field's `within` names. */
const regionRule =
  (regionField: string, countryField: string): Rule =>
  (record, path, _, problems) => {
    if (isOutside(record[regionField] as string | null, record[countryField] as string | null))
      problems.push({ code: "region-outside-country", path: path + regionField })
  }

const isMinor = (r: VictimRecord): boolean =>
  (r.age !== null && r.age < 18) ||
  (r.ageWhenTrafficked !== null && r.ageWhenTrafficked < 18) ||
  (r.ageBand !== null && isMinorBand(r.ageBand) === true) ||
  r.majorityStatus === "Minor"

const ages: Rule = (record, path, _, problems) => {
  const r = record as unknown as VictimRecord
  const band = r.age === null ? r.ageBand : ageBand(r.age)
  const minor = band === null ? undefined : isMinorBand(band)
  if (
    (r.age !== null && r.ageBand !== null && band !== r.ageBand) ||
    (r.age !== null && r.ageWhenTrafficked !== null && r.ageWhenTrafficked > r.age) ||
    (minor !== undefined && r.majorityStatus !== null && minor !== (r.majorityStatus === "Minor"))
  )
    problems.push({ code: "ages-disagree", path: `${path}age` })
}

/** Returns the codes that show an element of article 3, from the column `article3` of their list. */
const codesShowing = (list: string, element: string) =>
  new Set(readCodeList(list).flatMap((row) => (row["article3"] === element ? [row["code"] as string] : [])))

const recruitmentActs = codesShowing("recruitment-method", "act")
const controlMeans = codesShowing("control-method", "means")
const exploitationPurposes = codesShowing("exploitation-type", "purpose")
const some = (codes: ReadonlyArray<string>, shown: ReadonlySet<string>) => codes.some((code) => shown.has(code))

/** UN Trafficking Protocol, article 3: act, means and purpose. For a person under 18, act and purpose suffice. */
const article3: Rule = (record, path, _, problems) => {
  const r = record as unknown as VictimRecord
  if (r.traffickingStatus !== "ActualVictimOfTrafficking") return
  const act = r.acts.length > 0 || some(r.methodOfRecruitment, recruitmentActs)
  const means = r.means.length > 0 || some(r.methodsOfControl, controlMeans)
  const purpose = r.purposes.length > 0 || some(r.typeOfExploitation, exploitationPurposes)
  if (!act || !purpose || !(means || isMinor(r)))
    problems.push({ code: "article-3-incomplete", path: `${path}traffickingStatus` })
}

const dateOf = (text: string | null): PartialDate | undefined => (text === null ? undefined : parsePartialDate(text))

const assistanceDates: Rule = (record, path, _, problems) => {
  const r = record as unknown as AssistanceRecord
  const dates = [r.requestedOn, r.startedOn, r.endedOn].filter((date) => date !== null).map(dateOf)
  if (dates.length === 0) problems.push({ code: "dates-missing", path: `${path}startedOn` })
  for (let i = 1; i < dates.length; i++) {
    const [before, after] = [dates[i - 1], dates[i]]
    if (before !== undefined && after !== undefined && isAfter(before, after))
      return void problems.push({ code: "dates-backwards", path: `${path}endedOn` })
  }
}

/** Country and entry into force of an offence article, from the column `other`: `country=RUS;inForce=2003-12`. */
const articles = new Map(
  readCodeList("offence-article").map((row) => [
    row["code"] as string,
    Object.fromEntries((row["other"] as string).split(";").map((part) => part.split("="))) as Record<string, string>
  ])
)

const offence: Rule = (record, path, _, problems) => {
  const r = record as unknown as ProceedingRecord
  const article = articles.get(r.offenceArticle)
  if (article?.["country"] !== undefined && article["country"] !== r.country)
    problems.push({ code: "offence-outside-country", path: `${path}offenceArticle` })
  const inForce = dateOf(article?.["inForce"] ?? null)
  const reached = dateOf(r.reachedOn)
  if (inForce !== undefined && reached !== undefined && isAfter(inForce, reached))
    problems.push({ code: "offence-before-law", path: `${path}reachedOn` })
}

/** Rules that a schema's attributes cannot express. Add a kind's own rules here. */
const ownRules: Readonly<Partial<Record<RecordKind, ReadonlyArray<Rule>>>> = {
  victim: [ages, article3],
  route: legRules,
  assistance: [assistanceDates],
  proceeding: [offence]
}

/** All rules of a kind that compare several fields. */
export const recordRules: ReadonlyMap<RecordKind, ReadonlyArray<Rule>> = new Map(
  recordSchemas.map(({ kind, fields }) => [
    kind,
    [
      ...fields.flatMap(({ name, within }) => (within === undefined ? [] : [regionRule(name, within)])),
      ...(ownRules[kind] ?? [])
    ]
  ])
)
