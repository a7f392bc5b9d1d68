/** `release create | list | show | approve | reject | audit | retract | verify` */
import { Effect, FileSystem, Path } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { defaultProfile, type Profile, profiles } from "../../release/disclosure/rules/Profile.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { flowsCsv } from "../../release/releases/flowsCsv.ts"
import type { Release } from "../../release/releases/Release.ts"
import * as Releases from "../../release/releases/Releases.ts"
import type { MoveName } from "../../release/releases/releaseMoves.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { commonFlags, optional, tableWords, tell } from "./Verb.ts"

const id = Argument.Int("release").pipe(Argument.withDescription("the release's number, as 'list' gives it"))

const by = Flag.String("by").pipe(Flag.withDescription("the name of whoever does this; it goes into the ledger"))

const words = (releases: ReadonlyArray<Release>): ReadonlyArray<string> =>
  releases.length === 0
    ? ["There is no release yet: 'release create' makes one from the newest vintage."]
    : tableWords([
        ["release", "state", "vintage", "table", "profile", "rows", "created", "author"],
        ...releases.map((r) => [r.release, r.state, r.vintage, r.table, r.profile, r.rows, r.createdAt, r.author])
      ])

const store = (data: string) => Effect.provide(warehouseOf(data))

const create = Command.make(
  "create",
  {
    ...commonFlags,
    author: Flag.String("author").pipe(Flag.withDescription("the name of whoever makes it; two others review it")),
    vintage: optional(Flag.Int("vintage").pipe(Flag.withDescription("number of the vintage; without it the newest"))),
    profile: Flag.Literals(
      "profile",
      Releases.releaseProfiles.map(({ name }) => name) as [string, ...Array<string>]
    ).pipe(Flag.withDescription("the rules"), Flag.withDefault(defaultProfile.name))
  },
  Effect.fn("release create")(function* ({ data, json, author, vintage, profile }) {
    const made = yield* Releases.createRelease({ author, vintage, profile: profiles.get(profile) as Profile }).pipe(
      store(data)
    )
    yield* tell(json, {
      json: made,
      words: [
        ...words([made]),
        "Nothing is out yet: two others look at it with 'release show' and say 'release approve'."
      ]
    })
  })
).pipe(
  Command.withDescription(
    "Protect the flows of a vintage, audit them against every earlier release, and lay them before two reviewers"
  ),
  Command.withExamples([{ command: 'corridor release create --author "A. Analyst"' }])
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("release list")(function* ({ data, json }) {
    const releases = yield* Releases.listReleases().pipe(store(data))
    yield* tell(json, { json: { releases }, words: words(releases) })
  })
).pipe(Command.withDescription("List the releases with their states"))

const show = Command.make(
  "show",
  {
    ...commonFlags,
    id,
    out: optional(Flag.String("out").pipe(Flag.withDescription("a new folder for the table and the pages beside it")))
  },
  Effect.fn("release show")(function* ({ data, json, id: number, out }) {
    const shown = yield* Releases.showRelease(number).pipe(store(data))
    if (out !== undefined) {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      yield* fs.makeDirectory(out, { recursive: true })
      const files = [
        ["flows.csv", flowsCsv(shown.flows)],
        ["release.json", `${JSON.stringify(shown.release, undefined, 2)}\n`],
        ...shown.pages
      ] as const
      for (const [name, text] of files) yield* fs.writeFileString(path.join(out, name), text, { flag: "wx" })
    }
    const moves = shown.release.moves.map((move) => [move.at, move.move, move.by, move.reason])
    yield* tell(json, {
      json: { ...shown.release, flows: out === undefined ? shown.flows : shown.flows.length },
      words: [
        ...words([shown.release]),
        `table ${shown.release.content}, ledger ${shown.release.ledger}`,
        ...(moves.length === 0 ? [] : tableWords([["when", "what", "who", "why"], ...moves])),
        ...(out === undefined ? ["--out FOLDER writes the table and the pages beside it."] : [])
      ]
    })
  })
).pipe(
  Command.withDescription("A release, its table and the pages beside it, in whatever state"),
  Command.withExamples([{ command: "corridor release show 3 --out release-3" }])
)

const audit = Command.make(
  "audit",
  { ...commonFlags, id },
  Effect.fn("release audit")(function* ({ data, json, id: number }) {
    const found = yield* Releases.auditRelease(number).pipe(store(data))
    yield* tell(json, {
      json: { release: number, ...found },
      words: [`${found.differences} differences to earlier releases, none tells of few persons.`]
    })
  })
).pipe(
  Command.withDescription(
    "Hold a release against every one that was out before it; exit code 4 where it tells of few persons"
  )
)

const mover = (move: MoveName, description: string, example: string) =>
  Command.make(
    move,
    {
      ...commonFlags,
      id,
      by,
      reason: Flag.String("reason").pipe(
        Flag.withDescription("why; it goes into the ledger: name no person and no count"),
        Flag.withDefault("")
      )
    },
    Effect.fn(`release ${move}`)(function* ({ data, json, id: release, by: name, reason }) {
      const moved = yield* Releases.moveRelease({ release, move, by: name, reason }).pipe(store(data))
      yield* tell(json, { json: moved, words: words([moved]) })
    })
  ).pipe(Command.withDescription(description), Command.withExamples([{ command: example }]))

const verify = Command.make(
  "verify",
  {
    ...commonFlags,
    head: optional(
      Flag.String("head").pipe(
        Flag.withDescription(
          "a hash that the ledger must hold: the one that was printed with a release, or kept elsewhere"
        )
      )
    )
  },
  Effect.fn("release verify")(function* ({ data, json, head }) {
    const entries = yield* readLedger(head).pipe(store(data))
    const newest = entries.at(-1)?.hash ?? null
    yield* tell(json, {
      json: { entries: entries.length, head: newest },
      words: [`${entries.length} entries, each follows the one before; the newest is ${newest ?? "none"}.`]
    })
  })
).pipe(Command.withDescription("Verify the ledger from its first entry to its last"))

export const release = Command.make("release").pipe(
  Command.withDescription("What is published from vintages: protected, audited, approved by two, never deleted"),
  Command.withSubcommands([
    create,
    list,
    show,
    mover(
      "approve",
      "Approve a release; the second reviewer's approval puts it out",
      'corridor release approve 3 --by "B. Reviewer"'
    ),
    mover(
      "reject",
      "Refuse a release that is not out",
      'corridor release reject 3 --by "B. Reviewer" --reason "wrong vintage"'
    ),
    audit,
    mover(
      "retract",
      "Mark a release that is out as taken back; it is never deleted",
      'corridor release retract 3 --by "C. Custodian" --reason "a partner sent a year twice"'
    ),
    verify
  ])
)
