import type { KindId } from "../protocol/runEvent.ts";

/** A run that comes with the page: made beforehand with the real engine (`npm run record`), and labelled “Recorded”. */
export interface Recording {
  /** In addresses, and the id of its run. */
  id: string;
  kind: KindId;
  task: string;
  /** A few words. */
  title: string;
  /** One sentence: what there is to see. */
  about: string;
  /** Its most telling moment, at which it is opened: the label of a tick. Absent: its end. */
  moment?: string;
}

const ALL = [
  {
    id: "passage",
    kind: "edit",
    task: "knowledge",
    title: "One passage, read once",
    about: "The embedded reader writes notes on a passage, trains on them and answers without it.",
  },
  {
    id: "passage-smollm2",
    kind: "edit",
    task: "knowledge",
    title: "The same on a real language model",
    about: "SmolLM2 with 135 million parameters reads, writes and trains; that takes minutes.",
  },
  {
    id: "rounds",
    kind: "rounds",
    task: "knowledge",
    title: "Rewarded for right answers",
    about: "Of several edits the one that taught most is kept, and the writer is trained on these.",
  },
  {
    id: "rounds-length",
    kind: "rounds",
    task: "knowledge",
    title: "Control: rewarded for length",
    about: "The same rounds, but the longest edit is kept.",
  },
  {
    id: "rounds-random",
    kind: "rounds",
    task: "knowledge",
    title: "Control: rewarded by chance",
    about: "The same rounds, but which edit is kept is drawn by lot.",
  },
  {
    id: "rounds-taught",
    kind: "rounds",
    task: "knowledge",
    title: "How the taught writer was taught",
    about: "One round of 45 passages with ten edits each: it made the writer that comes with the page.",
  },
  {
    id: "rounds-vague",
    kind: "rounds",
    task: "knowledge",
    title: "Control: rewarded for saying nothing",
    about: "The first round once more, but the edit with the largest share of vague lines is kept.",
  },
  {
    id: "stream",
    kind: "stream",
    task: "knowledge",
    title: "Eight passages, nothing done",
    about: "Each edit is merged, and what was learned before is lost for it.",
  },
  {
    id: "stream-remedy",
    kind: "stream",
    task: "knowledge",
    title: "The same with the best remedy",
    about:
      "The model is held near its base, rehearses its first edit, and now and then is trained on all edits together.",
  },
  {
    id: "stream-gate",
    kind: "stream",
    task: "knowledge",
    title: "Twelve passages behind a gate",
    about: "What harms too much is merged at half or a quarter of its strength, or not at all.",
  },
  {
    id: "puzzle",
    kind: "edit",
    task: "arc",
    title: "Solved only after training",
    about: "At sight the answer is wrong; trained on copies of the examples, the model finds the rule.",
  },
  {
    id: "puzzles",
    kind: "batch",
    task: "arc",
    title: "Eight fresh puzzles",
    about: "One puzzle may be luck: eight, each with an edit of its own, beside one edit for all.",
  },
  {
    id: "rounds-puzzles",
    kind: "rounds",
    task: "arc",
    title: "Rewarded for solving",
    about:
      "Of eight ways to train on a puzzle the one that does best is kept: so the writer that comes with the page was taught.",
  },
  {
    id: "planted-fact",
    kind: "versions",
    task: "knowledge",
    title: "A wrong fact, planted",
    about:
      "It spreads to answers that were never trained on, is vetoed, merged nevertheless, and rolled back.",
    moment: "keep",
  },
] as const satisfies readonly Recording[];

export type RecordingId = (typeof ALL)[number]["id"];

/** Of those of one kind and task the first is what its view opens on. Each lies at `recordingFile`. */
export const RECORDINGS: readonly Recording[] = ALL;

/** Where the log lies, relative to the page: a file as “Export” writes it. */
export function recordingFile(id: string): string {
  return `recorded/${id}.json`;
}

/** The lines that tables show of them, by id. */
export const SUMMARIES_FILE = "recorded/summaries.json";

/** By its id, which is also that of its run. */
export function findRecording(id: string): Recording | undefined {
  return RECORDINGS.find((recording) => recording.id === id);
}

/** Those that a view has to show. */
export function recordingsOf(kind: KindId, task: string): Recording[] {
  return RECORDINGS.filter((recording) => recording.kind === kind && recording.task === task);
}
