import { createEventLog, type EventLog, type EventLogOptions } from "../eventLog.ts";
import type { EditBody } from "./events.ts";
import { editKind } from "./kind.ts";

interface EditLogOptions extends EventLogOptions<EditBody> {
  /** Least milliseconds between two progress events: 50 gives at most 20 a second. */
  interval?: number;
}

type TextEvent = Extract<EditBody, { type: "answerText" | "editText" }>;
type StepEvent = Extract<EditBody, { type: "trainingStep" }>;

/**
 * Progress events come far faster than a screen can use. Texts wait and are joined, of training steps the latest
 * waits; they go out when their time has come, and in any case before the next event of another kind, so that
 * order is kept and no text is lost.
 */
export function createEditLog(options: EditLogOptions): EventLog<EditBody> {
  const { now = () => performance.now(), interval = 50 } = options;
  const log = createEventLog(editKind, options);
  let waitingTexts: TextEvent[] = [];
  let waitingStep: StepEvent | null = null;
  let nextFlush = now();

  /** Several questions are answered together, so one flush can be several events: they all count. */
  const flush = () => {
    const events = [...waitingTexts, ...(waitingStep === null ? [] : [waitingStep])];
    waitingTexts = [];
    waitingStep = null;
    for (const event of events) log.emit(event);
    if (events.length > 0) nextFlush = now() + interval * events.length;
  };

  return {
    emit(body) {
      if (log.closed) return;
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
      log.emit(body);
    },
    get closed() {
      return log.closed;
    },
  };
}

function sameText(a: TextEvent, b: TextEvent): boolean {
  if (a.type === "editText") return b.type === "editText" && a.edit === b.edit;
  return b.type === "answerText" && a.condition === b.condition && a.edit === b.edit && a.item === b.item;
}
