/** Invented people in three scripts (test/fixtures/invented), and attested spellings of Arabic, Persian and Urdu names. */
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import { nameSkeletons } from "../../src/keys/nameForms.ts"
import { inventPeople } from "../fixtures/invented/inventPeople.ts"
import { hasLinkageData, spellingsFile } from "../fixtures/linkageData.ts"
import { linkQuality, tokenise } from "../fixtures/linkQuality.ts"

describe.skipIf(!hasLinkageData)(
  "with public lists of names",
  { meta: { needs: "the PyPI packages of data-requirements.txt" } },
  () => {
    it("links 10,000 people with errors at 0.995 precision, and finds seven in eight", () => {
      const records = inventPeople(10_000, 4, spellingsFile()).map(({ person, partner, record }) => ({
        person: String(person),
        source: partner,
        record
      }))
      const { recall, precision } = linkQuality(tokenise(records))
      expect(precision).toBeGreaterThanOrEqual(0.995)
      expect(recall).toBeGreaterThanOrEqual(0.87)
    })

    it("the same seed invents the same people", () => {
      expect(inventPeople(50, 9, spellingsFile())).toEqual(inventPeople(50, 9, spellingsFile()))
      expect(inventPeople(50, 8, spellingsFile())).not.toEqual(inventPeople(50, 9, spellingsFile()))
    })

    // The index writes Arabic names without hamzas, and some labels are of another name: Mohammad for محمدرضا.
    it.each([
      ["given", 0.93],
      ["surname", 0.88]
    ] as const)("finds a %s in Arabic script by its Latin spelling, in nine of ten mentions", (role, least) => {
      const database = new DatabaseSync(spellingsFile(), { readOnly: true })
      const rows = database
        .prepare(
          "select arabic_key as arabic, latin, sum(count) as times from units where role = ? and arabic_key not like '% %' and latin not like '% %' and latin not like '%-%' group by 1, 2"
        )
        .all(role) as unknown as ReadonlyArray<{ arabic: string; latin: string; times: number }>
      database.close()
      let [found, all] = [0, 0]
      for (const { arabic, latin, times } of rows) {
        const skeletons = nameSkeletons(arabic)
        all += times
        if (nameSkeletons(latin.replace(/['’ʻʼ]/g, "")).some((each) => skeletons.includes(each))) found += times
      }
      expect(found / all).toBeGreaterThanOrEqual(least)
    })
  }
)
