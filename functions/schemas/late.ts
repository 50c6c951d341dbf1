// Builds a schema when it is first used. A request needs one or two schemas, and building all of them takes as long as
// loading a third of a bundle.

/** Stands for the schema that `make` returns. */
export const late = <Schema extends object>(make: () => Schema): Schema => {
  let made: Schema | undefined;
  return new Proxy({} as Schema, {
    get: (_, key) => {
      made ??= make();
      return Reflect.get(made, key, made);
    },
  });
};
