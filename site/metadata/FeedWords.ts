import { Context } from "effect"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import type { TableChange } from "../../release/published/tableChanges.ts"
import type { Language } from "../../schemas/Languages.ts"

/** What a feed says of one release. */
export interface EntryWords {
  readonly title: string
  readonly summary: string
}

/** An edition, and what changed since the one before. */
export interface EditionNews {
  readonly release: PublishedRelease
  /** The version before; undefined for the first of its series. */
  readonly before: PublishedRelease | undefined
  readonly changes: ReadonlyArray<TableChange>
}

/** What feeds say in one language. */
export interface LanguageOfFeeds {
  readonly language: Language
  /** Returns the title of the feed of a series. */
  readonly series: (name: string) => string
  /** The title of the feed of releases that are not editions. */
  readonly answers: string
  readonly edition: (news: EditionNews) => EntryWords
  readonly answer: (release: PublishedRelease) => EntryWords
}

/** The words of feeds by language. The explorer has them, because its pages say the same. */
export class FeedWords extends Context.Service<FeedWords, { readonly in: (language: Language) => LanguageOfFeeds }>()(
  "corridor/site/metadata/FeedWords"
) {}
