import type { Playground } from "../../app/playground.ts";
import { linkOf } from "../../app/share/linkOf.ts";
import { copyText } from "./copyText.ts";

/** The whole address of the view on screen, as it is set up, for a page of its own. */
export async function addressOf(playground: Playground): Promise<string> {
  const url = new URL(location.href);
  url.search = "";
  url.hash = await linkOf(playground);
  return url.href;
}

/** @returns whether the browser let it */
export function copyLink(playground: Playground): Promise<boolean> {
  return copyText(addressOf(playground));
}
