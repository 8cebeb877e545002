import { createStore, type StoreApi } from "zustand/vanilla";
import type { Condition } from "../../protocol/run.ts";
import { toJson } from "../../protocol/toJson.ts";
import { isOver } from "../../runs/runKind.ts";
import { type ArcSettings, arcSettingsSchema } from "../../tasks/arc/metadata.ts";
import { drawnContext } from "../../tasks/arc/page/drawnSet.ts";
import { GALLERY, galleryPuzzle } from "../../tasks/arc/page/gallery.ts";
import {
  importPuzzleFiles,
  importPuzzleText,
  type PuzzleImport,
} from "../../tasks/arc/page/importPuzzles.ts";
import { freshSeed } from "../draft.ts";
import { createLiveRun } from "../liveRun.ts";
import type { Playground } from "../playground.ts";
import { isBusy, isOuterBusy } from "../playgroundState.ts";
import { type BatchItem, createBatchActions } from "./batchActions.ts";
import { createEditorActions, type EditorActions } from "./editorActions.ts";
import { firstPuzzleState, type PuzzleShelf } from "./puzzleShelf.ts";
import {
  CONTROLS,
  type Control,
  IMPORTED,
  type NamedContext,
  type PaletteName,
  type PuzzleSource,
  type PuzzleState,
  runOf,
  sourceKey,
} from "./puzzleState.ts";

/** The view of puzzles without its looks. */
export interface Puzzles {
  store: StoreApi<PuzzleState>;
  choose(source: PuzzleSource): void;
  editor: EditorActions;
  /** Reads files, or a text; resolves to what is wrong, if nothing could be read. */
  importFiles(files: readonly File[]): Promise<string | null>;
  /** A text that is a web address is what is read there. */
  importText(text: string, name: string): Promise<string | null>;
  changeSetting(key: string, value: unknown): void;
  rerollSeed(): void;
  toggleControl(control: Control): void;
  showPalette(palette: PaletteName): void;
  showDigits(digits: boolean): void;
  start(stepByStep: boolean): void;
  /** Runs several puzzles one after the other, with the settings and controls as they stand. */
  startBatch(name: string, items: readonly Pick<BatchItem, "name" | "source">[]): void;
  changeEdit(text: string): void;
  /** Goes on after a pause, with the self-edit as the user left it. */
  continue(): void;
  cancel(): void;
}

/** The puzzle on screen. */
export function contextOn({ source, imported, own }: PuzzleState): NamedContext {
  if (source.kind === "own" && own) return own;
  if (source.kind === "imported") {
    const found = imported?.puzzles[source.index];
    if (found) return found;
  }
  if (source.kind === "drawn") return drawnContext(source);
  const found = source.kind === "gallery" ? galleryPuzzle(source.id) : undefined;
  return found ?? GALLERY[0]!;
}

/** The first setting whose value cannot be run, with what is wrong; null where all can. */
export function settingIssue(settings: ArcSettings): { key: string; message: string } | null {
  const issue = arcSettingsSchema.safeParse(settings).error?.issues[0];
  return issue ? { key: String(issue.path[0] ?? ""), message: issue.message } : null;
}

/** Before, after the model's own edit, and the controls that can be run on this puzzle. */
export function conditionsFor(controls: readonly Control[], { symmetries }: NamedContext): Condition[] {
  const possible = CONTROLS.filter((one) => controls.includes(one) && (one !== "oracle" || symmetries));
  return ["untouched", "self-edit", ...possible];
}

const IN_USE = "A puzzle of the file before is being run: cancel it, or wait for its end, and import again.";
const KEPT = ["settings", "controls", "palette", "digits", "source", "own"] as const;

export function createPuzzles(playground: Playground, shelf: PuzzleShelf): Puzzles {
  const { puzzles: port, store: page } = playground;
  const store = createStore<PuzzleState>(() => firstPuzzleState(shelf.take()));
  /** The puzzle that the run on its way is about: another one may be looked at meanwhile. */
  let running: PuzzleSource = store.getState().source;

  const live = createLiveRun((run) => {
    store.setState(({ runs, cancelling }) => ({
      runs: { ...runs, [sourceKey(running)]: run },
      cancelling: cancelling && !isOver(run),
    }));
    if (isOver(run)) batch.onRunOver(run);
  });
  port.listen(live.push);
  page.subscribe(({ puzzleRunId }, before) => {
    if (puzzleRunId !== null || before.puzzleRunId === null) return;
    store.setState({ cancelling: false });
    batch.onGivenUp();
  });
  store.subscribe((state, before) => {
    if (KEPT.some((key) => state[key] !== before[key])) shelf.put(state);
  });

  const change = (settings: Partial<ArcSettings>) =>
    store.setState((state) => ({ settings: { ...state.settings, ...settings } }));

  const isFree = () => {
    const at = page.getState();
    return at.puzzleRunId === null && !isBusy(at) && !isOuterBusy(at);
  };

  const begin = (source: PuzzleSource, stepByStep: boolean): boolean => {
    const state = store.getState();
    if (settingIssue(state.settings) !== null) return false;
    // Of a gallery's puzzle the model is told no more than of any other.
    const { name, puzzle, symmetries } = contextOn({ ...state, source });
    const context = { name, puzzle, ...(symmetries ? { symmetries } : {}) };
    running = source;
    store.setState({ changedEdit: null });
    port.start({
      context: toJson(context),
      settings: toJson(state.settings),
      stepByStep,
      conditions: conditionsFor(state.controls, context),
    });
    return true;
  };
  const batch = createBatchActions(store, (source) => begin(source, false));

  const isRunningImported = () => page.getState().puzzleRunId !== null && running.kind === "imported";
  const show = (read: PuzzleImport): string | null => {
    if (!read.ok) return read.problem;
    if (isRunningImported()) return IN_USE;
    const { imported } = read;
    store.setState(({ runs, source, batch: set }) => ({
      imported,
      // Answers alone wait for their puzzles.
      source: imported.puzzles.length > 0 ? { kind: "imported", index: 0 } : source,
      // The runs of the file before, one by one or as a set, are about other puzzles.
      batch: set?.items.some(({ source }) => source.kind === "imported") ? null : set,
      runs: Object.fromEntries(Object.entries(runs).filter(([key]) => !key.startsWith(IMPORTED))),
    }));
    return null;
  };

  return {
    store,
    choose: (source) => store.setState({ source }),
    editor: createEditorActions(store),
    importFiles: async (files) => show(await importPuzzleFiles(files, store.getState().imported)),
    importText: async (text, name) => show(await importPuzzleText(text, name, store.getState().imported)),
    changeSetting: (key, value) => change({ [key]: value }),
    rerollSeed: () => change({ seed: freshSeed() }),
    toggleControl: (control) =>
      store.setState(({ controls }) => ({
        controls: CONTROLS.filter((one) => controls.includes(one) !== (one === control)),
      })),
    showPalette: (palette) => store.setState({ palette }),
    showDigits: (digits) => store.setState({ digits }),
    start: (stepByStep) => {
      if (isFree()) begin(store.getState().source, stepByStep);
    },
    startBatch: (name, items) => {
      if (isFree()) batch.start(name, items);
    },
    changeEdit: (changedEdit) => store.setState({ changedEdit }),
    continue: () => {
      const state = store.getState();
      const run = runOf(state);
      if (run?.status !== "paused") return;
      const [piece] = run.edits[0]?.pieces ?? [];
      const { changedEdit } = state;
      const isChanged = run.station === "write" && changedEdit !== null && changedEdit !== piece?.text;
      const pieces = isChanged ? [{ id: "edit", kept: true, text: changedEdit }] : undefined;
      port.send({ type: "continueRun", runId: run.runId, ...(pieces ? { pieces } : {}) });
      store.setState({ changedEdit: null });
    },
    cancel: () => {
      const { puzzleRunId } = page.getState();
      if (puzzleRunId === null) return;
      store.setState({ cancelling: true });
      port.send({ type: "cancelRun", runId: puzzleRunId });
    },
  };
}
