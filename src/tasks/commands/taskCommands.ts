import type { Fields } from "../../protocol/fields.ts";
import type { ContextWords, RoundsSettings } from "../../protocol/roundsSettings.ts";
import type { Condition, Json, Outcome, Piece } from "../../protocol/run.ts";
import type { z } from "../../protocol/zod.ts";
import type { Preset, Settings } from "../metadata.ts";
import type { RoundsSetup } from "../roundsMetadata.ts";
import type { TextModel, WrittenSample } from "../task.ts";
import type { CommandLine } from "./commandLine.ts";
import type { RuntimeSetup, Training } from "./setupSchemas.ts";

/**
 * A task as the commands know it (`npm run seal`, `rl`, `forget`): its settings as options, its contexts, and what its
 * results look like. Its functions are methods, so that tasks of different records can stand in one list: each is only
 * ever given what it made itself.
 */
export interface TaskCommands {
  readonly id: string;
  readonly words: ContextWords;
  /** The model that comes with the page for it: `--model embedded`. */
  readonly ownModel: string;
  /** Of one inner loop. */
  readonly fields: Fields;
  readonly settings: z.ZodMiniType<Settings>;
  readonly innerLoops: InnerLoopsCommand;
  readonly rounds: RoundsCommand;
  /** Absent: the task has no streams. */
  readonly stream?: StreamCommand;
  /** A fresh context. Same seed and index, same context. */
  fresh(seed: number, index: number): Json;
  /** How one context is learned faster and faster, to see how far the model drifts. Absent: it is not measured. */
  readonly fastLearning?: FastLearning;
  /** Absent: an edit's lines cannot be judged. */
  readonly oracleGap?: OracleGap;
}

/** How an edit is mended towards the oracle's, to see which of its faults costs what. */
export interface OracleGap {
  /** Of an inner loop. */
  settings: Settings;
  /** The edit as it is mended further and further, from what was written to the oracle's; one `mended` for each. */
  stages: readonly string[];
  mended(pieces: readonly Piece[], context: Json, seed: number): Piece[][];
  /** Numbers by name, which add up over edits. */
  faults(pieces: readonly Piece[], samples: readonly WrittenSample[], context: Json): Record<string, number>;
}

export interface FastLearning {
  condition: Condition;
  rates: readonly number[];
  settings(learningRate: number): Settings;
}

/** Where a command takes contexts from, by options of the task's own. */
export interface ContextOptions {
  readonly names: readonly string[];
  /** A line of the usage text. */
  readonly usage: string;
}

export interface NamedContext {
  name: string;
  context: Json;
}

/** The contexts of rounds: the writer is never trained on edits for the held-out ones. */
export interface RoundsContexts {
  /** The file, or what was drawn. */
  name: string;
  sha256: string;
  training: NamedContext[];
  heldOut: NamedContext[];
}

export interface RoundsCommand {
  readonly presets: readonly Preset<RoundsSetup<Settings>>[];
  /** The preset for a model where none is named. */
  usualPreset(model: string): string;
  readonly options: ContextOptions;
  /** @throws PlaygroundError "bad-input" naming the option */
  source(line: CommandLine): RoundsSource;
}

/** Rejects with a PlaygroundError "bad-input" where there are too few. */
export type RoundsSource = (wanted: { rounds: RoundsSettings; heldOut: number }) => Promise<RoundsContexts>;

export interface StreamCommand {
  /** Of one edit. */
  readonly presets: readonly Preset<Settings>[];
  usualPreset(model: string): string;
  readonly options: ContextOptions;
  /** @throws PlaygroundError "bad-input" naming the option */
  source(line: CommandLine): StreamSource;
  /**
   * The pieces of an edit, every so many of which are changed so that they contradict their context. Absent: nothing is
   * known to be false.
   */
  contradict?(pieces: readonly Piece[], context: Json, every: number): Piece[];
}

export interface StreamContexts {
  name: string;
  sha256: string;
  /** In order. */
  contexts: NamedContext[];
}

/** Rejects with a PlaygroundError "bad-input" where there are too few. */
export type StreamSource = (wanted: { seed: number; count: number }) => Promise<StreamContexts>;

export interface InnerLoopsCommand {
  readonly results: ResultForm;
  /** Reads the options and the contexts. @throws PlaygroundError "bad-input" that says what is wrong */
  plan(args: readonly string[]): Promise<InnerLoops>;
}

/** The results of a command: what writes and tells them, their schema, and several of them as one Markdown table. */
export interface ResultForm<Result = object> {
  /** As people type it. */
  readonly command: string;
  readonly format: string;
  readonly schema: z.ZodMiniType<Result>;
  table(results: readonly Result[]): string;
}

/** One context after the other through the inner loop. */
export interface InnerLoops<Setup = RuntimeSetup, Entry = ContextRecord, Result = object> {
  readonly options: {
    model: string;
    /** The folder of a taught writer that is merged first. */
    writer?: string | undefined;
    threads: number | undefined;
    json: string;
  };
  /** What there is to say of the contexts, one sentence each. */
  readonly remarks: readonly string[];
  /** `index` tells them apart from run to run. */
  readonly contexts: readonly (NamedContext & { index: number })[];
  /** What the finished records are called in the name of their file. */
  readonly recordsName: string;
  setup(runtime: RuntimeSetup): Setup;
  /** Whether the records of an earlier set-up are continued under this one. */
  isContinued(earlier: unknown, setup: Setup): boolean;
  /** A finished record as it was written; null where it is none. */
  readRecord(value: unknown): Entry | null;
  /** The record of a context that the model cannot read, with the reason; null for all others. Absent: it reads any. */
  unreadable?(position: number, model: TextModel): (Entry & { skipped: string }) | null;
  /** How a context is run. @param earlier records of the contexts before it */
  request(position: number, earlier: readonly Entry[]): InnerLoopWanted;
  record(position: number, ran: InnerLoopRan): Entry;
  /** How things stand, in a line. */
  progress(records: readonly Entry[]): string;
  result(setup: Setup, records: readonly Entry[]): Result;
}

export interface InnerLoopWanted {
  settings: Settings;
  conditions: readonly Condition[];
  /** The edit of another context, for "other-edit". */
  otherPieces?: readonly Piece[];
}

/** What one inner loop gave. */
export interface InnerLoopRan {
  edit: { text: string; pieces: Piece[] } | null;
  outcomes: readonly Outcome[];
  training: Partial<Record<Condition, Training>>;
  warnings: string[];
  seconds: number;
}

export interface ContextRecord {
  index: number;
  seconds: number;
  /** Why the model cannot read it. */
  skipped?: string | undefined;
}
