/** One reader of numbers in words serves the search for telephones, plates and houses. */
import { assert, it } from "vitest"
import { holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { holdsSpokenNumber, inDigits, withDigits } from "../../../ingest/submit/identifiers/SpokenNumbers.ts"

it("reads a number in words in the same way everywhere", () => {
  assert.strictEqual(withDigits("house two hundred five"), "house 205")
  assert.strictEqual(withDigits("дом двадцать семь"), "дом 27")
  assert.strictEqual(withDigits("flat seven twenty"), "flat seven 20")
  assert.strictEqual(inDigits("AC тридцять чотири вісімнадцять"), "AC 3418")
  assert.strictEqual(inDigits("AC thirty four dash eighteen, seven"), "AC 3418, seven")
  assert.isTrue(holdsSpokenNumber("nine one six dash two hundred five forty two"))
  assert.isFalse(holdsSpokenNumber("nine one six and two hundred five"))
})

it("lists, amounts and years in words are no telephone numbers", () => {
  for (const text of [
    "сто один сто два сто три",
    "комнаты сто один, сто два, сто три и сто пять",
    "платили триста четыреста пятьсот рублей в день",
    "сто пятьдесят двести двести пятьдесят гривен",
    "шістсот сімсот вісімсот гривень на місяць",
    "o sută două sute trei sute de euro",
    "two hundred three hundred four hundred dollars a week",
    "мест двести двадцать, двести сорок, двести пятьдесят",
    "children aged two, three, five, seven, nine and eleven",
    "один, два, три, четыре, пять, шесть, семь раз в неделю",
    "in twenty nineteen, twenty twenty and twenty twenty one"
  ])
    assert.isFalse(holdsIdentifier(text, "cell"), text)
  for (const text of [
    "сто один сто два сто три сорок пять шестьдесят восемь",
    "call nine two four six eight zero one three dollars",
    "zero seven nine one one one two two two",
    "twelve thirty four fifty six seventy eight",
    "o sută unu două sute trei trei sute nouă"
  ])
    assert.isTrue(holdsIdentifier(text, "cell"), text)
})
