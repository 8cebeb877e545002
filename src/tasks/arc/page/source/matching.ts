/** Those whose name has all of the words in it, whatever their case; all of them where nothing is asked. */
export function matching<Item extends { readonly name: string }>(
  items: readonly Item[],
  asked: string,
): readonly Item[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}
