import { useEffect, useRef } from "react";
import { isOwnLoaded, taskEntry } from "../../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { openSomething } from "../../../app/runs/recorded.ts";
import { openedRun } from "../../../app/runs/runsState.ts";
import type { StateOf } from "../../../runs/kinds.ts";
import { RECORDINGS } from "../../../runs/recordings.ts";
import type { VersionRequest } from "../../../versions/versionEvents.ts";
import type { Versions } from "./useVersions.ts";

/** Of the model whose versions were recorded. */
export const RECORDED_TASK = RECORDINGS.find(({ kind }) => kind === "versions")?.task ?? "";

export interface Recorded {
  run: StateOf<"versions">;
  /** Plants the same fact here. */
  onLive: () => void;
}

/**
 * The recording on screen; once a visit to the view it is opened where no model is there, or the one that was recorded has no
 * versions, and none could be kept: of another model its own view says more.
 * Beside a lesson it waits to be asked for: the lesson is about the parts that it would take the place of.
 */
export function useRecordedVersions({ listed, loaded, ask }: Versions): Recorded | null {
  const playground = usePlayground();
  const opened = usePlaygroundState((state) => openedRun(state, "versions", RECORDED_TASK));
  const isComing = usePlaygroundState(({ session }) => !session.modelsKnown || session.loading !== null);
  const isRecordedModel = usePlaygroundState(({ session }) => isOwnLoaded(session, taskEntry(RECORDED_TASK)));
  const isTaught = usePlaygroundState(({ lesson }) => lesson !== null);
  const isOffered = useRef(false);
  const isEmpty =
    loaded === null
      ? !isComing
      : isRecordedModel &&
        listed !== null &&
        listed.versions.length === 0 &&
        listed.earlier.length === 0 &&
        listed.candidate === null;
  useEffect(() => {
    if (!isEmpty || isTaught || isOffered.current) return;
    isOffered.current = true;
    void openSomething(playground, "versions", RECORDED_TASK);
  }, [isEmpty, isTaught, playground]);
  if (opened === null) return null;
  return {
    run: opened.state,
    onLive() {
      const planting = opened.log.flatMap(({ body }): VersionRequest["body"][] =>
        body.type === "asked" && body.request.body.type === "plant" ? [body.request.body] : [],
      );
      playground.library.close("versions", RECORDED_TASK);
      for (const request of planting) ask(request);
    },
  };
}
