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
