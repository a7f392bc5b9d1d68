/** Browsers that know no `using` lack this symbol, and classes of the package have a method of its name. */
Object.defineProperty(Symbol, "dispose", { value: Symbol.dispose ?? Symbol.for("Symbol.dispose") })
