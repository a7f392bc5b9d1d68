/** The explorer's messages in English. The other languages have the same keys. `{name}` is a value; `n` selects the plural form. */
import type { Message } from "@corridor/page/fillMessage"

export const en = {
  title: "Corridor",
  subtitle: "Human trafficking as reported by partners: only figures that are safe to publish",
  skip: "Skip to content",
  language: "Language",
  theme: "Colours",
  theme_auto: "System",
  theme_light: "Light",
  theme_dark: "Dark",
  release: "Release",
  editionOption: "Edition {number}, {day}",
  releaseOption: "Separate release {number}, {day}",
  retracted: "retracted",
  nav: "Views",
  estimatesNote:
    "Only countries and corridors are proven to have persons. Any other figure is an estimate and may stand for nobody; its interval (low, high) is in the files of the release.",
  privateNote:
    "The figures of this release contain random noise (differential privacy). A cell that is missing was below the threshold of the noise or counted nobody. Where this page says “not reported”, nothing is known.",
  invented:
    "Invented data: the figures come from the fictitious records of a demonstration. They describe no real person, case or flow.",
  inventedShort: "Invented data",
  observed: "Persons known to the reporting partners, not all trafficked persons.",
  wasRetracted:
    "This release was retracted. Its figures remain available so that citations can be checked. Use a newer release.",
  nothingYet: "Nothing has been published yet. A release is published after two reviewers have approved it.",
  failed: "The server is not responding. Try again in a few minutes.",
  again: "Try again",
  notInRelease: "This release has no table for the view “{title}”. Other releases may have one.",
  oddAddress: "Part of this page’s address is not valid and was ignored.",
  plain: "The flows as a plain table, without scripts",
  notebooks: "Notebooks: worked analyses",
  api: "The same figures as data: the API",
  withPictures: "The explorer, with pictures",
  dictionary: "Data dictionary and terms of use",
  dictionaryLead:
    "What each table counts, what each column means, and what whoever uses the figures agrees to. The definitions are in English, as in the files.",
  dictionaryTables: "Tables",
  dictionaryColumns: "Columns",
  termsOfUse: "Terms of use",
  licence: "Licence",
  column: "Column",
  meaning: "Meaning",
  counts: "Counts",
  plainCaption: "Persons by corridor and year",
  corridor: "Corridor",
  ruleOfProfile: "Here: fewer than {threshold} persons, or fewer than {contributors} partners.",
  meansAsOf:
    "The figure of an earlier release. Since then it has changed by too few persons to be disclosed, or not at all.",
  noScript: "The pictures need JavaScript. The same figures without it:",
  choose: "Filters",
  all: "All",
  year: "Year",
  place: "Country",
  origin: "Origin",
  transit: "Transit",
  destination: "Destination",
  personsHead: "Persons",
  persons: { one: "{n} person", other: "{n} persons" },
  boundedBetween: { one: "{state}: {low} to {n} person", other: "{state}: {low} to {n} persons" },
  boundedFrom: { one: "{state}: at least {n} person", other: "{state}: at least {n} persons" },
  asOf: "as of {day}",
  play: "Play the years",
  stop: "Stop",
  pictureHelp: "Use the arrow keys to move between marks. Enter keeps a mark’s description, Escape clears it.",
  pictureNothing: "Point at a mark, or move to the picture and use the arrow keys.",
  showOnly: "Show only this",
  showAll: "Show all again",
  table: "The same figures as a table",
  states: "States of a cell",
  statePublished: "published",
  stateSuppressed: "suppressed",
  stateNotReported: "not reported",
  stateNotCollected: "not collected",
  meansPublished: "The number of persons; each person is counted once. Zero is a published number too.",
  meansSuppressed:
    "Not shown, because it counts too few persons, comes from too few partners, or would disclose such a cell. Bounds, where shown, are the smallest and largest value that the published figures allow.",
  meansNotReported:
    "No partner reported anyone, or too few persons were reported since an earlier release. It does not mean that there was no one.",
  meansNotCollected: "No partner collects this information.",
  keys: "Legend",
  notes: "Notes",
  noTotals: "There are no totals, because totals would disclose suppressed cells.",
  boundaries:
    "Names and boundaries do not imply any opinion on the legal status of any territory. They follow the United Nations (General Assembly resolution 68/262).",
  keep: "Download and cite",
  downloads: "Downloads",
  fileCsv: "{table}, CSV",
  fileParquet: "{table}, Parquet",
  allYears: "all years",
  fileSvg: "Picture, SVG",
  filePng: "Picture, PNG",
  cite: "Citation",
  copy: "Copy",
  copied: "Copied",
  how: "Method",
  howRelease: "How the release was protected (in English)",

  navMap: "Flow map",
  leadMap: "Countries of origin and destination of the persons who arrived in a year.",
  howMap:
    "Each arrow is one published cell of the table of flows: persons by country of origin, country of destination and year of arrival. Widths are proportional to persons, on one scale for all years. A suppressed flow is a thin dashed line, regardless of its size. A ring marks origins, a diamond marks transit countries on published routes, and a dot marks destinations. Nothing is summed or smoothed.",
  mapTitle: "Persons by country of origin and destination, {year}",
  flowWords: "{origin} → {destination}, {year}: {figure}",
  placeWords: "{place}: {roles}",
  largestFlow: "Largest flow: {words}.",
  nothingPublished: "No figure of this selection is published.",
  countOfCells: { one: "{n} flow in all.", other: "{n} flows in all." },
  countHidden: { one: "{n} of them is suppressed.", other: "{n} of them are suppressed." },
  onlyLargest: {
    one: "Only the largest flows are drawn; {n} more is in the table.",
    other: "Only the largest flows are drawn; {n} more are in the table."
  },
  keyHiddenFlow: "suppressed: the width has no meaning",

  navRoutes: "Routes",
  leadRoutes: "The routes by which persons were trafficked, from origin through transit to destination.",
  howRoutes:
    "Each band is one published cell of the table of routes: persons by complete route, in the order of travel, and year of arrival. A person who passed through two countries is one person on one route. Legs are not counted separately, because two legs do not prove one route. The columns and the order of places (west to east) are the same in all years.",
  routesTitle: "Persons by route, {year}",
  routeWords: "{route}, {year}: {figure}",
  route: "Route",
  countOfRoutes: { one: "{n} route in all.", other: "{n} routes in all." },
  routesHidden: {
    one: "{n} route is suppressed and has no band. It is in the table.",
    other: "{n} routes are suppressed and have no band. They are in the table."
  },
  routesWithin: "Routes within one country have no band. They are in the table.",
  routesHeights: "A place is as high as the bands drawn here. Its height is not a total.",

  navMatrix: "Origins by destinations",
  leadMatrix: "All pairs of countries, each in a square of the same size.",
  howMatrix:
    "Each square is one cell of the table of flows. Colours are five classes, based on published figures only and the same for all years. A pair without a figure was not reported or is suppressed; the two look different.",
  matrixTitle: "Origins by destinations, {year}",
  matrixSummary: "{rows} origins by {columns} destinations.",
  matrixOrder: "Countries are ordered from west to east.",
  upTo: "{from} to {to}",

  navTrend: "Over time",
  leadTrend: "One figure by year: is it rising or falling, and is the evidence sufficient?",
  howTrend:
    "Points are published cells. A line joins neighbouring years that are published. The verdict comes from a model of counts that allows for chance, memory, season and changes of who reports, and is given only if it is the same at the extremes of the suppressed years. The dashed line is Sen’s slope and the shaded area its 95 % interval, both for published years only. The bars below count the partners that report. Where they change, a change is stated only if the partners that reported throughout (squares) show it too.",
  seriesTable: "Table",
  seriesLabel: "Series",
  seriesNot: "This release does not have this table.",
  seriesBreaks: "Where the line is interrupted, the year in between is not published.",
  countHiddenYears: { one: "{n} year is suppressed.", other: "{n} years are suppressed." },
  eventWords: "{number}: {what} ({date})",
  verdictRising: "The number rises.",
  verdictFalling: "The number falls.",
  verdictLevel: "The level changed once.",
  verdictNone: "No change: a doubling or halving over the series is excluded.",
  verdictUnknown: "It cannot be said whether the number changed.",
  verdictReporting: "Other partners report than before: it cannot be said whether the number changed.",
  verdictMore: "What was asked, and how often such a verdict is wrong",
  rateNumber: "{value} % a year (95 %: {low} % to {high} %).",
  widenedNumber: "Suppressed figures make this interval {value} times as wide.",
  levelNumber: "{value} times the level before (95 %: {low} to {high}), from {at} on (95 %: {from} to {to}).",
  reportingGrew: {
    one: "Reporting grew in {at}: {n} partner instead of {before}.",
    other: "Reporting grew in {at}: {n} partners instead of {before}."
  },
  reportingFell: {
    one: "Reporting fell in {at}: {n} partner instead of {before}.",
    other: "Reporting fell in {at}: {n} partners instead of {before}."
  },
  reportingOther: "From {at} on, other partners report than before.",
  panelShows: {
    one: "The {n} partner that reported throughout: {words}",
    other: "The {n} partners that reported throughout: {words}"
  },
  panelFew: "The partners that reported throughout: {words}",
  panelAbsent: "What the partners that reported throughout show is not published.",
  panelHead: "Partners that reported throughout",
  panelMark: "Partners that reported throughout, {year}: {figure}",
  partnersName: "Partners that report ({kind})",
  partnersHead: "Partners reporting",
  partnersWords: "Partners reporting, {year}: {figure}",
  incompleteWords: "From {at} on, figures are not complete: records are still expected. No change is stated from them.",
  incompleteEstimate:
    "{at}: about {share} % of the records are here. An estimate of the figure once all are: {value} ({low} to {high}).",
  partnersNote:
    "The number of partners that report this kind of record at the end of each period. Fewer than 3 are not shown.",
  verdictYears: "Published years: {published}; suppressed: {suppressed}.",
  slopeWords: "Sen's slope: {value} persons a year (95 %: {low} to {high}).",

  navSeason: "Seasons",
  leadSeason: "Is there a seasonal pattern within the year?",
  howSeason:
    "Each square, and each point of a panel, is one cell of the table of arrivals by month. Colours are five classes, based on published figures only. A line joins neighbouring years that are published. The month is that of a person’s first arrival by a route in the year, so months add up to years and are protected together with them.",
  seasonNot: "No seasonal pattern is shown, because this release has no monthly table.",
  seasonInstead: "Shown instead: persons in records, by year.",
  seasonTitle: "Persons in records, by year",
  recordKind: "Kind of record",

  navRegions: "Pilot regions",
  leadRegions: "Karelia, Astrakhan and Moscow Oblast: the role of each region compared with its expected role.",
  howRegions:
    "The expected roles are those of the programme. Figures are cells of the tables of first-level regions by role, on one scale. If a release has no figures for the region, those of its country are drawn and labelled so.",
  region: "Region",
  role: "Role",
  expectedRole: "Expected role",
  regionExpectations: "What the programme expected",
  regionExpected: "{region} was expected to be: {roles}.",
  regionNot: "This release has no separate figures for {region}.",
  regionInstead: "The picture shows Russia as a whole.",
  transitNot: "This release has no table of transit countries; the routes view shows them.",
  seasonMonths: "Persons by month of arrival",
  seasonCycles: "Each month over the years",
  seasonCyclesWords:
    "Twelve panels, each with one month from {first} to {last}. A month that is high in every year is seasonal; a rise from left to right in every panel is not.",
  seasonPeaks: "Month with the most persons, for years in which all months are published: {peaks}.",
  monthNotKnown: "Month not known",
  monthOfArrival: "Persons whose month is not known are shown separately.",
  boundsLines:
    "The line in a suppressed figure’s pattern spans the smallest to the largest value that the release allows. An arrow means that there is no upper bound, or that it is outside the picture.",
  boundsSquares:
    "S with figures: suppressed, with the smallest and largest value that the release allows. If a square has no room for them, the mark and the table show them.",
  boundsParts:
    "For a suppressed stage, the filled part is the smallest and the pattern the largest value that the release allows. A pattern of full width means that there is no upper bound.",
  noInterval: "This release publishes no bounds for suppressed figures: the pattern has no meaning for their size.",
  regionTitle: "{region}: persons by role and year",
  roleExpected: "{role} (expected)",
  regionKnown:
    "Only persons whose records name the region are counted. A person who passed through several regions is counted in each.",
  regionTransit: "Transit is any place between origin and destination.",
  breakWords: "{letter}: the level changes in {at} (95 % interval: {low} to {high}).",
  breakNone: "No change of level can be distinguished from chance.",
  breakNote:
    "A change of level is found by the same model, with an interval for its date. It shows when, not why: the law may have changed.",
  season12:
    "The verdict compares each month with the same month of other years, so that a season is not taken for a trend.",

  navVictims: "Victims",
  leadVictims: "Who the victims were: sex, age group, form of exploitation, risk group.",
  howVictims:
    "Each bar is one published cell: persons by class and year, on one scale for the whole picture. For each question, a person is in one class.",
  question: "Question",
  questionProfile: "Form, age and sex",
  questionRiskGroups: "Risk groups",
  oneScale: "All bars of a picture share one scale, based on published figures only.",
  cellsByState: "Cells: {published} published, {suppressed} suppressed, {absent} not reported.",

  navProceedings: "Proceedings",
  leadProceedings: "The stages that cases reached: detected, investigated, prosecuted, convicted.",
  howProceedings:
    "Persons whose cases reached a stage in a year, by article of the criminal code. The stages of one year do not follow one group of cases: a case detected in one year may be tried in another.",
  stage: "Stage",
  article: "Article",
  funnelSummary: "Persons whose cases reached each stage in this year.",
  stagesApart: "Stages are not summed, and no shares between them are calculated, because they cover different cases.",

  navAssistance: "Assistance",
  leadAssistance: "The assistance that persons received.",
  howAssistance: "Each bar is one published cell: persons assisted, by kind of assistance and year.",
  kindOfHelp: "Kind of assistance",
  helpOverlaps:
    "A person who received two kinds of assistance is counted in both, so the kinds do not add up to persons."
} as const satisfies Readonly<Record<string, Message>>
