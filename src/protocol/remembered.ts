/** Reads each part of a log once, however often it is shown. */
export function remembered<From extends object, To>(read: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, { value: To }>();
  return (from) => {
    const found = known.get(from);
    if (found) return found.value;
    const value = read(from);
    known.set(from, { value });
    return value;
  };
}

/** The same of what is another object each time, e.g. a text: of the last that were asked for. @param key tells them apart */
export function rememberedBy<From, To>(
  key: (from: From) => string,
  read: (from: From) => To,
  most = 64,
): (from: From) => To {
  const known = new Map<string, { value: To }>();
  return (from) => {
    const name = key(from);
    const found = known.get(name) ?? { value: read(from) };
    // The last place is that of the newest.
    known.delete(name);
    known.set(name, found);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return found.value;
  };
}
