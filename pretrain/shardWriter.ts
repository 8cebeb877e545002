import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import type { Document } from "./documents.ts";

const folder = "public/models/embedded-reader";

/**
 * Collects documents as token rows: `<path>.tokens` (uint16), `<path>.weights` (uint8: 1 where the token
 * follows from what came before), `<path>.offsets` (uint32, one more than there are rows).
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
  const offsets = [0];
  return {
    add({ text, spans }: Document): void {
      tokens.push(bos);
      weights.push(0);
      for (const match of text.matchAll(words)) {
        const start = match.index + (match[0].startsWith(" ") ? 1 : 0);
        const known = spans.some(([from, to]) => start >= from && start < to);
        for (const id of encodeWord(match[0])) {
          tokens.push(id);
          weights.push(known ? 1 : 0);
        }
      }
      tokens.push(eos);
      weights.push(0);
      offsets.push(tokens.length);
    },
    /** Writes the files; returns the number of tokens. */
    close(): number {
      const files = {
        tokens: Uint16Array.from(tokens),
        weights: Uint8Array.from(weights),
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
