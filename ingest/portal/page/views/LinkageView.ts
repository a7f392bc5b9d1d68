import { type Child, h, show } from "@corridor/page/browser/dom"
import { notice } from "@corridor/page/browser/form"
import { translator } from "@corridor/page/translator"
import { catalogues } from "../../../linkage/words/catalogues.ts"
import { termName } from "../../../linkage/words/termName.ts"
import type { RoundsAnswer } from "../../api/LinkageApi.ts"
import type { WordKey } from "../../words/Words.ts"
import type { Portal } from "../Portal.ts"
import { loadedPart } from "./loadedPart.ts"

type Round = RoundsAnswer["rounds"][number]

const stateWords = {
  open: "linkageOpen",
  agreed: "linkageAgreed",
  sent: "linkageSent",
  vetoed: "linkageVetoed"
} as const satisfies Record<Round["state"], WordKey>

/** Returns the terms that the partner would sign, in the words of the page on which it does. */
const roundPart = ({ t, language }: Portal, round: Round): HTMLElement => {
  const word = translator(language, catalogues[language])
  const namesOf = (names: ReadonlyArray<string>) => names.map((name) => termName(language, name)).join(", ")
  const rows: ReadonlyArray<readonly [string, string]> = [
    [word("termsPurpose"), round.purpose],
    [word("termsUntil"), round.until ?? "–"],
    [word("termsFields"), namesOf(round.fields)],
    [word("termsStrata"), namesOf(round.dimensions)],
    [word("termsHolders"), `${round.holders.join(", ")}. ${word("termsThreshold", { n: round.threshold })}`],
    [word("termsCode"), round.code]
  ]
  return h(
    "section",
    h("h2", t("linkageRound", { round: round.round })),
    notice(round.state === "sent" ? "good" : "plain", t(stateWords[round.state])),
    h(
      "dl",
      { class: "terms" },
      rows.map(([name, value]) => [h("dt", name), h("dd", value)])
    )
  )
}

const groupWords = {
  any: "linkageSharedAny",
  CivilSociety: "linkageSharedCivilSociety",
  Government: "linkageSharedGovernment",
  LawEnforcement: "linkageSharedLawEnforcement",
  Services: "linkageSharedServices"
} as const satisfies Record<string, WordKey>

/** Returns how many of the partner's persons others know. A figure that is not shown is "too few", never 0. */
const sharedPart = ({ t }: Portal, shared: RoundsAnswer["shared"]): Child =>
  shared === null
    ? null
    : h(
        "section",
        h("h2", t("linkageShared")),
        h("p", { class: "hint" }, t("linkageSharedMeans", { round: shared.round })),
        h(
          "dl",
          { class: "terms" },
          shared.counts.map(({ knownTo, persons: n, low, high }) => [
            h("dt", t(groupWords[knownTo as keyof typeof groupWords])),
            h("dd", n === undefined ? t("linkageSharedFew", { high }) : t("linkageSharedRange", { n, low, high }))
          ])
        )
      )

const pagePart = ({ t }: Portal, sha256: string | null): Child =>
  sha256 === null
    ? h("p", t("linkageNoPage"))
    : [
        h("p", h("a", { href: "/portal/api/linkage/page", download: "linkage-round.html" }, t("linkageDownload"))),
        h("p", { class: "hint" }, t("linkageCompare")),
        h("p", "SHA-256: ", h("code", { class: "public-key" }, sha256))
      ]

/** Shows the linkage rounds that are open, and the page with which the partner takes part. Nothing of a case file is read here. */
export const linkageView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const { element, load } = loadedPart(portal, async () => {
    const { rounds, page, shared } = await portal.server.rounds()
    return [
      rounds.length === 0 ? h("p", t("linkageNone")) : rounds.map((round) => roundPart(portal, round)),
      rounds.length === 0 && page === null
        ? null
        : h("section", h("h2", t("linkagePage")), h("p", t("linkageOffline")), pagePart(portal, page)),
      sharedPart(portal, shared)
    ]
  })
  show(
    into,
    h("h1", t("linkageTitle")),
    h("p", t("linkageIntro")),
    h("ul", h("li", t("linkageHow")), h("li", t("linkageWho")), h("li", t("linkageVeto"))),
    element
  )
  void load()
}
