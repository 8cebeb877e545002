import { toJson } from "../../src/protocol/toJson.ts";
import { z } from "../../src/protocol/zod.ts";
import { CommandLine } from "../../src/tasks/commands/commandLine.ts";
import { markdownTable } from "../../src/tasks/commands/markdown.ts";
import { runtimeSetupSchema } from "../../src/tasks/commands/setupSchemas.ts";
import { sha256 } from "../../src/tasks/commands/sha256.ts";
import type { InnerLoops, TaskCommands } from "../../src/tasks/commands/taskCommands.ts";
import {
  drawFacts,
  drawTables,
  FACTS_FIELDS,
  FACTS_PRESETS,
  type Facts,
  factsRounds,
  factsSettingsSchema,
  READER_ID,
} from "./metadata.ts";

const setupSchema = z.extend(runtimeSetupSchema, { task: z.literal("facts"), settings: factsSettingsSchema });
type Setup = z.infer<typeof setupSchema>;
const recordSchema = z.object({ index: z.int(), seconds: z.number(), before: z.int(), after: z.int() });
type Entry = z.infer<typeof recordSchema>;
const resultSchema = z.object({
  format: z.literal("self-edit-playground/facts"),
  setup: setupSchema,
  tables: z.array(recordSchema),
});
type Result = z.infer<typeof resultSchema>;

export const factsCommands: TaskCommands = {
  id: "facts",
  words: factsRounds.words,
  ownModel: READER_ID,
  fields: FACTS_FIELDS,
  settings: factsSettingsSchema,
  innerLoops: {
    plan,
    results: {
      command: "npm run facts",
      format: "self-edit-playground/facts",
      schema: resultSchema,
      table: tableOf,
    },
  },
  rounds: {
    presets: factsRounds.presets,
    usualPreset: () => "short",
    options: { names: [], usage: "fresh tables, always" },
    source:
      () =>
      async ({ rounds: { seed, rounds, contextsPerRound }, heldOut }) => ({
        ...named(drawTables(seed, "training", rounds * contextsPerRound)),
        training: drawTables(seed, "training", rounds * contextsPerRound).map(context),
        heldOut: drawTables(1, "held out", heldOut).map(context),
      }),
  },
  stream: {
    presets: FACTS_PRESETS,
    usualPreset: () => "reader",
    options: { names: [], usage: "fresh tables, always" },
    source:
      () =>
      async ({ seed, count }) => {
        const tables = drawTables(seed, "stream", count);
        return { ...named(tables), contexts: tables.map(context) };
      },
  },
  fresh: (seed, index) => toJson(drawFacts(seed + index)),
};

const context = (table: Facts) => ({ name: table.name, context: toJson(table) });
const named = (tables: readonly Facts[]) => ({ name: "tables", sha256: sha256(JSON.stringify(tables)) });

async function plan(args: readonly string[]): Promise<InnerLoops<Setup, Entry, Result>> {
  const line = new CommandLine(args, {
    names: ["task", "model", "json", "generate", "threads"],
    settings: [{ fields: FACTS_FIELDS }],
    usage: "npm run seal -- --task facts --json <out.json> [--generate N]",
  });
  const settings = line.settings(FACTS_FIELDS, FACTS_PRESETS[0]!.settings);
  const tables = drawTables(settings.seed, "inner loops", line.whole("generate", 1) ?? 1);
  return {
    options: {
      model: line.model(READER_ID),
      threads: line.whole("threads", 1),
      json: line.required("json"),
    },
    remarks: [],
    contexts: tables.map((table, index) => ({ ...context(table), index })),
    recordsName: "tables",
    setup: (runtime) => ({ task: "facts", ...runtime, settings }),
    isContinued: (earlier, setup) => JSON.stringify(earlier) === JSON.stringify(setup),
    readRecord: (value) => recordSchema.safeParse(value).data ?? null,
    request: () => ({ settings, conditions: ["untouched", "self-edit"] }),
    record(index, { outcomes, seconds }) {
      const right = (condition: string) =>
        outcomes.filter((outcome) => outcome.condition === condition && outcome.correct).length;
      return { index, seconds, before: right("untouched"), after: right("self-edit") };
    },
    progress: (records) => `${records.length} tables`,
    result: (setup, records) => ({
      format: "self-edit-playground/facts",
      setup,
      tables: [...records],
    }),
  };
}

function tableOf(results: readonly Result[]): string {
  const rows = results.flatMap(({ tables }) =>
    tables.map(({ index, before, after }) => [index, before, after]),
  );
  return markdownTable(["table", "right before", "right after"], rows);
}
