import type { Command } from "../protocol/commands.ts";
import type { EditEvent } from "../runs/edit/events.ts";
import type { EngineClient } from "./engineClient.ts";
import type { PlaygroundStore } from "./store.ts";

type Setup = Omit<Extract<Command, { type: "startRun" }>, "type" | "runId" | "task">;

/** Between the engine and the view of puzzles, whose code is fetched with the view. */
export interface PuzzlePort {
  /** Asks for a run, whose events go to the listener. The engine must be free. */
  start(setup: Setup): void;
  send(command: Extract<Command, { type: "continueRun" | "cancelRun" }>): void;
  listen(listener: (event: EditEvent) => void): void;
  /** Takes the event if it is a puzzle run's. */
  take(event: EditEvent): boolean;
  /** The engine refused a command. */
  onRefused(): void;
  /** The engine is another one now. */
  forget(): void;
}

const ID_PREFIX = "puzzle:";

export function createPuzzlePort(store: PlaygroundStore, client: EngineClient): PuzzlePort {
  let tell: (event: EditEvent) => void = () => {};
  /** The worker has told of the run that was asked for; until then it may refuse it. */
  let begun = false;
  const forget = () => store.setState({ puzzleRunId: null });
  return {
    start: (setup) => {
      const runId = ID_PREFIX + crypto.randomUUID();
      begun = false;
      store.setState({ puzzleRunId: runId });
      client.send({ type: "startRun", runId, task: "arc", ...setup });
    },
    send: client.send,
    listen: (listener) => {
      tell = listener;
    },
    take: (event) => {
      if (!event.runId.startsWith(ID_PREFIX)) return false;
      if (event.runId === store.getState().puzzleRunId) begun = true;
      tell(event);
      const { type } = event.body;
      const isOver = type === "finished" || type === "cancelled" || type === "failed";
      // The listener may have asked for the next run already.
      if (isOver && store.getState().puzzleRunId === event.runId) forget();
      return true;
    },
    onRefused: () => {
      if (!begun) forget();
    },
    forget,
  };
}
