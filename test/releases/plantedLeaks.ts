/** Documents of a site in which something more is said of persons, each of another exit. The attacker on a site must find all of them (`public_attacker.py`). */

/** A document that is changed before the attacker reads it. */
export interface Plant {
  readonly exit: string
  readonly path: string
  /** A regular expression of Python, and what takes the place of its first match. */
  readonly find: string
  readonly replace: string
}

const raw = String.raw
const plant = (exit: string, path: string, find: string, replace: string): Plant => ({ exit, path, find, replace })

const flows = "/v1/releases/1/tables/flows?size=10000"
const edition = "/v1/editions/main/1"
const tjkTur = "/v1/trends?table=flows&release=1&origin=TJK&destination=TUR"
const compared =
  "/compare?corridor=RUS~FIN&corridor=RUS~RUS&corridor=RUS~SWE&corridor=RUS~THA&corridor=RUS~USA&corridor=TJK~TUR"

/** Nine persons on the way from Tajikistan to Türkiye in 2006 are suppressed; these disclose them. */
const ofCell = [
  plant("csv", `${flows}&format=csv`, "TJK,TUR,2006,suppressed,", "TJK,TUR,2006,suppressed,9"),
  plant("csv with HXL", `${flows}&format=csv&hxl=true`, "TJK,TUR,2006,suppressed,", "TJK,TUR,2006,suppressed,9"),
  plant(
    "xlsx",
    `${flows}&format=xlsx`,
    raw`(<c r="C(\d+)"><v>2006</v></c><c r="D\d+"[^>]*><is><t[^>]*>suppressed</t></is></c>)`,
    raw`\1<c r="E\2"><v>9</v></c>`
  ),
  plant("sdmx", `${edition}/sdmx/data/flows`, "TJK,TUR,2006,,Q", "TJK,TUR,2006,9,Q"),
  plant("trends", tjkTur, '"year":2006,"state":"suppressed"', raw`\g<0>,"victims":9`),
  plant(
    "/plain",
    "/plain?lang=en",
    raw`(data-head="2006"[^>]*><span[^>]*>S</span> <small class="unseen">suppressed)`,
    raw`\1: 7 to 10`
  ),
  plant(
    "compare",
    `${compared}&unit=persons&lang=en`,
    raw`data-head="2006"[^>]*><span[^>]*>S</span> <small class="unseen">suppressed`,
    raw`\g<0>: 7 to 10`
  ),
  plant(
    "compare, rate",
    `${compared}&unit=destination&lang=en`,
    raw`data-head="2006"[^>]*><span[^>]*>S</span> <small class="unseen">suppressed`,
    raw`\g<0>: 0.010 to 0.015`
  ),
  ...["corridor/TJK", "country"].flatMap((page) => {
    const [exit = "", path] = [page.split("/")[0], `/${page}/TUR?lang=en`]
    const cell = raw`<th scope="row">2006</th><td [^>]*><span aria-hidden="true">S</span> <small>suppressed`
    return [
      plant(exit, path, cell, raw`\g<0>: 7 to 10`),
      plant(`${exit}, drawing`, path, "<title>2006: suppressed", raw`\g<0>: 7 to 10 persons`)
    ]
  }),
  plant(
    "country, rate",
    "/country/TUR?lang=en",
    "As destination</h2>",
    raw`\g<0><p class="rate">0.013 per 100,000 inhabitants (68,000,000 in 2006)</p>`
  ),
  plant(
    "map",
    "/embed?release=1&view=map&lang=en",
    "</svg>",
    raw`<title>Tajikistan → Türkiye, 2006: 9 persons</title></svg>`
  ),
  plant("synthetic", "file:1 flows.synthetic.csv", raw`\Z`, "synthetic,TJK,TUR,2006\n".repeat(9)),
  plant("bundle", "file:1 cells.jsonl", raw`(\["TJK","TUR","2006"\],"suppressed"),null`, raw`\1,9`)
]

/** Others bound closely a larger count of two partners, or one that protects others. */
const ofOthers = [
  plant("changes", "/v1/editions/main/2/changes?since=1", raw`"before":\{"state":"suppressed"`, raw`\g<0>,"figure":63`),
  plant(
    "sdg-16.2.2.csv",
    "file:1 sdg-16.2.2.csv",
    raw`(2005,Other,18AndOver,SexualExploitation,suppressed,,)\d*,,`,
    raw`\g<1>7455,7459,`
  )
]

const texts = ["/persons", "/stories", "/dictionary", "/editions", "/search"]
const documents = [
  "croissant.jsonld",
  "schema-org.jsonld",
  "dcat.jsonld",
  "dcat.ttl",
  "datacite.json",
  "dictionary.json"
]

/** Bounds that the tables do not give, and numbers that are of no cell or not those of the tables. */
const ofNumbers = [
  plant(
    "verdict",
    "/v1/trends?table=region_roles_origin&release=1&origin=RUS",
    raw`"s":\{"low":-15,"high":-5\}`,
    '"s":{"low":-15,"high":-15}'
  ),
  plant("reporting.csv", "/v1/releases/1", "victim,2003-01,6", raw`\g<0>\\nvictim,2009-03,7753`),
  plant(
    "glotip.csv",
    "file:1 glotip.csv",
    raw`(Total,Total,Other,18 years or over,2005,Counts,suppressed,,)\d*,,`,
    raw`\g<1>7455,7459,`
  ),
  plant("/", "/?lang=en", raw`436 persons</td>`, "437 persons</td>"),
  plant("region", "/region/RU-MOS?lang=en", "1,215</td>", "1,216</td>"),
  plant(
    "csv, noise",
    "/v1/releases/3/tables/flows?size=10000&format=csv",
    raw`(UKR,RUS,2003,published,)\d+`,
    raw`\g<1>1`
  ),
  plant("feed", "/v1/editions/main/feed.atom?lang=en", raw`corrected: \d+`, "corrected: 1"),
  plant("overview", "/overview/1/flows/series", raw`"most":\d+`, '"most":7331'),
  plant("COVERAGE.md", "/v1/releases/1", "80 of 86 cells", "79 of 86 cells"),
  plant(
    "METHOD.md",
    "/v1/releases/1",
    raw`Rows are sorted by label only\.`,
    "The mean of the suppressed counts is 3670."
  ),
  plant("datapackage.json", `${edition}/datapackage.json`, raw`"bytes":\s*\d+`, '"bytes":7331'),
  plant("sdmx structure", `${edition}/sdmx/structure.json`, "Persons by origin", "7331 persons by origin"),
  ...documents.map((name) =>
    plant(name, `${edition}/${name}`, "Counts of persons|Persons by origin", raw`7331: \g<0>`)
  ),
  ...texts.map((path) => {
    const query = path === "/search" ? `${path}?q=tajikistan&lang=en` : `${path}?lang=en`
    return plant(path, query, "</h1>", raw`\g<0> 7331 persons`)
  }),
  plant("attack report", "file:1 attack.json", '"narrow": 0', '"narrow": 1')
]

/** Leaks that prove a suppressed count, and others. */
export const plantedLeaks = { proving: [...ofCell, ...ofOthers], others: ofNumbers }
