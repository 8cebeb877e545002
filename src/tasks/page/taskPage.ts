import type { ReactNode } from "react";
import type { ModelEntry } from "../../protocol/events.ts";
import type { Condition, Json, ModelInfo, Outcome, Piece, Station } from "../../protocol/run.ts";
import type { EditRun, EditState, Row, RowResult, TrainingState } from "../../runs/edit/state.ts";
import type { Habits } from "../../runs/rounds/events.ts";
import type { RoundContext, RoundsRun } from "../../runs/rounds/state.ts";
import type { FieldIssue } from "../../ui/primitives/FieldMessage.tsx";
import type { TaskMetadata } from "./taskMetadata.ts";

/** A line of the page-side registry: what is always at hand of a task, and the way to the rest. */
export interface TaskPageEntry extends TaskMetadata {
  /** Fetched when the task is first looked at; rejects where it cannot be. */
  load(): Promise<TaskPage>;
}

/**
 * What the page shows of a task: how a context is set up, looked at, answered and linked to, and in which words. The
 * stations, rounds and streams around it are the same for all tasks.
 *
 * Its functions are methods and its views take their draft by a method's rules, so that pages of different drafts can
 * stand in one list: each is only ever given drafts that it made itself.
 *
 * @typeParam Draft a context while it is set up: plain data, replaced as a whole by every change
 */
export interface TaskPage<Draft = unknown> {
  readonly text: TaskText;
  readonly draft: DraftRules<Draft>;
  readonly link: LinkCodec<Draft>;
  /** Runs as Python notebooks that repeat them, by kind. Absent: there are none of this task. */
  readonly notebooks?: Notebooks;
  /** Sets of contexts that can be run one after the other; the first is offered at first. Absent: none. */
  sets?(draft: Draft, setting: SetRequest): ContextSet<Draft>[];

  /** What was answered to contexts, in the form in which the task's public takes it. Absent: there is no such form. */
  submission?(answered: readonly Answered[]): string;

  /** Above the set-up: other contexts to choose from, where that takes room. */
  SourceView?(props: ContextViewProps<Draft>): ReactNode;
  /** At the station "Read": the context as people change it, with what was answered before any training. */
  ContextView(props: ContextViewProps<Draft>): ReactNode;
  /** The same of a run that is over and done, to be looked at. */
  RunContextView(props: { run: EditRun }): ReactNode;
  /** At "Write". */
  EditView(props: EditViewProps): ReactNode;
  /** At "Fine-tune", under the loss: what was trained on, where there is more to show than numbers. */
  TrainingView?(props: { run: EditRun; trainings: readonly Training[] }): ReactNode;
  /** At "Test". */
  AnswerView(props: { run: EditRun }): ReactNode;
  /** At "Reward", in the place of accuracies: for tasks that score a single item. */
  RewardView?(props: { run: EditRun; results: readonly RowResult[] }): ReactNode;
  /** In rounds: how the writer's edits change from round to round. */
  HabitsView(props: { rounds: readonly ScoredRound[] }): ReactNode;
  /** In rounds: a context behind its title. Absent: the title says enough. */
  ContextPreview?(props: { context: Json }): ReactNode;
  /** In rounds and streams: an edit as it was written, to be looked at. */
  PiecesView(props: { pieces: readonly Piece[] }): ReactNode;
}

export interface DraftRules<Draft> {
  /** Of a first visit; never rejects. @param own the model that comes with the page for this task, if there is one */
  first(own: ModelEntry | undefined): Draft | Promise<Draft>;
  /**
   * A draft of whatever an earlier version of the page kept: each part that is still valid, the rest from `fallback`.
   * What a person typed is never thrown away for one bad value.
   */
  restore(kept: unknown, fallback: Draft): Draft;
  /** What has no room in a draft, of one that was kept or of a context that was given; a sentence. Absent: nothing. */
  leftOut?(given: unknown): string | null;
  /** What the browser keeps of it, as plain data. */
  kept(draft: Draft): unknown;
  /** As a run takes it. */
  context(draft: Draft): Json;
  /** With the context of a run in its place; the draft as it was where it is that already, null for another task's. */
  withContext(draft: Draft, context: Json): Draft | null;
  /** Something of a person's own is in it, which nothing may take the place of unasked. */
  isOwn(draft: Draft): boolean;
  /** Which of the contexts that can be set up side by side it is; runs are remembered by it. */
  key(draft: Draft): string;
  /** What must be mended before it can be run. */
  issues(draft: Draft, models: ModelsAtHand): Issue[];
  /**
   * Which of the task's own models read the context, the best first: that one the page loads. Absent: any does.
   *
   * @param own ids of those that are there
   */
  ownReaders?(draft: Draft, own: readonly string[]): readonly string[];
  /** What a context asks, without what it tells: two that ask the same get the same answers of an untouched model. */
  asks(context: Json): string;
  /** Absent: always. False where the right answer of something is not known, so that nothing can be right or wrong. */
  isScored?(context: Json): boolean;
  /**
   * Whether something that the self-edit can be compared with is known of this context. Absent: always.
   *
   * @param isOwn the model is one that comes with the page
   */
  canCompare?(draft: Draft, condition: Condition, isOwn: boolean): boolean;
  /** Whose self-edit "other-edit" trains on. Absent: the task does not compare with that. */
  otherContext?(draft: Draft): Json | null;
}

/** The models that there are for a task. */
export interface ModelsAtHand {
  /** The loaded one; null while none is that reads contexts of this task. */
  loaded: ModelInfo | null;
  /** Ids of those that come with the page for it. */
  own: readonly string[];
}

/** What is wrong with a context, beside the field where it can be mended. */
export interface Issue extends FieldIssue {
  field: string;
}

/** What is wrong with one field, if anything. */
export function issueAt(issues: readonly Issue[], field: string): Issue | undefined {
  return issues.find((issue) => issue.field === field);
}

export interface Notebooks {
  edit?(run: EditRun, origin: NotebookOrigin): Promise<string>;
  rounds?(run: RoundsRun, origin: NotebookOrigin): Promise<string>;
}

/** Where a notebook comes from. */
export interface NotebookOrigin {
  /** A link to what was set up. */
  link: string;
  /** On the Hugging Face hub, the repository of the run's model; null where it is not known. */
  repository: string | null;
}

/** How links carry a context: one that comes with the page by its name, any other whole. */
export interface LinkCodec<Draft> {
  /** The name of what the draft is; null where it has to be carried whole. */
  nameOf(draft: Draft): string | null;
  /** Null where there is nothing of this name; rejects where it cannot be fetched. */
  named(name: string, draft: Draft): Draft | null | Promise<Draft | null>;
}

export interface SetRequest {
  /** Fresh contexts follow from it. */
  seed: number;
  models: ModelsAtHand;
}

export interface SetItem<Draft> {
  name: string;
  /** The draft with this one on screen. */
  at(draft: Draft): Draft;
}

/** A context, and what was answered to it under one condition. */
export interface Answered {
  context: Json;
  outcomes: readonly Outcome[];
}

export interface ContextSet<Draft> {
  id: string;
  name: string;
  /** Which of the task's own models reads it: it is loaded before the set is run. Absent: the one that is loaded. */
  model?: string;
  /** Those that the model can read, in order; none is made before it is run or looked at. */
  items: readonly SetItem<Draft>[];
  /** How many no model reads that is there. */
  tooLarge: number;
}

/** A round whose writer was measured on held-out contexts. */
export interface ScoredRound {
  /** "After round 1" */
  name: string;
  habits: Habits;
  heldOut: readonly RoundContext[];
}

export interface Training {
  row: Row;
  state: TrainingState;
}

export interface ContextViewProps<Draft> {
  draft: Draft;
  issues: readonly Issue[];
  onChange(change: (draft: Draft) => Draft): void;
  /** Puts something else in its place; of one's own the page says so, with a way back. */
  onReplace(change: (draft: Draft) => Draft, message: string): void;
  say(tone: "info" | "warning" | "error", message: string, advice?: string): void;
  /** Runs whose answers may stand beside it, the one on screen first. */
  runs: readonly EditRun[];
  /** The last run of each context in this visit, by `key`. */
  recent: Readonly<Record<string, EditRun>>;
  models: PageModels;
}

/** What the views of a task need to know of models. */
export interface PageModels {
  /** The one that comes with the page for this task. */
  own: ModelEntry | undefined;
  /** The loaded one, if it reads contexts of this task, and the ids of all that come with the page for it. */
  atHand: ModelsAtHand;
  /** What every model costs. */
  known: readonly ModelEntry[];
  /** The one that is on its way, by id. */
  loading: string | null;
  isOwnLoaded: boolean;
  /** Something runs, so that no other can be loaded. */
  busy: boolean;
  load(id: string): void;
  /** Opens the list of models. */
  choose(): void;
}

export interface EditViewProps {
  run: EditRun;
  edit: EditState;
  /** As parsed, or as the user left them; absent while the edit is written. */
  pieces: readonly Piece[] | undefined;
  /** Given while the run waits for the user to change the pieces. */
  onChange: ((pieces: readonly Piece[]) => void) | undefined;
  isOwnModel: boolean;
}

/** What a station is called and says. */
export interface StationText {
  name: string;
  /** Short form where there is little room. */
  short: string;
  /** What happens here, before it has happened. */
  ahead: string;
  /** One paragraph for step-by-step mode: why this station exists. */
  why: string;
  /** The button that goes on. */
  next: string;
}

export interface RowText {
  label: string;
  /** One sentence: what the row stands for. */
  help: string;
}

/** The words of a task; those for rounds are in its metadata. */
export interface TaskText {
  /** The headline of the single edit, and in a sentence or two what happens. */
  question: string;
  intro: string;
  /** The lesson, "lesson/step", that shows it to someone new. */
  lesson: string;
  /** "Your guess: will its own notes help?" */
  guess: string;
  stations: Record<Station, StationText>;
  row(row: Row): RowText;
  /** "Writing its notes…" */
  writing: string;
  /** What is done while a row's items are answered. @param name of the row */
  answering(total: number, name: string): string;
  /** Beside the station "Read", once the untouched model has answered. */
  before(result: Score): string;
  /** Of an edit's pieces, e.g. "8 notes kept". */
  pieces?(pieces: readonly Piece[]): string;
  /** "You changed these notes." */
  changedByUser: string;
  /** The names of scores in tables. */
  scores: Readonly<Record<string, string>>;
  /** What a table of right answers by kind of item is called, and what a kind asks for. Absent: no such table. */
  kinds?: { caption: string; help(kind: string): string };
  /** "Keep this adapter" */
  keepAdapter: string;
  /** A piece in one line, where its text is not for people. */
  piece?(text: string): string;
  /** What an edit was worth in rounds: "Solved", "67 % right". */
  outcome(score: Score): string;
}

export interface Score {
  correct: number;
  total: number;
}
