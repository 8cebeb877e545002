/**
 * A browser's translator puts words into elements of its own. React holds on to the nodes that it made: where one of them
 * is to be removed, or something is to stand before it, this takes the element that it lies in now.
 */
export function tolerateTranslators(): void {
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function <T extends Node>(child: T): T {
    const found = childHolding(this, child);
    if (found !== null) removeChild.call(this, found);
    return child;
  };
  Node.prototype.insertBefore = function <T extends Node>(node: T, reference: Node | null): T {
    insertBefore.call(this, node, reference && childHolding(this, reference));
    return node;
  };
}

/** The child of `parent` that is, or holds, this node; null where it lies elsewhere. */
function childHolding(parent: Node, node: Node): Node | null {
  let at: Node | null = node;
  while (at !== null && at.parentNode !== parent) at = at.parentNode;
  return at;
}
