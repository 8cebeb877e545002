/** A value of a file as an object of which nothing is known; null for anything else. Inherited keys do not count. */
export function recordOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}
