import type { RecordingId } from "../../runs/recordings.ts";
import type { Version } from "../../versions/version.ts";

/** A writer that rounds have taught, which comes with the page as a PEFT adapter (`experiments/exportWriter.ts`). */
export interface TaughtWriter {
  /** Of the weights that it was taught on. */
  readonly model: string;
  readonly name: string;
  /** One sentence: how it was taught, and what that is worth. */
  readonly about: string;
  /** The rounds that taught it. */
  readonly recording: RecordingId;
  /** Beside the page. */
  readonly files: readonly string[];
}

const filesIn = (folder: string) =>
  ["adapter_config.json", "adapter_model.safetensors"].map((file) => `taught/${folder}/${file}`);

const TAUGHT_WRITERS: readonly TaughtWriter[] = [
  {
    model: "65aba8fc0cb36bd07ac16c9c82b92c529abffa2769f55e1e9d2f903d6176ff36",
    name: "Taught writer",
    about:
      "Taught by one round of right answers on 45 passages with 10 edits each. By the notes of three such writers, of which this is one, 2,523 of 3,420 answers about fresh passages are right, and by the untaught one’s 2,184.",
    recording: "rounds-taught",
    files: filesIn("embedded-reader"),
  },
  {
    model: "fb60c3410587b329349a466ee06c76e052c34625bc1a135d6ee9e7c4246a371a",
    name: "Taught writer",
    about:
      "Taught by two rounds on 24 puzzles with 8 edits each, by what solves and then by likelihood. By its edits 43 of 72 fresh puzzles of kinds that it never saw are solved, by the untaught one’s 30.",
    recording: "rounds-puzzles",
    files: filesIn("embedded-grid"),
  },
];

/** The one for the model of these weights; undefined where none comes with the page. */
export function taughtWriterFor(hash: string): TaughtWriter | undefined {
  return TAUGHT_WRITERS.find(({ model }) => model === hash);
}

/** The version that it became when it was taken; undefined before. */
export function takenAs({ name }: TaughtWriter, versions: readonly Version[]): Version | undefined {
  return versions.find((version) => version.kind === "import" && version.name === name);
}
