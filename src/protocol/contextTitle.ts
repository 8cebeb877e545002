import type { Json } from "./run.ts";

/** What a context of any task is called: a passage has a title, a puzzle a name. */
export function contextTitle(context: Json, otherwise = "Untitled"): string {
  if (context === null || typeof context !== "object" || Array.isArray(context)) return otherwise;
  const own = (key: string) => (Object.hasOwn(context, key) ? context[key] : undefined);
  return (
    [own("title"), own("name")].find((title) => typeof title === "string" && title !== "")?.toString() ??
    otherwise
  );
}
