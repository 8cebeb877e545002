/**
 * How the lists and records of a state grow. Every state of a live run is looked at, so that each is a copy of the one
 * before. Of a log that is replayed in one go only the last state is: what was copied once is changed in its place from
 * then on, so that a log of twice the length takes twice the time, and not four times.
 */
export interface Growth {
  append<T>(list: readonly T[], item: T): readonly T[];
  /** Another item in a place that the list has. */
  replace<T>(list: readonly T[], index: number, item: T): readonly T[];
  put<R extends object, K extends keyof R>(record: Readonly<R>, key: K, value: R[K]): Readonly<R>;
  remove<T>(record: Readonly<Record<number, T>>, key: number): Readonly<Record<number, T>>;
}

/** Nothing that was given is changed. */
export const COPYING: Growth = {
  append: (list, item) => [...list, item],
  replace: (list, index, item) => list.with(index, item),
  put: (record, key, value) => ({ ...record, [key]: value }),
  remove(record, key) {
    const { [key]: _, ...others } = record;
    return others;
  },
};

/** Nothing that was given is changed, but what this very growth has made. */
export function growingInPlace(): Growth {
  const made = new WeakSet<object>();
  const isMade = <T>(given: readonly T[]): given is T[] => made.has(given);
  const keep = <T extends object>(copy: T): T => {
    made.add(copy);
    return copy;
  };
  return {
    append<T>(list: readonly T[], item: T) {
      if (!isMade(list)) return keep([...list, item]);
      list.push(item);
      return list;
    },
    replace<T>(list: readonly T[], index: number, item: T) {
      if (!isMade(list)) return keep(list.with(index, item));
      list[index] = item;
      return list;
    },
    put(record, key, value) {
      if (!made.has(record)) return keep(COPYING.put(record, key, value));
      Reflect.set(record, key, value);
      return record;
    },
    remove(record, key) {
      if (!made.has(record)) return keep(COPYING.remove(record, key));
      Reflect.deleteProperty(record, key);
      return record;
    },
  };
}
