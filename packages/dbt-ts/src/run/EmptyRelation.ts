import { Relation } from "../context/Relation.ts"

/** A relation that gives its columns and no rows: what `ref` and `source` are in a run with `empty`. */
export class EmptyRelation extends Relation {
  override print(): string {
    return `(select * from ${super.print()} where false limit 0)`
  }
}
