/**
 * Writes the corpus of the embedded reader under .cache/reader/.
 *
 *   tsx pretrain/corpus.ts sample            text for training the tokenizer
 *   tsx pretrain/corpus.ts shards [scale]    token shards (needs public/models/embedded-reader/tokenizer.json)
 *   tsx pretrain/corpus.ts probes            what the trainer asks of people it never saw
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRandom, type Random } from "../src/protocol/random.ts";
import type { Fact } from "../src/tasks/knowledge/world/fact.ts";
import { splitInvented } from "../src/tasks/knowledge/world/names.ts";
import { type Difficulty, drawFacts } from "../src/tasks/knowledge/world/passage.ts";
import type { Document } from "./document.ts";
import { bindDocument, commonDocument, knownDocument, readDocument, writeDocument } from "./documents.ts";
import { createProbes } from "./probes.ts";
import { createShardWriter } from "./shardWriter.ts";

const seed = 2026;
const folder = ".cache/reader";
/** Ends a half of an invented name in the tokenizer's sample; never part of a document. */
const seam = "\u2063";

const one: Difficulty[] = [
  { people: 1, factsPerPerson: 4, reversedShare: 0.5 },
  { people: 1, factsPerPerson: 3, reversedShare: 0.4 },
];
const two: Difficulty[] = [{ people: 2, factsPerPerson: 2, reversedShare: 0.5 }];
const several: Difficulty[] = [
  { people: 2, factsPerPerson: 3, reversedShare: 0.5 },
  { people: 3, factsPerPerson: 2, reversedShare: 0.5 },
];

const knownPeople = (): Fact[] => {
  const random = createRandom(seed).fork("known");
  const four: Difficulty = { people: 4, factsPerPerson: 4, reversedShare: 0.5 };
  return Array.from({ length: 10 }, () => drawFacts(random, four, "corpus")).flat();
};

const known = knownPeople();

/** What each shard holds and how many documents at scale 1. */
const shards: Record<string, { count: number; make: (random: Random) => Document }> = {
  "read-1": { count: 10_000, make: (random) => readDocument(random, random.pick(one)) },
  bind: { count: 60_000, make: bindDocument },
  "read-2": { count: 20_000, make: (random) => readDocument(random, random.pick(two)) },
  "read-3": { count: 50_000, make: (random) => readDocument(random, random.pick(several)) },
  "write-1": { count: 8_000, make: (random) => writeDocument(random, random.pick(one)) },
  "write-2": { count: 20_000, make: (random) => writeDocument(random, random.pick(two)) },
  "write-3": { count: 70_000, make: (random) => writeDocument(random, random.pick(several)) },
  common: { count: 10_000, make: commonDocument },
  known: { count: 10_000, make: (random) => knownDocument(random, known) },
};

function writeSample(): void {
  const texts: string[] = [];
  for (const [name, { make }] of Object.entries(shards)) {
    const random = createRandom(seed).fork(`sample ${name}`);
    for (let i = 0; i < 2500; i++) texts.push(make(random).text);
  }
  // Names are cut at their seam, so that the merges form halves that all names share.
  const sample = texts.join("\n").replace(/ ?[A-Z][a-z]+/g, (word) => {
    const halves = splitInvented(word.trim());
    return halves ? `${word.startsWith(" ") ? " " : ""}${halves[0]}${seam}${halves[1]}` : word;
  });
  writeFileSync(`${folder}/sample.txt`, sample);
}

function writeShards(scale: number): void {
  for (const [name, { count, make }] of Object.entries(shards)) {
    const random = createRandom(seed).fork(`shard ${name}`);
    const writer = createShardWriter(`${folder}/${name}`);
    for (let i = 0; i < count * scale; i++) writer.add(make(random));
    console.log(`${name}: ${writer.close()} tokens`);
  }
}

mkdirSync(folder, { recursive: true });
const [command, scale] = process.argv.slice(2);
if (command === "sample") writeSample();
else if (command === "shards") writeShards(Number(scale ?? 1));
else if (command === "probes")
  writeFileSync(`${folder}/probes.json`, JSON.stringify(createProbes(createRandom(seed).fork("probes"))));
else throw new Error("Say what to write: sample, shards or probes.");
