import type { ReactNode } from "react";
import { taskEntry } from "../../app/edit/taskModels.ts";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { RunOnScreen } from "../../app/runs/runOnScreen.ts";
import { shownRun } from "../../app/runs/runsState.ts";
import type { Lesson } from "../../lessons/lesson.ts";
import { STATIONS } from "../../protocol/run.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import type { BatchRun } from "../../runs/batch/state.ts";
import type { RoundsRun } from "../../runs/rounds/state.ts";
import type { StreamRun } from "../../runs/stream/state.ts";
import type { TaskPage, TaskText } from "../../tasks/page/taskPage.ts";
import type { RoundsWords } from "../../tasks/roundsMetadata.ts";
import { capitalised } from "../primitives/format.ts";
import { BatchFigures } from "../views/edit/batch/BatchFigures.tsx";
import { BatchItems } from "../views/edit/batch/BatchItems.tsx";
import { ReadStation } from "../views/edit/stations/ReadStation.tsx";
import { RewardStation } from "../views/edit/stations/RewardStation.tsx";
import { TestStation } from "../views/edit/stations/TestStation.tsx";
import { TrainStation } from "../views/edit/stations/TrainStation.tsx";
import { WriteStation } from "../views/edit/stations/WriteStation.tsx";
import { useTask } from "../views/edit/TaskContext.tsx";
import { StepBody } from "../views/lessons/StepBody.tsx";
import { RoundAccuracy } from "../views/rounds/RoundAccuracy.tsx";
import { RoundsTree } from "../views/rounds/RoundsTree.tsx";
import { scoredRounds } from "../views/rounds/roundsText.ts";
import { WriterLoss } from "../views/rounds/WriterLoss.tsx";
import { StreamLines } from "../views/stream/StreamLines.tsx";
import { StreamMatrix } from "../views/stream/StreamMatrix.tsx";
import { StreamSteps } from "../views/stream/StreamSteps.tsx";
import { useTaskPage } from "../views/useTaskPage.ts";

/** One idea, large enough for the last row. */
export interface Screen {
  title: string;
  /** What the speaker may say. */
  notes: readonly string[];
  body: ReactNode;
  /** The body brings a heading of its own. */
  hasHeading: boolean;
  /** The part of the run's log that it shows, by the label of its tick; absent: none in particular. */
  section?: string;
}

/** A run, or a lesson, as it is presented. */
export interface Presentation {
  /** Null: it is no run that could be played. */
  run: { kind: KindId; task: string; runId: string } | null;
  screens: readonly Screen[];
}

export function lessonPresentation(lesson: Lesson): Presentation {
  return { run: null, screens: lessonScreens(lesson) };
}

/** Of the run on screen; waits for the page of its task. */
export function useRunPresentation(run: RunOnScreen): Presentation {
  const view = usePlaygroundState((state) => state.view);
  const page = useTaskPage(taskEntry(run.task));
  const { task, runId } = run;
  const { words } = taskEntry(task).rounds;
  if (view === "rounds") return { run: { kind: view, task, runId }, screens: roundsScreens(words, page) };
  if (view === "stream") return { run: { kind: view, task, runId }, screens: streamScreens(words) };
  if ("items" in run) return { run: { kind: "batch", task, runId }, screens: batchScreens(words) };
  return { run: { kind: "edit", task, runId }, screens: editScreens(page.text) };
}

function lessonScreens(lesson: Lesson): Screen[] {
  return [
    {
      title: lesson.title,
      notes: lesson.discussion,
      body: (
        <ul>
          {lesson.aims.map((aim) => (
            <li key={aim}>{aim}</li>
          ))}
        </ul>
      ),
      hasHeading: false,
    },
    ...lesson.steps.map((step) => ({
      title: step.title,
      notes: [step.question?.ask, step.luck].filter((note) => note !== undefined),
      body: <StepBody lesson={lesson} step={step} onReturn={() => {}} />,
      hasHeading: false,
    })),
  ];
}

const STATION_VIEWS = {
  read: <ReadStation />,
  write: <WriteStation />,
  train: <TrainStation />,
  test: <TestStation />,
  reward: <RewardStation />,
} as const;

function editScreens(text: TaskText): Screen[] {
  return [
    title(text.question, text.intro),
    ...STATIONS.map((station) => ({
      title: text.stations[station].name,
      notes: [text.stations[station].ahead, text.stations[station].why],
      body: STATION_VIEWS[station],
      hasHeading: true,
      section: station,
    })),
  ];
}

function batchScreens({ one, many }: RoundsWords): Screen[] {
  const screen = screensIn(OfBatch);
  return [
    title(
      `Many ${many}`,
      `One ${one} could be luck. Each of a set is run alike, and every one begins with the model as it came.`,
    ),
    {
      ...screen(
        "How many are solved",
        `Each line is a condition, over all ${many} so far. Where intervals overlap, a difference may be luck.`,
        (run) => <BatchFigures batch={run} />,
      ),
      hasHeading: false,
    },
    {
      ...screen(
        capitalised(`${one} by ${one}`),
        "Which ones were won by training, and which were lost by it.",
        (run) => <BatchItems batch={run} />,
      ),
      hasHeading: false,
    },
  ];
}

function roundsScreens(words: RoundsWords, page: TaskPage): Screen[] {
  const screen = screensIn(OfRounds);
  return [
    title(words.question, words.intro),
    screen(
      "Held-out accuracy",
      `Each point is a writer, measured on ${words.many} that it was never trained on. Where intervals overlap, a difference may be luck.`,
      (run) => <RoundAccuracy run={run} words={words} />,
    ),
    screen(
      "Training of the writer",
      "After each round the writer is trained on the edits that were kept, and on nothing else.",
      (run) => <WriterLoss run={run} />,
    ),
    {
      ...screen(
        "The writer’s habits",
        "What the reward asks for is not always what was meant: see what the edits have become.",
        (run) => <page.HabitsView rounds={scoredRounds(run)} />,
      ),
      hasHeading: false,
    },
    screen(
      "Every edit that was tried",
      `For each ${words.one} several edits are written; what the best taught is kept.`,
      (run) => <RoundsTree run={run} words={words} page={page} />,
    ),
  ];
}

function streamScreens({ one, many }: RoundsWords): Screen[] {
  const screen = screensIn(OfStream);
  return [
    title(
      "What does it forget?",
      `It reads one ${one} after another. Each time it writes an edit, trains on it and keeps the change; then it is asked about every ${one} so far.`,
    ),
    screen(
      "Step by step",
      `Read a column downwards: what was known of one ${one}, after each later step. The diagonal is what was just learned.`,
      (run) => <StreamMatrix run={run} />,
    ),
    screen(
      "Learned and kept",
      `Between the line of what was just learned and that of all ${many} so far lies what was forgotten.`,
      (run) => <StreamLines run={run} />,
    ),
    screen("Edits and drift", "Every step moves the model a little on what it was not about.", (run) => (
      <StreamSteps run={run} />
    )),
  ];
}

function title(question: string, intro: string): Screen {
  return { title: question, notes: [intro], body: <p>{intro}</p>, hasHeading: false };
}

/** Screens that each show something of a run, which the frame brings. */
function screensIn<Run>(Frame: (props: { children: (run: Run) => ReactNode }) => ReactNode) {
  return (name: string, note: string, body: (run: Run) => ReactNode): Screen => ({
    title: name,
    notes: [note],
    body: <Frame>{body}</Frame>,
    hasHeading: true,
  });
}

/** The rounds on screen, wherever their log stands just now. */
function OfRounds({ children }: { children: (run: RoundsRun) => ReactNode }) {
  const run = usePlaygroundState((state) => shownRun(state, "rounds", state.roundsTask));
  return run && children(run);
}

function OfBatch({ children }: { children: (run: BatchRun) => ReactNode }) {
  const { entry } = useTask();
  const run = usePlaygroundState((state) => shownRun(state, "batch", entry.id));
  return run && children(run);
}

function OfStream({ children }: { children: (run: StreamRun) => ReactNode }) {
  const run = usePlaygroundState((state) => shownRun(state, "stream", state.streamTask));
  return run && children(run);
}
