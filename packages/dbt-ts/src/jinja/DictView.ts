import { repr } from "./Print.ts"
import { HostObject, type Value } from "./Value.ts"

/** What `keys()`, `values()` and `items()` give: it follows later changes of its dictionary. */
export class DictView extends HostObject {
  readonly typeName: string
  readonly #read: () => ReadonlyArray<Value>
  constructor(typeName: string, read: () => ReadonlyArray<Value>) {
    super()
    this.typeName = typeName
    this.#read = read
  }
  /** Keys and items are a set as well. */
  get isLikeSet(): boolean {
    return this.typeName !== "dict_values"
  }
  override iterate(): ReadonlyArray<Value> {
    return this.#read()
  }
  override print(): string {
    return `${this.typeName}(${repr([...this.#read()])})`
  }
}
