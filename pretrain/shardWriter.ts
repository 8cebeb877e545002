import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import type { Document } from "./document.ts";

const folder = "pretrain/reader";

/**
 * Collects documents as token rows: `<path>.tokens` (uint16), `<path>.weights` (uint8: 1 where the token
 * follows from what came before), `<path>.links` (uint16: where in its row a token is shown to look, 0 for nowhere),
 * `<path>.offsets` (uint32, one more than there are rows).
 */
export function createShardWriter(path: string) {
  const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
  const config = read("tokenizer.json");
  const tokenizer = new Tokenizer(config, read("tokenizer_config.json"));
  const bos = tokenizer.token_to_id("<|bos|>")!;
  const eos = tokenizer.token_to_id("<|eos|>")!;
  const words = new RegExp(config.pre_tokenizer.pretokenizers[0].pattern.Regex, "gu");
  const cache = new Map<string, number[]>();
  const encodeWord = (word: string): number[] => {
    let ids = cache.get(word);
    if (!ids) {
      ids = tokenizer.encode(word, { add_special_tokens: false }).ids;
      cache.set(word, ids);
    }
    return ids;
  };
  const tokens: number[] = [];
  const weights: number[] = [];
  const links: number[] = [];
  const offsets = [0];
  return {
    add({ text, spans, links: shown }: Document): void {
      const begin = tokens.length;
      const ends = new Map<number, number>();
      tokens.push(bos);
      weights.push(0);
      for (const match of text.matchAll(words)) {
        const start = match.index + (match[0].startsWith(" ") ? 1 : 0);
        const known = spans.some((span) => start >= span.start && start < span.end);
        for (const id of encodeWord(match[0])) {
          tokens.push(id);
          weights.push(known ? 1 : 0);
        }
        ends.set(match.index + match[0].length - 1, tokens.length - 1 - begin);
      }
      tokens.push(eos);
      weights.push(0);
      const row = new Array<number>(tokens.length - begin).fill(0);
      for (const { at, source } of shown) {
        const [from, to] = [ends.get(at), ends.get(source)];
        if (from !== undefined && to !== undefined) row[from] = to;
      }
      links.push(...row);
      offsets.push(tokens.length);
    },
    /** Writes the files; returns the number of tokens. */
    close(): number {
      const files = {
        tokens: Uint16Array.from(tokens),
        weights: Uint8Array.from(weights),
        links: Uint16Array.from(links),
        offsets: Uint32Array.from(offsets),
      };
      for (const [name, data] of Object.entries(files)) {
        // Renamed into place: a trainer that has mapped the old file keeps it.
        writeFileSync(`${path}.${name}.part`, data);
        renameSync(`${path}.${name}.part`, `${path}.${name}`);
      }
      return tokens.length;
    },
  };
}
