import { Layer } from "effect"
import { layer } from "../../marts/TransformStore.ts"
import { warehouseOf } from "../../stack/Stack.ts"

/** The store of the stack on a data folder, as dbt-ts uses it. */
export const storeOf = (data: string) => Layer.provide(layer, warehouseOf(data))
