// Makes an object when it is first used: a schema or a client. A request needs one or two schemas of fifty and at most two
// clients, and making all of them takes a tenth of a cold start.

/** Stands for the object that `make` returns. Only reads pass through. */
export const late = <Made extends object>(make: () => Made): Made => {
  let made: Made | undefined;
  return new Proxy({} as Made, {
    get: (_, key) => {
      made ??= make();
      const value = Reflect.get(made, key, made);
      return typeof value === 'function' ? value.bind(made) : value;
    },
  });
};
