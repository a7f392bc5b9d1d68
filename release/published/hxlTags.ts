/** Tags of the Humanitarian Exchange Language (HXL 1.1 standard) by column. */
const tags: Readonly<Record<string, string>> = {
  origin: "#country+code+origin",
  destination: "#country+code+destination",
  country: "#country+code",
  corridor: "#description+route",
  year: "#date+year",
  sex: "#population+sex",
  age_group: "#population+age",
  form: "#cause+exploitation",
  risk_group: "#population+risk",
  assistance_type: "#service+type",
  offence_article: "#meta+article",
  stage: "#status+stage",
  record_kind: "#meta+kind",
  state: "#status+disclosure",
  victims: "#affected+victims",
  persons: "#affected+persons",
  low: "#affected+min",
  high: "#affected+max",
  as_of: "#meta+release"
}

/** The tag of a column; `#meta` where there is none of its own. */
export const hxlTag = (column: string): string => tags[column] ?? "#meta"
