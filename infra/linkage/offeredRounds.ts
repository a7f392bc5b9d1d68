/** What the portal offers of linkage rounds: the open ones, the page with which a partner takes part, and how many of its persons others know. Persons never pass through it. */
import { hash } from "node:crypto"
import { join } from "node:path"
import { Effect, Schema } from "effect"
import { type Connection, PartyClient } from "../../ingest/linkage/PartyClient.ts"
import { linkerName } from "../../ingest/linkage/takePart.ts"
import type { RoundPage, RoundsAnswer } from "../../ingest/portal/api/LinkageApi.ts"
import type { SharedCases } from "../../release/protection/sharedCases.ts"
import { PartyFolder } from "./PartyFolder.ts"
import { OpenRoundMessage } from "./summary.ts"

/** The portal's name at the linker, and of its folder. */
export const portalName = "portal"

const pageFile = "page"

const folderOf = (data: string) => new PartyFolder(join(data, "linkage", portalName))

/** Keeps the page that `link page` wrote, for partners to fetch. */
export const offerPage = (data: string, text: string): void => folderOf(data).write(pageFile, { text })

/** Returns the page, and the digest that a partner compares with the one from a key holder; null if there is none. */
export const offeredPage = (data: string): RoundPage | null => {
  const text = folderOf(data).read<{ readonly text: string }>(pageFile)?.text
  return text === undefined ? null : { text, sha256: hash("sha256", text) }
}

const sharedFile = "shared"

/** Keeps the answers about shared cases, for each partner to see its own. */
export const offerSharedCases = (data: string, answers: SharedCases): void => folderOf(data).write(sharedFile, answers)

const sharedWith = (data: string, partner: string): RoundsAnswer["shared"] => {
  const answers = folderOf(data).read<SharedCases>(sharedFile)
  const counts = answers?.counts[partner]
  return answers === undefined || counts === undefined ? null : { round: answers.round, counts }
}

/** Returns the open rounds as they are for one partner. None without a connection to the linker. Fails if the linker does not respond. */
export const offeredRounds = Effect.fn("offeredRounds")(function* (data: string, partner: string) {
  const folder = folderOf(data)
  const connection = folder.read<Readonly<Record<string, Connection>>>("connections")?.[linkerName]
  const open =
    connection === undefined
      ? []
      : yield* Effect.tryPromise(() =>
          new PartyClient("The linker", connection).call("GET", "/open-rounds", Schema.Array(OpenRoundMessage))
        )
  return {
    rounds: open.map(({ agreed, submitted, vetoed, ...terms }) => ({
      ...terms,
      state: vetoed.includes(partner)
        ? ("vetoed" as const)
        : submitted.includes(partner)
          ? ("sent" as const)
          : agreed.includes(partner)
            ? ("agreed" as const)
            : ("open" as const)
    })),
    page: offeredPage(data)?.sha256 ?? null,
    shared: sharedWith(data, partner)
  } satisfies RoundsAnswer
})
