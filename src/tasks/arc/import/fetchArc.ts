import { fetchForeign } from "../../../protocol/fetchForeign.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { fileText, foreignFile } from "../../files/fileText.ts";
import { type ArcFile, MAX_FILE_CHARACTERS, taskNameOf } from "./importArc.ts";

/** After so long a site counts as silent, in milliseconds. */
const PATIENCE = 20_000;

/** Whether a text is nothing but a web address. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text.trim()) && URL.canParse(text.trim());
}

/**
 * ARC JSON at a web address; `fetch` is asked without cookies. Where the address is that of a repository's page of a
 * file, the file itself is asked for.
 *
 * @throws PlaygroundError "bad-input" or "download-failed"
 */
export async function fetchArc(address: string, ask: typeof fetch = fetch): Promise<ArcFile> {
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
  const request = {
    patience: PATIENCE,
    what: `“${name}”`,
    advice: "Download the file and choose it here.",
    ask,
  };
  const text = await fetchForeign(url, request, (response) => readWithin(response, name));
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

/** The text of a response, which is left as soon as it turns out to be too large. */
async function readWithin(response: Response, name: string): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > 4 * MAX_FILE_CHARACTERS) {
      await reader.cancel();
      throw new PlaygroundError(
        "bad-input",
        `“${name}” is too large to be ARC tasks.`,
        "Give a smaller file.",
      );
    }
  }
  return fileText(new Uint8Array(await new Blob(parts).arrayBuffer()));
}

/** A part of an address as it is read; as it stands where its escapes are malformed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
