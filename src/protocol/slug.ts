/** A title as a name of small letters, digits and hyphens, for links and files; empty where it has none of these. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
