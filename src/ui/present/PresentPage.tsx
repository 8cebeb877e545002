import { useEffect, useRef, useState } from "react";
import { taskEntry } from "../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { followOut, leavePresenting } from "../../app/presenting.ts";
import { type RunOnScreen, runOnScreen } from "../../app/runs/runOnScreen.ts";
import { hashOf } from "../../app/view.ts";
import { Button } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { Notices } from "../shell/Notices.tsx";
import { TaskProvider } from "../views/edit/TaskContext.tsx";
import { useOpenStep } from "../views/lessons/useLessons.ts";
import { Controls } from "./Controls.tsx";
import { Help } from "./Help.tsx";
import styles from "./PresentPage.module.css";
import { actionOf, type PresentAction } from "./presentKeys.ts";
import { SpeakerNotes } from "./SpeakerNotes.tsx";
import { lessonPresentation, type Presentation, useRunPresentation } from "./screens.tsx";
import { useSlideZoom } from "./useSlideZoom.ts";
import { useTransport } from "./useTransport.ts";

/** The lesson that is open, or else the run on screen: one idea a screen, for a talk. */
export default function PresentPage() {
  const playground = usePlayground();
  const run = usePlaygroundState(runOnScreen);
  useEffect(() => followOut(playground), [playground]);
  const step = useOpenStep();
  if (step) return <Screens presentation={lessonPresentation(step.lesson)} />;
  if (run) return <RunScreens run={run} />;
  // What was presented is on its way, or gone, e.g. deleted in another tab.
  return (
    <main className={styles.nothing}>
      <Notices />
      <p>There is nothing to present here yet.</p>
      <Button onClick={() => leavePresenting(playground)}>Back to the page</Button>
    </main>
  );
}

function RunScreens({ run }: { run: RunOnScreen }) {
  return <Screens presentation={useRunPresentation(run)} />;
}

type Shade = "none" | "black" | "help";

function Screens({ presentation }: { presentation: Presentation }) {
  const { screens, run } = presentation;
  const playground = usePlayground();
  const index = Math.min(usePlaygroundState((state) => state.presenting) ?? 0, screens.length - 1);
  const screen = screens[index];
  const transport = useTransport(presentation, index);
  const [shade, setShade] = useState<Shade>("none");
  const [notes, setNotes] = useState<Window | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLElement>(null);
  const zoom = useSlideZoom();

  const act = (action: PresentAction) => {
    switch (action) {
      case "next":
        return transport.show(index + 1);
      case "back":
        return transport.show(index - 1);
      case "play":
        return transport.toggle();
      case "rewind":
        return transport.rewind();
      case "down":
      case "up":
        return page.current?.scrollBy({ top: (action === "down" ? 0.5 : -0.5) * page.current.clientHeight });
      case "fullScreen":
        return void toggleFullScreen(stage.current);
      case "black":
        return setShade(shade === "black" ? "none" : "black");
      case "help":
        return setShade(shade === "help" ? "none" : "help");
      case "notes":
        // A browser that opens no windows says so itself.
        return setNotes(window.open("", "speaker-notes", "popup,width=760,height=560"));
      case "leave":
        if (shade !== "none") return setShade("none");
        return leavePresenting(playground);
    }
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (action === null) return;
      event.preventDefault();
      act(action);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  useAddress(index);
  useEffect(() => () => notes?.close(), [notes]);

  if (!screen) return null;
  const body = (
    <div key={screen.title} className={styles.body}>
      <h1 className={screen.hasHeading ? "visually-hidden" : styles.title}>{screen.title}</h1>
      <Part>{screen.body}</Part>
    </div>
  );
  return (
    <div ref={stage} className={styles.stage}>
      <div className={styles.zoomed} style={{ zoom }}>
        <main ref={page} className={styles.screen} aria-label={`Screen ${index + 1} of ${screens.length}`}>
          {run?.kind === "edit" || run?.kind === "batch" ? (
            <TaskProvider entry={taskEntry(run.task)}>{body}</TaskProvider>
          ) : (
            body
          )}
        </main>
        <Controls
          place={{ index, count: screens.length }}
          playing={transport.playing}
          canPlay={transport.canPlay}
          label={transport.label}
          onAction={act}
        />
        {shade === "help" && <Help onClose={() => setShade("none")} />}
      </div>
      {shade === "black" && (
        <button type="button" className={styles.black} onClick={() => setShade("none")}>
          <span className="visually-hidden">The screen is black. Press . to go on.</span>
        </button>
      )}
      {notes && (
        <SpeakerNotes
          window={notes}
          screen={screen}
          next={screens[index + 1]}
          onClose={() => setNotes(null)}
        />
      )}
    </div>
  );
}

/** A reload comes back to the same screen. */
function useAddress(index: number): void {
  const { store } = usePlayground();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows the screen
  useEffect(() => {
    let isCurrent = true;
    let written = "";
    void import("../../app/share/linkOf.ts").then(async ({ presentationHash }) => {
      const hash = await presentationHash(store.getState());
      if (!isCurrent) return;
      history.replaceState(history.state, "", location.pathname + location.search + hash);
      written = location.hash;
    });
    return () => {
      isCurrent = false;
      // Whoever left for another address is there already.
      if (location.hash !== written) return;
      history.replaceState(history.state, "", location.pathname + location.search + hashOf(store.getState()));
    };
  }, [store, index]);
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await element?.requestFullscreen();
  } catch {
    // A frame may not be allowed to.
  }
}
