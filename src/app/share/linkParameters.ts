/** Longer addresses are cut by mail programs and chats, and nothing we write comes near. */
export const MAX_HASH_CHARACTERS = 60_000;

/** What nobody typed: breaks of lines, and characters without a shape, which chats and text programs put where a line may break. */
const UNSEEN = /[\s\p{Cf}]/gu;

/** So often links are escaped on their way, as by one program that is given them by another. */
const MOST_ESCAPES = 3;

/** What is written behind a link: the end of its sentence, of its brackets or of its emphasis. */
const TRAILING = /[\s.,;:!?…'"”’»)\]}>*#。、，．！？；：」』）】》〉]+$/;

/** Where the markup around a link begins: an attribute, a tag, a chat's name for it. */
const MARKUP = /["<>|].*$/s;

/** What sites add to links in order to know who sent them. */
const TRACKERS = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid)$/;

/**
 * The parameters of a link's hash, also where the link was copied out of something that changed it: out of HTML
 * ("&amp;" for "&"), out of a mail (broken over lines, "=" spelled "=3D"), out of a chat (the end of the sentence behind
 * it, or the whole hash escaped once or twice more), out of Markdown's source (with backslashes) or of a page's.
 *
 * @param isText whether the value of a parameter is free text, which is left as it is
 */
export function linkParameters(hash: string, isText: (key: string) => boolean): URLSearchParams {
  const text = repaired(hash.startsWith("#") ? hash.slice(1) : hash);
  const read = [...new URLSearchParams(text)].map(([key, value]) => {
    const name = key.replace(UNSEEN, "");
    return [name, isText(name) ? value : value.replace(UNSEEN, "").replace(MARKUP, "").replace(TRAILING, "")];
  });
  return new URLSearchParams(read.filter(([name]) => !TRACKERS.test(name!)));
}

function repaired(hash: string): string {
  const text = hash.slice(0, MAX_HASH_CHARACTERS);
  // What a link itself writes has "+" for a space, and neither a line break nor a backslash.
  const whole = text
    .replace(/:~:.*$/s, "")
    .replace(/=\r?\n/g, "")
    .replace(/(?:\s|%20)+(?:>|%3E)/gi, "")
    .replace(/\s|%20|\\/g, "");
  let unescaped = whole;
  for (let time = 0; time < MOST_ESCAPES && isEscaped(unescaped); time++) unescaped = decoded(unescaped);
  unescaped = unescaped.replace(/^(?:#|%23)+/, "");
  if (!unescaped.includes("&")) unescaped = unescaped.replace(/%26(?=[\w.]+=)/g, "&");
  const unquoted = /(?:^|&)v=3D/.test(unescaped) ? unescaped.replaceAll("=3D", "=") : unescaped;
  return unquoted.replace(/&(?:amp;)+|&#38;|&#x26;/gi, "&");
}

/** A hash of ours has an "=" after its first word. */
function isEscaped(hash: string): boolean {
  return !hash.includes("=") && /%(?:25)*3D/i.test(hash);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
