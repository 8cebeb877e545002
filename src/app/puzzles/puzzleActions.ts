import { createStore, type StoreApi } from "zustand/vanilla";
import type { Condition } from "../../protocol/run.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { BatchItem } from "../../runs/batch/events.ts";
import type { BatchRun } from "../../runs/batch/state.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { type ArcSettings, arcSettingsSchema } from "../../tasks/arc/metadata.ts";
import { drawnContext } from "../../tasks/arc/page/drawnSet.ts";
import { GALLERY, galleryPuzzle } from "../../tasks/arc/page/gallery.ts";
import {
  importPuzzleFiles,
  importPuzzleText,
  type PuzzleImport,
} from "../../tasks/arc/page/importPuzzles.ts";
import { readPuzzle } from "../../tasks/arc/page/puzzleReading.ts";
import { isScored } from "../../tasks/arc/puzzle.ts";
import { freshSeed } from "../draft.ts";
import type { Playground } from "../playground.ts";
import { isBusy, liveRun } from "../runs/runsState.ts";
import type { NamedSource } from "./batchSets.ts";
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
  startBatch(set: string, items: readonly NamedSource[]): void;
  /** Shows the puzzle of an item of a batch. */
  chooseItem(batch: BatchRun, index: number): void;
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

const TASK = "arc";

export function createPuzzles(playground: Playground, shelf: PuzzleShelf): Puzzles {
  const { runs, store: page } = playground;
  const store = createStore<PuzzleState>(() => firstPuzzleState(shelf.take()));
  /** The puzzles that runs of this visit are about, by run id: another one may be looked at meanwhile. */
  const sources = new Map<string, PuzzleSource>();

  const show = (run: EditRun) => {
    const source = sources.get(run.runId);
    if (source) store.setState((state) => ({ runs: { ...state.runs, [sourceKey(source)]: run } }));
  };
  page.subscribe((state, before) => {
    const live = liveRun(state, "edit", TASK);
    if (live !== null && live !== liveRun(before, "edit", TASK)) show(live);
  });
  store.subscribe((state, before) => {
    if (KEPT.some((key) => state[key] !== before[key])) shelf.put(state);
  });

  const change = (settings: Partial<ArcSettings>) =>
    store.setState((state) => ({ settings: { ...state.settings, ...settings } }));

  /** A puzzle as a run takes it: of a gallery's the model is told no more than of any other. */
  const itemOf = (source: PuzzleSource): BatchItem => {
    const state = store.getState();
    const { name, puzzle, symmetries } = contextOn({ ...state, source });
    const context = { name, puzzle, ...(symmetries ? { symmetries } : {}) };
    return {
      context: toJson(context),
      conditions: conditionsFor(state.controls, context),
      counted: isScored(puzzle),
    };
  };
  const isReady = () => !isBusy(page.getState()) && settingIssue(store.getState().settings) === null;
  const running = () => page.getState().engine?.runId ?? "";

  const isRunningImported = () =>
    [...sources].some(([runId, { kind }]) => kind === "imported" && runId.split("/")[0] === running());
  const showImported = (read: PuzzleImport): string | null => {
    if (!read.ok) return read.problem;
    if (isRunningImported()) return IN_USE;
    const { imported } = read;
    store.setState(({ runs: before, source }) => ({
      imported,
      // Answers alone wait for their puzzles.
      source: imported.puzzles.length > 0 ? { kind: "imported", index: 0 } : source,
      // The runs of the file before are about other puzzles.
      runs: Object.fromEntries(Object.entries(before).filter(([key]) => !key.startsWith(IMPORTED))),
    }));
    return null;
  };

  return {
    store,
    choose: (source) => store.setState({ source }),
    editor: createEditorActions(store),
    importFiles: async (files) => showImported(await importPuzzleFiles(files, store.getState().imported)),
    importText: async (text, name) =>
      showImported(await importPuzzleText(text, name, store.getState().imported)),
    changeSetting: (key, value) => change({ [key]: value }),
    rerollSeed: () => change({ seed: freshSeed() }),
    toggleControl: (control) =>
      store.setState(({ controls }) => ({
        controls: CONTROLS.filter((one) => controls.includes(one) !== (one === control)),
      })),
    showPalette: (palette) => store.setState({ palette }),
    showDigits: (digits) => store.setState({ digits }),
    start: (stepByStep) => {
      if (!isReady()) return;
      const { source, settings } = store.getState();
      const { context, conditions } = itemOf(source);
      store.setState({ changedEdit: null });
      void runs.start("edit", TASK, () => ({
        ...{ task: TASK, context, conditions, settings: toJson(settings), stepByStep },
      }));
      sources.set(running(), source);
    },
    startBatch: (set, items) => {
      if (!isReady() || items.length === 0) return;
      const { settings } = store.getState();
      const all = items.map(({ source }) => itemOf(source));
      void runs.start("batch", TASK, () => ({ task: TASK, set, settings: toJson(settings), items: all }));
      for (const [index, { source }] of items.entries()) sources.set(`${running()}/${index}`, source);
    },
    chooseItem: (batch, index) => {
      const source = sources.get(`${batch.runId}/${index}`);
      if (source) {
        store.setState({ source });
        return;
      }
      // A batch of another visit brings its puzzles along.
      const puzzles = batch.items.flatMap(({ context }) => readPuzzle(context) ?? []);
      showImported({
        ok: true,
        imported: { from: batch.set, puzzles, answers: new Map(), rejected: [], rejectedCount: 0, notes: [] },
      });
      store.setState({ source: { kind: "imported", index } });
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
      runs.continue(pieces);
      store.setState({ changedEdit: null });
    },
    cancel: () => runs.cancel(),
  };
}
