/** Addresses of feeds, for servers and for the browser. */
import type { Language } from "../../schemas/Languages.ts"

export const feedType = "application/atom+xml"

/** Returns the address of the feed of a series, in the language that the reader's program prefers. */
export const feedPath = (series: string): string => `/v1/editions/${series}/feed.atom`

/** Path of the feed of releases that are not editions. */
export const answersFeedPath = "/v1/answers/feed.atom"

/** The address of the main series' feed that a reader would try first. */
export const mainFeedPath = "/feed.atom"

/** Returns the address of a feed in one language. */
export const inLanguage = (path: string, language: Language): string => `${path}?lang=${language}`
