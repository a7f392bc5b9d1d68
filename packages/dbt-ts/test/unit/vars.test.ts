/** `--vars` and `--args` are read as dbt reads them: YAML 1.1 with PyYAML's scalars. */
import { assert, it } from "@effect/vitest"
import { readMapping } from "../../src/command/YamlMapping.ts"

it("yes is true, 010 is octal, JSON is YAML, and anything but a mapping is empty", () => {
  assert.deepStrictEqual(readMapping("{wide: yes, first: 010, name: 'no'}"), { wide: true, first: 8, name: "no" })
  assert.deepStrictEqual(readMapping('{"a": [1, null]}'), { a: [1, null] })
  assert.deepStrictEqual(readMapping("[1]"), {})
  assert.deepStrictEqual(readMapping("{"), {})
})
