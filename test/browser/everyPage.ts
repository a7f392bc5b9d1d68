/** Every page of the site, as tests and the pictures of the documentation see it. A new page is added here. */
import type { Browser, Page } from "playwright-core"
import { patience } from "../fixtures/patience.ts"

/** Addresses without the language, by the name of the page. */
export const everyPage = {
  landing: "?release=1",
  corridor: "corridor/UKR/RUS?release=1",
  "corridor-hidden": "corridor/TJK/TUR?release=1",
  country: "country/RUS?release=1",
  region: "region/RU-AST?release=1",
  search: "search?release=1&q=ukra",
  compare: "compare?release=1&corridor=UKR~RUS&corridor=TJK~TUR&corridor=UZB~RUS",
  request: "request?release=1",
  "request-asked":
    "request?release=1&subject=victims&in=RUS&sex=Female&firstYear=2004&lastYear=2008&yearsTogether=2&purpose=policy&asked=1",
  stories: "stories?release=1",
  story: "stories/ukraine-russia?release=1",
  missing: "country/SUN?release=1",
  map: "?view=map&release=1",
  "map-larger": "?view=map&release=1&zoom=3.00,0.400,0.500",
  routes: "?view=routes&release=1",
  matrix: "?view=matrix&release=1",
  trend: "?view=trend&release=1",
  "trend-months": "?view=trend&release=1&series=arrivals_by_month",
  "trend-stages": "?view=trend&release=1&series=proceedings",
  season: "?view=season&release=1",
  regions: "?view=regions&release=1",
  victims: "?view=victims&release=1",
  "risk-groups": "?view=victims&release=1&question=risk_groups",
  proceedings: "?view=proceedings&release=1",
  assistance: "?view=assistance&release=1",
  "embed-map": "embed?view=map&release=1",
  "embed-victims": "embed?view=victims&release=1",
  persons: "persons?theme=auto",
  dictionary: "dictionary?theme=auto",
  editions: "editions?release=1",
  plain: "plain?release=1",
  verdicts: "verdicts?release=1"
} as const satisfies Readonly<Record<string, string>>

export type PageName = keyof typeof everyPage
export const pageNames = Object.keys(everyPage) as ReadonlyArray<PageName>

export const widths = [360, 768, 1_280, 1_920] as const
export const looks = ["light", "dark", "print"] as const

/** One way to look at a page. */
export interface Sight {
  readonly name: PageName
  readonly width: (typeof widths)[number]
  readonly look: (typeof looks)[number]
  readonly language: "en" | "ru"
}

export const everySight: ReadonlyArray<Sight> = (["en", "ru"] as const).flatMap((language) =>
  widths.flatMap((width) => looks.flatMap((look) => pageNames.map((name): Sight => ({ name, width, look, language }))))
)

export const sightName = ({ name, width, look, language }: Sight): string => `${name}-${language}-${width}-${look}`

/** Opens a page as it is looked at, when it is drawn. `address` ends with a slash. */
export const look = async (browser: Browser, address: string, sight: Sight): Promise<Page> => {
  const { name, width, look: own, language } = sight
  const context = await browser.newContext({
    viewport: { width, height: 1_000 },
    locale: language,
    colorScheme: own === "dark" ? "dark" : "light",
    reducedMotion: "reduce"
  })
  const page = await context.newPage()
  const answer = await page.goto(`${address}${everyPage[name]}&lang=${language}`)
  // Otherwise a page that does not exist in a store is in no sight, and nobody notices.
  if (answer?.status() !== (name === "missing" ? 404 : 200))
    throw new Error(`${sightName(sight)} is answered with ${answer?.status()}`)

  const isExplorer = (await page.evaluate("document.getElementById('explorer') !== null")) as boolean
  const wanted = isExplorer
    ? "document.getElementById('explorer').dataset.drawn !== undefined"
    : "document.readyState === 'complete'"
  for (const end = performance.now() + patience; (await page.evaluate(wanted)) !== true; ) {
    if (performance.now() > end) throw new Error(`${sightName(sight)} is never drawn`)
    await page.waitForTimeout(25)
  }
  if (own === "print") await page.emulateMedia({ media: "print" })
  return page
}
