import { useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import type { Screen } from "./screens.tsx";

interface SpeakerNotesProps {
  window: Window;
  screen: Screen;
  next: Screen | undefined;
  onClose(): void;
}

const PAGE = { font: "20px/1.5 system-ui, sans-serif", margin: "24px", colorScheme: "light dark" };
const QUIET = { opacity: 0.75 };

/** What to say, how long it has been, and what comes next, on the screen that only the speaker sees. */
export function SpeakerNotes({ window: other, screen, next, onClose }: SpeakerNotesProps) {
  const [began] = useState(Date.now);
  const [now, setNow] = useState(began);
  // A run that plays draws this many times a second: the clock must not begin anew each time.
  const tick = useEffectEvent(() => (other.closed ? onClose() : setNow(Date.now())));
  useEffect(() => {
    other.document.title = "Speaker notes";
    other.document.documentElement.lang = "en";
    const clock = setInterval(() => tick(), 1000);
    return () => clearInterval(clock);
  }, [other]);
  return createPortal(
    <main style={PAGE}>
      <p style={QUIET}>
        <time>{elapsed(now - began)}</time> · {new Date(now).toLocaleTimeString([], { timeStyle: "short" })}
      </p>
      <h1 style={{ fontSize: "28px" }}>{screen.title}</h1>
      {screen.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {next && <p style={QUIET}>Next: {next.title}</p>}
    </main>,
    other.document.body,
  );
}

/** "4:07" */
function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
