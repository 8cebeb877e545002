import type { WorkerLike } from "../src/app/engine/engineClient.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { SessionEvent } from "../src/protocol/events.ts";
import type { EditEvent } from "../src/runs/edit/events.ts";

/** Of a load, what a test leaves out is as for the one that was asked for last, before any model made room for it. */
type Said<Event = SessionEvent> = Event extends { loadId: string }
  ? Omit<Event, "loadId" | "isNoneLeft"> & Partial<Event>
  : Event;

/** Stands in for the engine's worker: it notes what it is sent, and says what the test tells it to. */
export interface FakeWorker extends WorkerLike {
  readonly sent: readonly Command[];
  readonly terminated: boolean;
  say(event: Said): void;
  play(events: readonly EditEvent[]): void;
  /** Posts anything, right or wrong. */
  post(data: unknown): void;
  crash(message: string): void;
}

export function fakeWorker(): FakeWorker {
  const sent: Command[] = [];
  let terminated = false;
  const worker: FakeWorker = {
    sent,
    get terminated() {
      return terminated;
    },
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (command) => void sent.push(command),
    terminate: () => {
      terminated = true;
    },
    post: (data) => worker.onmessage?.(new MessageEvent("message", { data })),
    say: (event) => {
      const load = sent.findLast(({ type }) => type === "loadModel");
      const loadId = load !== undefined && "loadId" in load ? load.loadId : "unasked";
      worker.post({ channel: "session", event: { loadId, isNoneLeft: false, ...event } });
    },
    play: (events) => {
      for (const event of events) worker.post({ channel: "run", kind: "edit", event });
    },
    crash: (message) => {
      // Node has no ErrorEvent; this is all of it.
      const detail = { message, filename: "", lineno: 0, colno: 0, error: null };
      worker.onerror?.(Object.assign(new Event("error"), detail));
    },
  };
  return worker;
}
