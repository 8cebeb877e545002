import { Button } from "../../../../ui/primitives/Button.tsx";
import { formatBytes, formatCount } from "../../../../ui/primitives/format.ts";
import type { PageModels } from "../../../page/taskPage.ts";
import type { Puzzle } from "../../puzzle.ts";
import { gridsOf, type Reading, readingOf } from "../readers.ts";
import styles from "./PuzzleView.module.css";

interface ReaderLineProps {
  puzzle: Puzzle;
  models: PageModels;
}

/** Which model reads the puzzle, where it is not the usual one: what it costs, whether it is there, what to expect. */
export function ReaderLine({ puzzle, models }: ReaderLineProps) {
  const reading = readingOf(puzzle, models.atHand);
  if (reading.kind === "text") return <TextReader reading={reading} models={models} />;
  if (reading.kind !== "larger") return null;
  const { id } = reading.model;
  const entry = models.known.find((model) => model.id === id);
  const state = stateOf(id, models);
  return (
    <p className={styles.reader} role="status">
      The small grid model cannot read this puzzle: {reading.why}. The one for {gridsOf(reading.model)}
      {entry &&
        ` (${formatCount(entry.parameters)} parameters, about ${formatBytes(entry.memoryBytes)} of memory)`}{" "}
      can
      {STATES[state]}.{" "}
      {state === "absent" && (
        <Button look="quiet" onClick={() => models.load(id)}>
          Load it
        </Button>
      )}
    </p>
  );
}

const STATES = {
  there: ", and is loaded",
  coming: "; it is being loaded",
  waiting: ", and is loaded once nothing runs",
  absent: ", and is not loaded",
};

function stateOf(id: string, { atHand, loading, busy }: PageModels): keyof typeof STATES {
  if (loading === id) return "coming";
  if (loading === null && atHand.loaded?.id === id) return "there";
  return busy ? "waiting" : "absent";
}

interface TextReaderProps {
  reading: Extract<Reading, { kind: "text" }>;
  models: PageModels;
}

function TextReader({ reading: { model }, models }: TextReaderProps) {
  const { own } = models;
  return (
    <p className={styles.reader} role="status">
      <strong>{model.name}</strong> is a language model of {formatCount(model.parameters)} parameters: it
      reads the grids as lines of digits and writes its self-edit as JSON. {expectationOf(model.parameters)}{" "}
      SEAL’s own settings are the preset “Paper”.{" "}
      {own && (
        <Button look="quiet" disabled={models.busy} onClick={() => models.load(own.id)}>
          Back to {own.name}
        </Button>
      )}
    </p>
  );
}

/** SEAL's experiment was made with a model of this size. */
const PAPERS_SIZE = 1e9;

function expectationOf(parameters: number): string {
  return parameters < 0.8 * PAPERS_SIZE
    ? "Models much smaller than the paper’s, which had a billion, mostly write a whole grid and rarely the right one: " +
        "expect few puzzles solved, before or after."
    : "The paper’s model of a billion parameters solved none of its eight held-out puzzles at sight, and about one in " +
        "five after training by edits that no outer loop had taught it.";
}
