/** The messages of the pages in English. The other languages have the same keys. `{name}` is a value; `n` selects the plural form. */
import type { Message } from "@corridor/page/fillMessage"

export const en = {
  landingTitle: "Human trafficking: from where to where",
  howMany: "How many?",
  inVictimRecords: "in records of victims, {year}",
  inRouteRecords: "in records of routes, {year}",
  once: "Counted once at each partner.",
  onceEachMonth: "Counted once a month at each partner.",
  fromWhere: "From where to where?",
  largestCorridor: "{figure} in {year}: the largest number that is certain",
  whoShort: "Who?",
  largestGroup: "{figure} in {year}: the largest published group",
  allGroups: "All groups",
  largestCorridors: "Largest corridors, {year}",
  personsIn: "Persons, {year}",
  allYears: "All years",
  allCorridors: {
    one: "The {n} corridor of the year, on the map and as a table",
    other: "All {n} corridors of the year, on the map and as a table"
  },
  howCertain: "How certain is this?",
  certainPublished: {
    one: "{n} corridor of {year} has a published figure.",
    other: "{n} corridors of {year} have a published figure."
  },
  certainSuppressed: {
    one: "{n} corridor of {year} is suppressed: it counts too few persons or partners, or would give such a count away.",
    other:
      "{n} corridors of {year} are suppressed: they count too few persons or partners, or would give such a count away."
  },
  linkedTitle: "Persons, each counted once",
  linkedLead:
    "One person whom three partners helped is counted three times in the other figures. A linkage round counts each person once, without names.",
  linkedMore: "How persons are counted once, in a minute",
  linkedSentence: {
    one: "The latest linkage round, all places together: {at} counted at partners in {year} come to {n} individual ({low} to {high}).",
    other:
      "The latest linkage round, all places together: {at} counted at partners in {year} come to {n} individuals ({low} to {high})."
  },
  linkedNone: "No persons of a linkage round have been published.",
  linkedHow: "How it works",
  linkedStep1:
    "Each partner signs an agreement for one round: for what, with which fields, who holds the keys. Without it nothing happens, and a veto takes everything back.",
  linkedStep2:
    "The partner’s own computer turns each person’s details into a few scrambled keys. Names and documents never leave it.",
  linkedStep3:
    "Two or more independent organisations each add a secret to the keys and cannot see what they scramble. None of them alone can test a name.",
  linkedStep4:
    "Equal results at two partners are one person. The linker counts them and keeps a table of counts, nothing else.",
  linkedStep5:
    "Secrets and results are destroyed. Two numbers a year, and numbers by groups of partners, are published with noise, so that nobody learns who is known to whom.",
  linkedRangeTitle: "What the range says",
  linkedMeans:
    "The range is a 95 % confidence interval. It includes the noise, links that were missed (one person counted as two) and false links (two persons counted as one). How often links fail is measured in the round itself, with invented persons whom partners write down like real ones.",
  linkedOther:
    "A round may cover other case files than the other pages do, so its figures are not parts of theirs. The relation between the two columns is what it shows.",
  linkedReview: "No cryptographer has reviewed the protocol yet.",
  linkedYear: "Year",
  linkedOnce: "Persons, each once",
  linkedAtPartners: "Once at each partner",
  linkedRange: "({low} to {high})",
  linkedBelow: "too few to show",
  linkedRelease: "Figures and method: release {release}",
  linkedHiddenTitle: "Persons whom no partner knows",
  linkedHidden: {
    one: "Over all years of the round, there is at least {n} person, known to a partner or not. These lists support no upper end.",
    other:
      "Over all years of the round, there are at least {n} persons, known to a partner or not. These lists support no upper end."
  },
  linkedHiddenTo: {
    one: "Over all years of the round, there are {low} to {n} person, known to a partner or not, not counting people whom partners hardly ever reach.",
    other:
      "Over all years of the round, there are {low} to {n} persons, known to a partner or not, not counting people whom partners hardly ever reach."
  },
  linkedHiddenMeans:
    "Estimated from how often groups of partners know the same persons, over many models and all that noise and missed links leave open. The range can begin below the number of persons in the table, because that number is estimated, too. The models assume things that these data cannot test: never quote the range without that.",
  answerLead: "The figures that were published in answer to a request.",
  answerPart: "Some of the tables, published apart from the editions.",
  answerFirst: "The first {n} are shown. The files have all.",
  editionsTitle: "Editions and what changed",
  editionsShort: "Editions, what changed, and answers to requests",
  editionsLead:
    "Every edition keeps its address and its figures. What changed from one to the next is counted by comparing their published cells.",
  isLatest: "the latest",
  editionSize: "Tables: {tables}. Cells: {cells}.",
  editionFirst: "The first edition of its series.",
  editionLacks: "Why it lacks something that the edition before had: {reason}",
  editionSame: "Every cell is the same as in edition {version}.",
  editionChanges: "Cells that changed since edition {version}",
  changedTable: "Table",
  changeAdded: "Added",
  changeCorrected: "Corrected",
  changeRetracted: "Retracted",
  changeState: "Other state",
  changeSame: "Same",
  tableNew: "{table} (new)",
  tableGone: "{table} (no longer in the edition)",
  tableOther: "{table} (other dimensions)",
  tablesSame: {
    one: "In {n} other table nothing changed.",
    other: "In {n} other tables nothing changed."
  },
  changesAsData: "Each changed cell, as data",
  answersTitle: "Answers to requests",
  answersLead:
    "Figures that were published for a request, and parts of the tables. Each has its own address and is in no edition.",
  answersNone: "There are none yet.",
  answersFirst: "The newest {n} are shown. The data and the feed have all.",
  answerTo: "Answer to request {number}, {day}",
  answersFeed: "News of answers (Atom feed)",
  newsFiles: "News and data",
  latestEdition: "The latest edition",
  flowsMissing: "This release has no table of flows from country to country. Its tables are below.",
  waysIn: "Find a place",
  countries: "Countries",
  pilotRegions: "Pilot regions",
  shortRising: "rising",
  shortFalling: "falling",
  shortLevel: "changed level",
  shortNone: "no large change",
  shortUnsaid: "trend unclear",
  shortThroughout: "{words} (same partners)",
  sparkMeans: "In the small lines a stroke at the foot marks a suppressed year; a gap, a year that was not reported.",
  unsaidMeans:
    "Trend unclear: there are too few years, the figures vary too much, or different partners report than before. Same partners: of those that reported throughout.",
  compare: "Compare corridors",
  change: "Choose corridors and unit",
  compareShort: "Compare",
  compareKind: "Comparison",
  compareNow: "Compare",
  findCorridor: "Find others by one country or two:",
  chooseCorridors: "Choose up to {n} corridors",
  unit: "Unit",
  unitPersons: "Persons",
  unitOrigin: "Per 100,000 inhabitants of the country of origin",
  unitDestination: "Per 100,000 inhabitants of the country of destination",
  compareOrigin: "Persons by year of arrival per 100,000 inhabitants of the country of origin",
  compareDestination: "Persons by year of arrival per 100,000 inhabitants of the country of destination",
  oneScale:
    "All pictures have the same scale. S is a suppressed figure, and a line above it its range; a dash is a year that was not reported.",
  compareSummary: {
    one: "One small chart. {caption}, in the last year that was reported: {figures}.",
    other: "{n} small charts on one scale. {caption}, in the last year that was reported: {figures}."
  },
  denominator:
    "Inhabitants: those of the year, by the United Nations’ World Population Prospects 2024 or the operator; years in between are interpolated.",
  noInhabitants: "inhabitants not known",
  ratePerYear: "{rate} per 100,000 inhabitants ({population} in {year})",
  request: "Request a statistic that is not published",
  comparedWith: "Compare with others",
  stories: "Stories",
  storiesLead: "Short texts whose figures are cells of this edition.",
  storiesNone: "There are no stories on this edition.",
  storyFigures: "Each figure is read from its cell when the page is made, and leads to the page of its place.",
  overview: "Overview",
  menu: "Pages",
  search: "Search",
  searchLabel: "Search countries and regions",
  foundCorridors: "Corridors",
  searchExample: "Ukraine Russia",
  searchHint: "Name a country, a region, or the two ends of a corridor: Ukraine Russia.",
  noPicture: "There is no such picture: the edition lacks a part of what the address asks for.",
  searchNone: "No place has a similar name.",
  suggestions: { one: "{n} suggestion", other: "{n} suggestions" },
  figureIn: "{figure} in {year}",
  noRecords: "no records in this edition",
  settings: "Language and colours",
  kindCorridor: "Corridor",
  kindCountry: "Country",
  kindRegion: "Region",
  kindSeveral: "Several countries",
  severalGone: "{name} has not existed since {year}. Statistics are about the countries and territories of today:",
  severalGroup: "{name}: a group of countries. Statistics are by country:",
  between: { one: "between {low} and {n} person", other: "between {low} and {n} persons" },
  atLeast: { one: "at least {n} person", other: "at least {n} persons" },
  latestYear: "in {year}, the latest year reported",
  newerMissing: "{year}: not reported. That does not mean that there was no one.",
  hiddenWhy: "The number is suppressed: it counts too few persons or partners, or would give such a count away.",
  leastWhy: "The number itself is suppressed. The published figures say only that it is not smaller.",
  lastPublished: "Last published: {figure} in {year}.",
  rangeWhy:
    "The number itself is suppressed. These are the smallest and largest values that the figures of this edition allow.",
  preview: "{figure} in {year}. {verdict}",
  corridorLead: "Persons trafficked from {origin} to {destination}, as reported by partners.",
  corridorNone: "This edition has no records of the corridor {title}. That does not mean that there was no one.",
  countryLead: "Persons trafficked from, through and to {place}, as reported by partners.",
  countryNone: "This edition has no records of {place}. That does not mean that there was no one.",
  regionLead: "The roles of {place} on reported routes.",
  regionNone: "This edition has no records that name {place}. That does not mean that there was no one.",
  newestYear: "Newest year reported: {year}.",
  byYear: "Persons by year of arrival",
  byPart: "Persons by part of the year: the verdict comes from these",
  isRising: "Is it rising?",
  firstAndLast: "{first} in {from}, {last} in {to}.",
  tooFewYears: "There are too few years for an answer.",
  readChart: "Notes on the chart",
  routesIn: "Routes, {year}",
  routesLead: "Complete routes in the order of travel. A person is on one route.",
  routesNone: "The edition has no routes of this corridor.",
  transitLead: "In transit:",
  transitNone: "All routes shown lead straight from origin to destination.",
  who: "Who the victims were",
  whoAll: "Of all victims in {year}: the edition has no profile of this place or corridor alone.",
  whoCountry: "Victims in {place}, {year}.",
  reporting: "Who reported",
  reportingCount: {
    one: "{n} partner reported routes at the end of {year}.",
    other: "{n} partners reported routes at the end of {year}."
  },
  reportingFew: "Fewer than 3 partners reported routes at the end of {year}, so their number is not shown.",
  reportingUnknown: "The edition does not say how many partners reported.",
  asOrigin: "As origin",
  asTransit: "As transit",
  asDestination: "As destination",
  corridorsFrom: "Where persons from {place} were taken, {year}",
  corridorsTo: "Where persons in {place} came from, {year}",
  expectedAndSeen: "Expected and observed, {year}",
  isExpected: "expected",
  otherRegions: "Other pilot regions",
  countryOf: "Country: {place}",
  reverse: "The other way: {title}",
  source: "Source and download",
  sourceEdition: "Corridor, edition {version}, published {day}.",
  sourceRelease: "Corridor, release {version}, published {day}.",
  picture: "Picture",
  permanent: "Permanent address of these figures",
  inExplorer: "The same figures in the explorer",
  tableMissingTitle: "Not in this edition",
  tableMissing:
    "This edition lacks the table that would show this, which does not mean that there are no records. The overview shows what it has.",
  notFoundTitle: "There is no such page",
  releaseNotFound: "No release has the number in this address. The overview shows the latest edition.",
  notFound: "No country, region or corridor has this address. Search for a place, or go to the overview."
} as const satisfies Readonly<Record<string, Message>>

/** A message missing from another language is a type error. */
export type PageWordKey = keyof typeof en
