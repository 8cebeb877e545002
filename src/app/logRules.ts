import { PlaygroundError } from "../protocol/playgroundError.ts";
import { isOver, type RunStatus } from "./runStatus.ts";

interface LogKind {
  /** What it is the log of, after "this". */
  noun: string;
  /** The only version that can be read. */
  version: number;
  /** How to come by a whole log. */
  again: string;
}

interface Logged {
  version: number;
  runId: string;
  sequence: number;
  body: { type: string };
}

/** What every log must be, whatever it tells of: whole, in order, of one run and of a version that is read here. */
export interface LogRules {
  /** The type of an event allows one version only, but a log may come from anywhere. */
  checkVersion(version: number): void;
  /** The first event does not begin a run. */
  misbegun(event: Logged): PlaygroundError;
  /** @param resumes whether the event makes a run go on that was cancelled or failed */
  checkNext(
    state: { runId: string; sequence: number; status: RunStatus },
    event: Logged,
    resumes: boolean,
  ): void;
  damaged(what: string): PlaygroundError;
}

/** Of a kind of log; its checks throw a `PlaygroundError` of kind "bad-input". */
export function logRules({ noun, version: read, again }: LogKind): LogRules {
  const damaged = (what: string) =>
    new PlaygroundError(
      "bad-input",
      `The log of this ${noun} is damaged: ${what}.`,
      `${again}; a log must be complete and in order.`,
    );
  return {
    checkVersion(version) {
      if (version === read) return;
      throw new PlaygroundError(
        "bad-input",
        `This ${noun} was recorded with version ${version} of the log; this page reads version ${read}.`,
        "Open it in the version of the playground that recorded it, or run it again here.",
      );
    },
    misbegun: ({ sequence, body }) => damaged(`its first event is number ${sequence}, "${body.type}"`),
    checkNext(state, { runId, sequence }, resumes) {
      if (runId !== state.runId) throw damaged(`event ${sequence} belongs to another run`);
      if (sequence !== state.sequence + 1) {
        throw damaged(`event ${sequence} follows event ${state.sequence}`);
      }
      if (state.status === "finished" || (isOver(state) && !resumes)) {
        throw damaged(`event ${sequence} comes after the end of the run`);
      }
    },
    damaged,
  };
}
