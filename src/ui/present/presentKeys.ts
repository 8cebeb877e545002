export type PresentAction =
  | "next"
  | "back"
  | "down"
  | "up"
  | "play"
  | "rewind"
  | "fullScreen"
  | "black"
  | "notes"
  | "help"
  | "leave";

/** What keys do, and in words; page keys are those of clickers. */
export const PRESENT_KEYS: readonly {
  keys: readonly string[];
  shown: string;
  action: PresentAction;
  does: string;
}[] = [
  { keys: ["ArrowRight", "PageDown"], shown: "→", action: "next", does: "next screen" },
  { keys: ["ArrowLeft", "PageUp"], shown: "←", action: "back", does: "screen before" },
  { keys: ["ArrowDown"], shown: "↓", action: "down", does: "further down a long screen" },
  { keys: ["ArrowUp"], shown: "↑", action: "up", does: "further up" },
  { keys: [" "], shown: "Space", action: "play", does: "play this part of the run, or stop it" },
  { keys: ["r"], shown: "R", action: "rewind", does: "back to the start of the run" },
  { keys: ["f"], shown: "F", action: "fullScreen", does: "full screen" },
  { keys: ["."], shown: ".", action: "black", does: "black screen" },
  { keys: ["s"], shown: "S", action: "notes", does: "speaker notes in a window of their own" },
  { keys: ["?"], shown: "?", action: "help", does: "these keys" },
  { keys: ["Escape"], shown: "Esc", action: "leave", does: "leave" },
];

/** What a key asks for; null where it belongs to a field or a button, or to the browser. */
export function actionOf(event: KeyboardEvent): PresentAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const { target } = event;
  if (target instanceof HTMLElement) {
    if (target.closest("input, select, textarea, [contenteditable]")) return null;
    if (event.key === " " && target.closest("button, a, summary")) return null;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return PRESENT_KEYS.find(({ keys }) => keys.includes(key))?.action ?? null;
}
