import { PROTOCOL_VERSION, type RunEvent, type RunEventBody } from "../protocol/events.ts";

/** Numbers and times a run's events. Nothing is said after the event that ends the run. */
export interface RunLog {
  emit(body: RunEventBody): void;
  /** Whether the run has ended. */
  readonly closed: boolean;
}

export interface RunLogOptions {
  runId: string;
  post: (event: RunEvent) => void;
  /** Milliseconds, from any origin. */
  now?: () => number;
  /** Least milliseconds between two progress events: 50 gives at most 20 a second. */
  interval?: number;
}

type TextEvent = Extract<RunEventBody, { type: "answerText" | "editText" }>;
type StepEvent = Extract<RunEventBody, { type: "trainingStep" }>;

/**
 * Progress events come far faster than a screen can use. Texts wait and are joined, of training steps the latest
 * waits; they go out when their time has come, and in any case before the next event of another kind, so that
 * order is kept and no text is lost.
 */
export function createRunLog(options: RunLogOptions): RunLog {
  const { runId, post, now = () => performance.now(), interval = 50 } = options;
  const startedAt = now();
  let sequence = 0;
  let closed = false;
  let waitingTexts: TextEvent[] = [];
  let waitingStep: StepEvent | null = null;
  let nextFlush = startedAt;

  const write = (body: RunEventBody) => {
    post({ version: PROTOCOL_VERSION, runId, sequence, atMs: Math.max(0, now() - startedAt), body });
    sequence++;
  };

  /** Several questions are answered together, so one flush can be several events: they all count. */
  const flush = () => {
    const events = [...waitingTexts, ...(waitingStep === null ? [] : [waitingStep])];
    waitingTexts = [];
    waitingStep = null;
    for (const event of events) write(event);
    if (events.length > 0) nextFlush = now() + interval * events.length;
  };

  return {
    emit(body) {
      if (closed) return;
      if (body.type === "answerText" || body.type === "editText") {
        if (body.text === "") return;
        const waiting = waitingTexts.findIndex((event) => sameText(event, body));
        const before = waitingTexts[waiting];
        if (before === undefined) waitingTexts.push(body);
        else waitingTexts[waiting] = { ...before, text: before.text + body.text };
        if (now() >= nextFlush) flush();
        return;
      }
      if (body.type === "trainingStep" && body.step < body.steps) {
        waitingStep = body;
        if (now() >= nextFlush) flush();
        return;
      }
      // The last step takes the place of the one that waits.
      if (body.type === "trainingStep") waitingStep = null;
      flush();
      write(body);
      closed = body.type === "runFinished" || body.type === "runCancelled" || body.type === "runFailed";
    },
    get closed() {
      return closed;
    },
  };
}

function sameText(a: TextEvent, b: TextEvent): boolean {
  if (a.type === "editText") return b.type === "editText" && a.edit === b.edit;
  return b.type === "answerText" && a.condition === b.condition && a.edit === b.edit && a.item === b.item;
}
