import { Context } from "effect"

/** What the operator says of a site: its address, its publisher, the licence, persistent identifiers, named partners. */
export class SiteFacts extends Context.Service<
  SiteFacts,
  {
    /** Public address of the site. */
    readonly address: URL
    /** Name of the organisation that publishes the statistics. */
    readonly publisher: string
    /** URL of the licence of the published data. */
    readonly licence: string
    /**
     * What the persistent identifier of an edition begins with: a resolver's URL or a URN that the operator keeps. Undefined for the address
     * of the edition itself.
     */
    readonly identifierPrefix: string | undefined
    /** Names of the partners that agreed to be named. Whether a partner has records in an edition is never read. */
    readonly contributors: ReadonlyArray<string>
    /** Origins of the sites that may show embedded charts. */
    readonly embedAllowed: ReadonlyArray<string>
  }
>()("corridor/site/metadata/SiteFacts") {}
