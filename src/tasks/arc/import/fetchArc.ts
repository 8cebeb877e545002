import { fetchForeign } from "../../../protocol/fetchForeign.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { fileText, foreignFile } from "../../files/fileText.ts";
import { type ArcFile, MAX_FILE_CHARACTERS, taskNameOf } from "./importArc.ts";

/** After so long without a byte a site counts as silent, in milliseconds. */
const PATIENCE = 20_000;

/** Whether a text is nothing but a web address. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text.trim()) && URL.canParse(text.trim());
}

/**
 * ARC JSON at a web address; `fetch` is asked without cookies. Where the address is that of a repository's page of a
 * file, the file itself is asked for.
 *
 * @throws PlaygroundError "bad-input", "download-failed" or "cancelled"
 */
export async function fetchArc(
  address: string,
  signal?: AbortSignal,
  ask: typeof fetch = fetch,
): Promise<ArcFile> {
  if (!isWebAddress(address)) {
    throw new PlaygroundError(
      "bad-input",
      `“${address.trim().slice(0, 80)}” is no web address.`,
      "Give one that begins with https://.",
    );
  }
  const page = new URL(address.trim());
  const url = rawAddress(page) ?? page;
  const name = taskNameOf(decoded(url.pathname)) || url.hostname;
  const blob = await fetchForeign(url, {
    patience: PATIENCE,
    what: `“${name}”`,
    advice: "Download the file and choose it here.",
    ask,
    signal,
    checkSize: (bytes) => checkSize(bytes, name),
  });
  const text = fileText(new Uint8Array(await blob.arrayBuffer()));
  const foreign = foreignFile(text);
  if (foreign === null) return { name, text };
  throw new PlaygroundError(
    "bad-input",
    `${url.hostname} answers with ${foreign.what} in place of “${name}”.`,
    "Give the address of the file itself: on a repository's page, that behind “Raw” or “Download”.",
  );
}

/** Where the file itself lies that a repository's page shows; null for other addresses. */
export function rawAddress(page: URL): URL | null {
  const raw = new URL(page);
  raw.hash = "";
  if (/^(?:www\.)?github\.com$/i.test(page.hostname)) {
    const [, owner, repository, kind, ...rest] = page.pathname.split("/");
    if ((kind !== "blob" && kind !== "raw") || rest.length < 2) return null;
    return new URL(`https://raw.githubusercontent.com/${[owner, repository, ...rest].join("/")}`);
  }
  if (/^gist\.github\.com$/i.test(page.hostname)) {
    const [, owner, id] = page.pathname.split("/");
    return id ? new URL(`https://gist.githubusercontent.com/${owner}/${id}/raw`) : null;
  }
  const swaps: readonly (readonly [hosts: RegExp, from: RegExp, to: string])[] = [
    [/./, /\/-\/blob\//, "/-/raw/"],
    [/^(?:www\.)?huggingface\.co$/i, /\/blob\//, "/resolve/"],
    [/^(?:www\.)?bitbucket\.org$/i, /\/src\//, "/raw/"],
    [/./, /\/src\/branch\//, "/raw/branch/"],
  ];
  const swap = swaps.find(([hosts, from]) => hosts.test(page.hostname) && from.test(page.pathname));
  if (swap === undefined) return null;
  raw.pathname = page.pathname.replace(swap[1], swap[2]);
  return raw;
}

function checkSize(bytes: number, name: string): void {
  if (bytes <= 4 * MAX_FILE_CHARACTERS) return;
  throw new PlaygroundError("bad-input", `“${name}” is too large to be ARC tasks.`, "Give a smaller file.");
}

/** A part of an address as it is read; as it stands where its escapes are malformed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
