import { assert, describe, it } from "vitest"
import { BoundedMap, remembered } from "../../ports/BoundedMap.ts"

describe("a bounded map", () => {
  it("forgets all at one entry too many, and nothing when an entry changes", () => {
    const map = new BoundedMap<string, number>(2)
    map.set("a", 1).set("b", 2).set("a", 3)
    assert.deepStrictEqual(
      [...map],
      [
        ["a", 3],
        ["b", 2]
      ]
    )
    map.set("c", 4)
    assert.deepStrictEqual([...map], [["c", 4]])
  })
})

describe("remembered answers", () => {
  it("are computed once for each text, also if they are undefined, until there are too many", () => {
    const asked: Array<string> = []
    const lengthOf = remembered((text) => {
      asked.push(text)
      return text === "" ? undefined : text.length
    }, 2)
    assert.deepStrictEqual([lengthOf("one"), lengthOf(""), lengthOf("one"), lengthOf("")], [3, undefined, 3, undefined])
    assert.deepStrictEqual(asked, ["one", ""])
    assert.deepStrictEqual([lengthOf("four"), lengthOf("one")], [4, 3])
    assert.deepStrictEqual(asked, ["one", "", "four", "one"])
  })
})
