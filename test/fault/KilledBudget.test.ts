/** Processes pay from one budget at once, and some are killed in the middle. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Budget } from "@corridor/disclosure/private/Budget"
import { readRows } from "@corridor/disclosure/private/BudgetRow"
import { budgetFiles } from "@corridor/disclosure/private/budgetFiles"
import { rational, toNumber } from "@corridor/disclosure/private/Rational"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { afterAll, assert, it } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "corridor-killed-budget-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const rounds = process.env["CORRIDOR_TEST_FULL"] === "1" ? 10 : 1

/** Lines that the process has said when it is over. */
const lines = (child: ChildProcess): { readonly said: Array<string>; readonly over: Promise<void> } => {
  const said: Array<string> = []
  child.stdout?.on("data", (bytes: Buffer) => said.push(...bytes.toString().trim().split("\n")))
  return { said, over: new Promise((done) => child.on("close", () => done())) }
}

it("whoever is killed when, no more is paid than is granted, no payment that was told is lost, and the book stays whole", async () => {
  for (let round = 0; round < rounds; round++) {
    const at = join(folder, String(round))
    const layer = Budget.layer.pipe(Layer.provide(budgetFiles(at)), Layer.provide(NodeServices.layer))
    const withBudget = <A, E>(use: (budget: Budget["Service"]) => Effect.Effect<A, E>) =>
      Effect.flatMap(Budget, use).pipe(Effect.provide(layer), Effect.runPromise)
    await withBudget((budget) => budget.grant("v1", "all", rational(1)))
    const start = (name: string) =>
      spawn(process.execPath, [join(import.meta.dirname, "spendBudget.ts"), at, name, "25"], {
        stdio: ["ignore", "pipe", "inherit"]
      })
    const children = ["a", "b", "c"].map(start)
    const outputs = children.map(lines)
    // Killed once it has paid something: in the middle of something else.
    const victim = children[round % 3] as ChildProcess
    victim.stdout?.once("data", () => setTimeout(() => victim.kill("SIGKILL"), 7 * round))
    await Promise.all(outputs.map((output) => output.over))
    const told = outputs.flatMap(({ said }) => said).filter((line) => line === "paid").length

    const book = join(at, readdirSync(at)[0] as string)
    const names = readdirSync(book).filter((name) => /^\d+$/.test(name))
    const found = readRows(names.sort().map((name) => readFileSync(join(book, name), "utf8")))
    assert.notProperty(found, "broken")
    const paid = names.length - 1
    assert.isAtMost(paid, 35)
    assert.isAtMost(told, paid)
    // The killed one may have paid once without telling.
    assert.isAtMost(paid, told + 1)

    // What he asked last is asked again, and all the rest: at most 35 are paid, whoever asks.
    const again = lines(start("b"))
    await again.over
    const balance = await withBudget((budget) => budget.balance("v1", "all"))
    assert.isAtLeast(toNumber(balance.left), 0)
    assert.equal(again.said.length, 25)
    assert.equal(
      readdirSync(book).filter((name) => /^\d+$/.test(name)).length - 1,
      Math.round(toNumber(balance.spent) * 35)
    )
  }
})
