import { assert, it } from "vitest"
import { caseFields } from "../../../ingest/linkage/caseFields.ts"
import { termName } from "../../../ingest/linkage/words/termName.ts"
import { languages } from "../../../schemas/Languages.ts"

/** What a round may read or send: the fields of a case file, what follows from a case, and what can be released. */
const names = [...caseFields, "year", "age_group", "origin", "destination", "country", "form"]

const script = { en: /^[a-z ]+$/, ro: /^[a-zăâîșț ]+$/, ru: /^[а-яё ]+$/, uk: /^[а-яєіїґ’ ]+$/ } as const

it.each(languages)("the terms of a round have words of their language: %s", (language) => {
  for (const name of names) assert.match(termName(language, name), script[language], name)
  assert.strictEqual(termName(language, "kind_of_case"), "kind of case")
  assert.strictEqual(termName(language, "constructor"), "constructor")
})
